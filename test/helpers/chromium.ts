import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The same Chromium without the windows of a desktop shows a page in half the time. */
const PLACES = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** The browser of this machine, or null; CHROMIUM_PATH says where it is elsewhere. */
export function findChromium(): string | null {
  const places = [process.env["CHROMIUM_PATH"], ...PLACES];
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

/** Starts it; rejects when the machine has none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`no Chromium at ${PLACES.join(" or ")}; set CHROMIUM_PATH`);
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
}
