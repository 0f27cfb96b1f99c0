import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CompiledDefinition, Entry, Mapping } from "../../../engine/index.ts";
import { receiveImport } from "../../../server/commands/receive-import.ts";
import type { Context } from "../../../server/context.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { type EntryRow, entryColumns, toEntry } from "../../../server/store/entries.ts";
import { readLines } from "../../../server/store/import-lines.ts";
import { beginPhase, findImport, setMapping } from "../../../server/store/imports.ts";
import { drainImports } from "../../../server/worker/run-import.ts";
import { buildDefinition } from "../../helpers/definitions.ts";

const day = (title: string) => ({ type: "string", format: "date", title });

/** A register of people with permits, some of whom are known by little. */
export const BEEKEEPERS: CompiledDefinition = buildDefinition({
  id: "ruchers/apiculteur",
  required: ["nom", "prenom", "naissance", "telephone", "permis"],
  properties: {
    nom: { type: "string", title: "Nom de naissance", maxLength: 40 },
    nomUsage: { type: "string", title: "Nom d’usage", maxLength: 40 },
    prenom: { type: "string", title: "Prénom", maxLength: 40 },
    naissance: day("Date de naissance"),
    adresse: {
      type: "object",
      title: "Adresse",
      required: ["voie", "codePostal", "commune"],
      properties: {
        voie: { type: "string", title: "Numéro et voie" },
        codePostal: { type: "string", title: "Code postal", maxLength: 10 },
        commune: { type: "string", title: "Commune" },
      },
    },
    telephone: { type: "string", title: "Téléphone", format: "phone" },
    portable: { type: "string", title: "Téléphone portable", format: "phone" },
    courriel: { type: "string", title: "Adresse électronique", format: "email" },
    abeille: {
      type: "string",
      title: "Abeille élevée",
      oneOf: [
        { const: "noire", title: "Abeille noire" },
        { const: "buckfast", title: "Buckfast" },
      ],
    },
    formation: { type: "boolean", title: "Formation suivie", "x-widget": "radio" },
    permis: {
      type: "array",
      title: "Permis",
      minItems: 1,
      maxItems: 6,
      items: {
        type: "object",
        title: "Permis",
        required: ["numero"],
        properties: {
          numero: { type: "string", title: "Numéro", maxLength: 20 },
          debut: day("Date de début"),
          fin: day("Date de fin"),
          ruches: { type: "integer", title: "Capacité en ruches", minimum: 1, maximum: 50 },
        },
      },
    },
  },
  definition: {
    kind: "register",
    list: ["nom", "prenom", "naissance"],
    incomplete: ["nom", "prenom"],
    duplicates: {
      names: ["nom", "nomUsage"],
      firstNames: "prenom",
      birthDate: "naissance",
      phones: ["telephone", "portable"],
      emails: ["courriel"],
      numbers: ["permis.numero"],
    },
    rules: [
      {
        code: "permis-dates",
        each: "permis",
        check: "item.debut < item.fin",
        pointer: "/fin",
        message: "Le permis se termine après son début.",
      },
    ],
  },
  workflow: {
    initial: "active",
    states: {
      active: {
        meta: { label: "Active", sentence: "Active.", tone: "success" },
        on: {
          modifier: { meta: { label: "Modifier", edit: true } },
          retirer: { target: "retiree", meta: { label: "Retirer" } },
        },
      },
      retiree: { type: "final", meta: { label: "Retirée", sentence: "Retirée.", tone: "neutral" } },
    },
  },
});

/** Sends a file and answers the id of its import, with what was guessed of it. */
export async function sends(
  ctx: Context,
  agent: AgentIdentity,
  content: string | Uint8Array,
  name = "ruchers.csv",
  mapping?: Mapping,
  definition = BEEKEEPERS,
) {
  const path = join(ctx.config.dataDir, `${Math.random()}`);
  await writeFile(path, content);
  const received = await receiveImport(ctx, {
    ...{ member: agent.member, definition, agent, path, name },
    ...(mapping && { mapping }),
  });
  if (!received.ok) throw new Error(received.problem.detail);
  const found = await findImport(ctx.db, agent.member, definition.id, received.value);
  if (!found) throw new Error("no import");
  return found;
}

export type Sent = Awaited<ReturnType<typeof sends>>;

/** An import as it stands. */
export async function current(ctx: Context, sent: Sent): Promise<Sent> {
  const found = await findImport(ctx.db, sent.member, sent.definition, sent.id);
  if (!found) throw new Error("no import");
  return found;
}

/** Tries an import, then does it, to the end. */
export async function imports(ctx: Context, sent: Sent, mapping?: Mapping): Promise<Sent> {
  if (mapping) await setMapping(ctx.db, sent, mapping);
  await beginPhase(ctx.db, sent, "trial", ctx.clock());
  await drainImports(ctx);
  await beginPhase(ctx.db, sent, "import", ctx.clock());
  await drainImports(ctx);
  return current(ctx, sent);
}

/** What became of each line. */
export const linesOf = (ctx: Context, sent: Sent) => readLines(ctx.db, sent, { limit: 10_000 });

/** The entries of a register, by name. */
export async function fiches(ctx: Context, definition = BEEKEEPERS.id, member = "mulhouse"): Promise<readonly Entry[]> {
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from entry where member_id = ${member} and definition = ${definition} order by answers->>'nom', id`,
  );
  return rows.map(toEntry);
}
