import {
  type Actor,
  type Answers,
  type CompiledDefinition,
  display,
  fieldAt,
  type Issue,
  type LineReader,
  lineReader,
  type Mapping,
  refers,
  type Scope,
  valuesAt,
} from "../../engine/index.ts";
import { type ActorIn, about } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import type { ImportTurn } from "../store/import-turns.ts";

/** An import at work: what does not change from one line to the next. */
export interface ImportJob {
  readonly turn: ImportTurn;
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
  readonly read: LineReader;
  /** Of the headings and the mapping: the same line read otherwise is another. */
  readonly about: NonNullable<Scope["about"]>;
  readonly trial: boolean;
  /** Whether lines name entries of other registers: see `find-references.ts`. */
  readonly refers: boolean;
  /** The same agent for the definitions they name. */
  readonly actorIn: ActorIn;
}

export function importJob(
  ctx: Context,
  turn: ImportTurn,
  definition: CompiledDefinition,
  actorIn: ActorIn,
  mapping: Mapping = turn.mapping,
): ImportJob {
  return {
    turn,
    definition,
    actor: actorIn(turn.member, definition),
    actorIn,
    refers: refers(definition.form, mapping),
    read: lineReader(definition.form, mapping),
    about: about(ctx, turn.member, definition),
    trial: turn.phase === "trial",
  };
}

/** Whom answers are about: the first columns of the list, as people read them. */
export function whoOf({ list, form }: CompiledDefinition, answers: Answers): string {
  const texts = list.slice(0, 3).flatMap(({ key }) => textAt(form.order, answers, key));
  return texts
    .filter((text) => text !== "")
    .join(" ")
    .slice(0, 200);
}

type Fields = Parameters<typeof fieldAt>[0];

/** The texts of the answers under a dotted path. */
export function textAt(fields: Fields, answers: Answers, path: string): readonly string[] {
  const field = fieldAt(fields, path);
  return valuesAt(answers, path).map((value) => (field ? display(field, value) : String(value)));
}

/** The title of what a path or a pointer names, with what it is part of: "Adresse du domicile, Commune". */
export function titleAt(fields: Fields, path: string): string {
  const keys = path.split(/[./]/).filter((key) => key !== "" && !/^\d+$/.test(key));
  return keys
    .map((_, index) => fieldAt(fields, keys.slice(0, index + 1).join("."))?.title ?? "")
    .filter((title) => title !== "")
    .join(", ");
}

/** Titles of what an entry lacks, each once. */
export const lackingTitles = (fields: Fields, lacking: readonly Issue[]): readonly string[] => [
  ...new Set(lacking.map(({ pointer }) => titleAt(fields, pointer))),
];
