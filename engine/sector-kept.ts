import type { Answers, EntryEvent, Json } from "./entry.ts";
import type { Form } from "./form.ts";
import { isObject, own } from "./json.ts";
import { type Sectored, type SectorFinding, sectorFieldsOf } from "./sector.ts";

/** Answers as they are sent without the sectors they claim: only an address gives one. */
export function withoutSectors(form: Form, answers: Json): Json {
  const keys = new Set(sectorFieldsOf(form).map(({ key }) => key));
  if (keys.size === 0 || !isObject(answers)) return answers;
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !keys.has(key)));
}

/** What was found for the sectors that these resolved answers ask for: of a field that is not asked, nothing is said. */
export function findings(form: Form, answers: Answers, sectored: Sectored | undefined): readonly SectorFinding[] {
  return sectorFieldsOf(form).flatMap(({ key }) => {
    const finding = sectored?.get(key)?.finding;
    return finding && finding.address !== "" && own(answers, key) === finding.entry ? [finding] : [];
  });
}

/** How each sector of an entry was found, as the last fact that looked for it says. Oldest fact first. */
export function keptFindings(history: readonly EntryEvent[]): readonly SectorFinding[] {
  const last = new Map(
    history.flatMap(({ data }) => (data.sectors ?? []).map((finding) => [finding.field, finding] as const)),
  );
  return [...last.values()];
}
