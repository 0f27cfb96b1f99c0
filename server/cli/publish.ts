import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { CompiledDefinition } from "../../engine/index.ts";
import { publish } from "../commands/publish.ts";
import { unservedBy } from "../commands/unserved.ts";
import type { Config } from "../config.ts";
import { type Loaded, loadFolder, loadShipped, type PlacedIssue } from "../definition-files.ts";
import { linksOf } from "../definition-links.ts";
import { createCommandLog, issueLine, openInstallation } from "../start.ts";
import { adopt } from "../store/definitions.ts";

/** `check <folder>`: every issue, and 1 when there is one. */
export async function runCheck(config: Config, args: readonly string[]): Promise<number> {
  const loaded = await load(config, args[0]);
  if (!loaded.ok) return refuse(loaded.issues);
  for (const { id, version, title } of loaded.definitions)
    process.stdout.write(`${id} version ${version} : ${title}\n`);
  for (const note of await notesOn(loaded.definitions)) process.stdout.write(`À savoir : ${note}\n`);
  process.stdout.write("Rien à corriger.\n");
  return 0;
}

/** `publish <folder> [--member id…]`: all the folder's definitions, or none. */
export async function runPublish(config: Config, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { member: { type: "string", multiple: true, default: [] } },
  });
  const loaded = await load(config, positionals[0]);
  if (!loaded.ok) return refuse(loaded.issues);
  const { ctx, close } = await openInstallation(config, createCommandLog());
  try {
    const unknown = values.member.filter((id) => !ctx.catalogue.member(id));
    if (unknown.length > 0) {
      process.stderr.write(`Collectivité inconnue : ${unknown.join(", ")}\n`);
      return 1;
    }
    const unserved = values.member.flatMap((id) => unservedBy(ctx.catalogue.member(id), loaded.definitions));
    if (unserved.length > 0) return refuse(unserved);
    const published = await publish(ctx.db, loaded.definitions);
    if (!published.ok) return refuse(published.issues);
    for (const member of values.member) {
      for (const definition of loaded.definitions) await adopt(ctx.db, member, definition.id);
    }
    const added = new Set(published.added.map(({ id }) => id));
    for (const { id, version } of loaded.definitions) {
      process.stdout.write(`${id} version ${version} ${added.has(id) ? "publiée" : "déjà publiée"}\n`);
    }
    if (values.member.length === 0) {
      process.stdout.write("Pour l’offrir à une collectivité : guichet adopt <collectivité> <définition>\n");
    }
    return 0;
  } finally {
    await close();
  }
}

async function load({ maxFile }: Config, folder: string | undefined): Promise<Loaded> {
  if (folder === undefined) {
    return { ok: false, issues: [{ code: "usage", pointer: "", message: "Indiquez le dossier des définitions." }] };
  }
  const loaded = await loadFolder(resolve(folder), maxFile);
  if (!loaded.ok) return loaded;
  const { issues } = linksOf(loaded.definitions, await withShipped(loaded.definitions));
  return issues.length > 0 ? { ok: false, issues } : loaded;
}

const notesOn = async (definitions: readonly CompiledDefinition[]): Promise<readonly string[]> =>
  linksOf(definitions, await withShipped(definitions)).notes;

/** The definitions of a folder, then those of the platform. */
async function withShipped(definitions: readonly CompiledDefinition[]): Promise<readonly CompiledDefinition[]> {
  const shipped = await loadShipped();
  return [...definitions, ...(shipped.ok ? shipped.definitions : [])];
}

function refuse(issues: readonly PlacedIssue[]): number {
  process.stderr.write(`Rien n’est publié. À corriger :\n${issues.map(issueLine).join("\n")}\n`);
  return 1;
}
