import { isFiledByCitizens, numberedForm } from "../../../engine/index.ts";
import type { ArrivalView } from "../../../renderer/back/filled-form.tsx";
import { formPage } from "../../../renderer/back/form-page.tsx";
import { words } from "../../../renderer/strings-back.ts";
import { duplicateWords } from "../../../renderer/strings-duplicates.ts";
import { quickWords } from "../../../renderer/strings-quick.ts";
import { relationWords } from "../../../renderer/strings-relations.ts";
import { renewalWords } from "../../../renderer/strings-renewal.ts";
import { backFrame, type PageContext } from "./agent-scope.ts";
import { ASIDE } from "./aside.ts";
import type { Arrival } from "./counter.ts";
import { RENEWED } from "./desk-renewal.ts";
import { filledForm, type Typed } from "./filled.ts";
import { NO_ENTRY } from "./labels.ts";
import { type AlikeFound, type Filled, type Opening, openingContext, placeOf } from "./opening.ts";
import { partialFields } from "./partial-fields.ts";

/** The whole form of a new entry, with what was typed in it. */
export async function showForm(
  c: PageContext,
  opening: Opening,
  asTyped: Filled,
  key: string,
  status: 200 | 409 | 422 | 429,
): Promise<Response> {
  const { scope, definition, renews, aside } = opening;
  const typed = withMarks(opening, asTyped);
  const { alike = [] } = asTyped;
  const { home, member } = scope;
  const place = { ...placeOf(opening), ...(renews?.files ?? NO_ENTRY) };
  const form = typed.channel === "papier" ? numberedForm(definition.form) : definition.form;
  const html = formPage({
    frame: await backFrame(c, scope, definition.id),
    title: titleOf(opening),
    subtitle: member === home ? definition.title : `${definition.title} – ${member.name}`,
    filled: await filledForm(scope, form, typed, await openingContext(opening, typed), place),
    stale: null,
    alike,
    action: place.action,
    hidden: [["cle", key], ...hiddenOf(opening), ...seenOf(alike), ...(aside ? [[ASIDE, aside.text] as const] : [])],
    submit: alike.length > 0 ? duplicateWords.notice.anyway : words.form.save(definition.kind),
    ...leaving(opening),
    ...(aside && { resume: { action: `/${aside.member}/agent/${aside.definition}/rapide`, label: quickWords.resume } }),
    ...(renews && { renewal: renews.note }),
    ...(isFiledByCitizens(definition) && { arrival: arrivalOf(opening, typed) }),
  });
  return c.html(html, status);
}

/** The fields that these answers call for, for the script of the page. */
export async function fieldsAgain(c: PageContext, opening: Opening, typed: Filled): Promise<string> {
  const known = withMarks(opening, typed);
  const context = await openingContext(opening, known);
  const { definition, renews } = opening;
  const place = { ...placeOf(opening), ...(renews?.files ?? NO_ENTRY) };
  return partialFields(c, opening.scope, { form: definition.form, typed: known, context, ...place });
}

/** Where to go without saving. */
function leaving({ scope, definition, origin }: Opening) {
  const list = { cancel: `/${scope.home.id}/agent/${definition.id}`, cancelLabel: words.entry.back(definition.title) };
  return origin ? { cancel: `${origin.href}#onglet`, cancelLabel: relationWords.back(origin.label) } : list;
}

/** What was typed with what nobody types, which the form may ask of. */
const withMarks = <T extends Typed>({ renews }: Opening, typed: T): T => ({
  ...typed,
  answers: { ...typed.answers, ...renews?.marks },
});

/** Fiches shown as likely the same: saving again then says that they are not. */
export const seenOf = (alike: readonly AlikeFound[]): readonly (readonly [string, string])[] =>
  alike.length === 0 ? [] : [["vues", alike.map(({ id }) => id).join(" ")]];

/** Where she comes from, and what it renews: said again as the form is sent. */
export const hiddenOf = ({ origin, renews }: Opening): readonly (readonly [string, string])[] => [
  ...(origin ? [["depuis", origin.text] as const] : []),
  ...(renews ? [[RENEWED, renews.entry.id] as const] : []),
];

const arrivalOf = (opening: Opening, { channel, receivedOn }: Arrival): ArrivalView => ({
  ...{ channel, receivedOn },
  paperHref: `?${new URLSearchParams([["canal", "papier"], ...hiddenOf(opening).map((pair) => [...pair])])}`,
});

function titleOf({ definition, renews }: Opening): string {
  if (!isFiledByCitizens(definition)) return words.form.create(definition.kind);
  return renews ? renewalWords.desk.title : words.counter.title;
}
