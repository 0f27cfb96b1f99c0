import type { Actor } from "./actor.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Answers, Entry } from "./entry.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import type { KeptPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** How units keep the entries of a register to themselves. */
export interface Kept {
  /** Key of the yes or no that shares an entry with whoever reads the register; null: none is shared. */
  readonly shared: string | null;
}

/** Checks it. An entry that citizens file is never hidden from the service that owes them an answer. */
export function compileKept(
  { shared }: KeptPart,
  { rights, fields }: { readonly rights: CompiledDefinition["rights"]; readonly fields: readonly Field[] },
  at: At,
  report: Report,
): Kept {
  if (rights.open.some((who) => who !== "agent" && who !== "system")) {
    report.add(
      "kept",
      at,
      "Seules les fiches que des agents ouvrent restent dans leur service : limitez « open » à « agent ».",
    );
  }
  const field = shared === undefined ? undefined : fieldAt(fields, shared);
  if (shared !== undefined && (field?.type !== "boolean" || shared.includes("."))) {
    report.add(
      "kept",
      under(at, "shared"),
      `« ${shared} » n'est pas une question à laquelle on répond par oui ou par non.`,
    );
  }
  return { shared: shared ?? null };
}

/** The unit an actor writes for: her own, or the first of them. Undefined for whoever belongs to none. */
export const officeOf = ({ offices = [] }: Pick<Actor, "offices">): string | undefined => offices[0];

/** Who wrote an entry, and who keeps it, with these answers. */
export function keptAs(
  { kept }: Pick<CompiledDefinition, "kept">,
  answers: Answers,
  unit: string | undefined,
): Pick<Entry, "unit" | "keptBy"> {
  if (kept === null || unit === undefined) return {};
  return kept.shared !== null && answers[kept.shared] === true ? { unit } : { unit, keptBy: unit };
}

/** Whether an entry is kept from this actor by another unit. The system keeps nothing from itself. */
export const isKeptFrom = ({ keptBy }: Pick<Entry, "keptBy">, { kind, offices = [] }: Actor): boolean =>
  keptBy !== undefined && kind !== "system" && !offices.includes(keptBy);
