import { compileConfirmation, type DatedReading } from "./compile-confirmation.ts";
import { compileReminders } from "./compile-reminders.ts";
import type { CompiledDefinition } from "./definition.ts";
import { compileHolder } from "./holder-view.ts";
import type { DefinitionPart } from "./meta.generated.ts";
import { under } from "./report.ts";

/** Templates that reminders send, in no event. */
export const datedMails = ({ confirm, reminders = [] }: DefinitionPart): readonly string[] =>
  [confirm, ...reminders].flatMap((each) => each?.mail ?? []);

/** Compiles whose an entry may be, what is confirmed of it and what is recalled. */
export function compileDated(
  part: DefinitionPart,
  given: Omit<DatedReading, "held">,
): Pick<CompiledDefinition, "confirmation" | "holderView" | "reminders"> {
  const { holder, confirm, reminders = [], relations } = part;
  const { fields, report, at } = given;
  const reading = { ...given, held: holder !== undefined };
  return {
    holderView: holder ? compileHolder(holder, part, { fields, report, at: under(at, "holder") }) : null,
    confirmation: confirm ? compileConfirmation(confirm, { ...reading, at: under(at, "confirm") }) : null,
    reminders: compileReminders(reminders, relations, { ...reading, at: under(at, "reminders") }),
  };
}
