import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createLiveBase, type LiveBase, pause, startLiveServer } from "./live-server.ts";
import { inBase } from "./live-sql.ts";

/** A base nobody uses, as it is written for the other workers of the run. */
export type Filled = Omit<LiveBase, "remove">;

/** How long another test file may take to fill a demo, in milliseconds. */
const PATIENCE = 240_000;

/**
 * A base that holds a demo, its first mails sent and its documents made: a copy of one that the first to ask fills for the
 * whole run, in the folder `live-setup.ts` gives.
 */
export async function createDemoBase(
  demo: "all" | "mulhouse",
  environment: Readonly<Record<string, string>> = {},
): Promise<LiveBase> {
  const own = { GUICHET_DEMO: demo, ...environment };
  const folder = process.env["TEST_DEMOS"];
  return folder ? createLiveBase(own, await filled(folder, demo)) : createLiveBase(own);
}

/** The one filled demo of its kind. */
async function filled(folder: string, demo: string): Promise<Filled> {
  const place = join(folder, `${process.env["TEST_DATABASE_URL"] ? "given" : "embedded"}-${demo}`);
  const mine = await mkdir(place).then(
    () => true,
    () => false,
  );
  const file = join(place, "base.json");
  if (mine) {
    const written = await fill(demo).then(JSON.stringify, (error: unknown) =>
      JSON.stringify({ failure: String(error) }),
    );
    await writeFile(`${file}.part`, written);
    await rename(`${file}.part`, file);
  }
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(200)) {
    const text = await readFile(file, "utf8").catch(() => null);
    if (text === null) continue;
    const { failure, ...base } = JSON.parse(text);
    if (failure) throw new Error(`the demo could not be filled: ${failure}`);
    return base;
  }
  throw new Error("the demo is still not filled");
}

async function fill(demo: string): Promise<LiveBase> {
  const base = await createLiveBase({ GUICHET_DEMO: demo });
  const server = await startLiveServer(base);
  for (let attempt = 0; await owesSomething(base); attempt += 1) {
    if (attempt === 600) throw new Error("its effects are still due");
    await pause(200);
  }
  await server.stop();
  return base;
}

const owesSomething = (base: LiveBase): Promise<boolean> =>
  inBase(base, async (sql) => {
    const [row] = await sql<{ due: boolean }[]>`
      select exists (
        select from effect where done_at is null and dead_at is null and cancelled_at is null and run_at <= now()) or exists (
        select from words_due) as due`;
    return row?.due ?? true;
  });

/** Every demo filled in this folder, to be removed at the end of the run. */
export async function filledDemos(folder: string): Promise<readonly Filled[]> {
  const places = (await readdir(folder, { withFileTypes: true })).filter((place) => place.isDirectory());
  const bases = places.map(({ name }) => readFile(join(folder, name, "base.json"), "utf8").then(JSON.parse));
  return (await Promise.all(bases)).filter(({ failure }) => failure === undefined);
}
