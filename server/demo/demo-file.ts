import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Role } from "../../engine/index.ts";
import type { Config } from "../config.ts";

export interface DemoCitizen {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

export interface DemoAgent extends DemoCitizen {
  readonly member: string;
  readonly units: readonly string[];
  readonly roles: readonly Role[];
}

/** How to sign in to the demo, as the public contract describes it. */
export interface DemoFile {
  readonly url: string;
  readonly citizens: readonly DemoCitizen[];
  readonly agents: readonly DemoAgent[];
}

const place = (config: Pick<Config, "dataDir">) => join(config.dataDir, "demo.json");

/** Writes `DATA_DIR/demo.json`, readable by its owner only. */
export async function writeDemoFile(config: Pick<Config, "dataDir">, content: DemoFile): Promise<void> {
  await mkdir(config.dataDir, { recursive: true });
  await writeFile(place(config), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  // The mode given above is for a new file only.
  await chmod(place(config), 0o600);
}

/** The file written at the first start, or null when this folder has none. */
export async function readDemoFile(config: Pick<Config, "dataDir">): Promise<DemoFile | null> {
  try {
    return JSON.parse(await readFile(place(config), "utf8")) as DemoFile;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
