import type { CompiledDefinition } from "./definition.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import type { DefinitionPart } from "./meta.generated.ts";
import { NATIONAL_REASONS, type National } from "./national.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  /** Of `x-definition`. */
  readonly at: At;
  readonly report: Report;
}

/** Compiles what a definition says to the national appointment engine; what is wrong is reported. */
export function compileNational(
  part: DefinitionPart,
  reading: Reading,
): Pick<CompiledDefinition, "meetingPoint" | "national"> {
  const { at, report } = reading;
  if (part.meetingPoint && part.kind !== "register") {
    report.add("national", under(at, "meetingPoint"), "Les lieux sont les fiches d'un registre.");
  }
  if (part.national && part.kind !== "service") {
    report.add("national", under(at, "national"), "On prend rendez-vous par un téléservice, pas par un registre.");
  }
  if (part.meetingPoint && part.kind === "register") checkPoint(part.meetingPoint, reading);
  if (part.national && part.kind === "service") checkNational(part.national, reading);
  return { meetingPoint: part.meetingPoint ?? null, national: part.national ? nationalOf(part.national) : null };
}

const nationalOf = ({
  slot,
  reason,
  reasons,
  persons,
  applications,
}: NonNullable<DefinitionPart["national"]>): National => ({
  ...{ slot, reason, reasons },
  ...(persons !== undefined && { persons }),
  ...(applications !== undefined && { applications }),
});

function checkPoint(part: NonNullable<DefinitionPart["meetingPoint"]>, reading: Reading): void {
  const at = under(reading.at, "meetingPoint");
  for (const [key, path] of Object.entries(part)) {
    const number = key === "longitude" || key === "latitude";
    const field = known(path, under(at, key), reading);
    if (field && field.type !== (number ? "number" : "string")) {
      wrong(path, number ? "n'est pas un nombre à virgule" : "n'est pas un texte", under(at, key), reading);
    }
  }
}

function checkNational(part: NonNullable<DefinitionPart["national"]>, reading: Reading): void {
  const at = under(reading.at, "national");
  const slot = known(part.slot, under(at, "slot"), reading);
  if (slot && slot.widget !== "slot") wrong(part.slot, "n'est pas un créneau", under(at, "slot"), reading);
  const reason = known(part.reason, under(at, "reason"), reading);
  if (reason && (!reason.choices || reason.type !== "string")) {
    wrong(part.reason, "ne propose pas de choix", under(at, "reason"), reading);
  }
  const values = reason?.choices?.map(({ value }) => value) ?? [];
  for (const key of NATIONAL_REASONS) {
    const value = part.reasons[key];
    if (value === undefined || !reason?.choices || values.includes(value)) continue;
    const message = `« ${value} » n'est pas un choix de « ${part.reason} »${didYouMean(value, values)}`;
    reading.report.add("national-field", under(at, "reasons", key), message);
  }
  if (part.persons !== undefined) {
    const field = known(part.persons, under(at, "persons"), reading);
    if (field && field.type !== "integer")
      wrong(part.persons, "n'est pas un nombre entier", under(at, "persons"), reading);
  }
  if (part.applications !== undefined) checkApplications(part.applications, reading);
}

function checkApplications(path: string, reading: Reading): void {
  const at = under(reading.at, "national", "applications");
  const field = known(path, at, reading);
  if (field && field.type !== "string") wrong(path, "n'est pas un texte court", at, reading);
  const [list = ""] = path.split(".");
  const inside = field && path !== list && fieldAt(reading.fields, list)?.widget !== "repeat";
  if (inside) wrong(path, "n'est ni un champ du premier niveau, ni celui d'une liste répétée", at, reading);
}

function known(path: string, at: At, { fields, report }: Reading): Field | undefined {
  const field = fieldAt(fields, path);
  const keys = fields.flatMap((each) => [each.key, ...(each.fields ?? []).map(({ key }) => `${each.key}.${key}`)]);
  if (!field) report.add("national-field", at, `« ${path} » n'est pas un champ${didYouMean(path, keys)}`);
  return field;
}

const wrong = (path: string, why: string, at: At, { report }: Reading): void =>
  report.add("national-field", at, `« ${path} » ${why}.`);
