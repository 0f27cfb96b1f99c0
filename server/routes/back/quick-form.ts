import {
  type Answers,
  type Field,
  impliedByFinding,
  officeOf,
  posted,
  type Quick,
  type QuickFind,
  type QuickFound,
  quickAnswers,
  quickDefaults,
  type Context as ScopeContext,
} from "../../../engine/index.ts";
import { FIND, FIND_POINTER, type FindOption, type FindView, NOBODY } from "../../../renderer/back/quick-find.tsx";
import {
  DONE_ID,
  type QuickDone,
  type QuickFields,
  quickFields,
  quickPage,
} from "../../../renderer/back/quick-page.tsx";
import { words } from "../../../renderer/strings-back.ts";
import { quickWords } from "../../../renderer/strings-quick.ts";
import { relationWords } from "../../../renderer/strings-relations.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { entryLabel } from "../../entry-label.ts";
import type { EntryView } from "../../entry-view.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { contextOf } from "../front/front-scope.ts";
import { type AgentScope, backFrame, type PageContext } from "./agent-scope.ts";
import type { Aside } from "./aside.ts";
import { originOf } from "./entry-origin.ts";
import { candidates, filledForm } from "./filled.ts";
import { NO_ENTRY } from "./labels.ts";
import { type Filled, type Opening, openingAt, openingContext, placeOf, readKey } from "./opening.ts";
import { hiddenOf, seenOf } from "./opening-form.ts";
import { type Place, reach } from "./reach.ts";
import { one } from "./send-event.ts";
import { typedForm } from "./typed-form.ts";

/** An agent at a quick form. */
export interface QuickOpening extends Opening {
  readonly quick: Quick;
}

/** What was typed in it. */
export interface QuickTyped extends Filled {
  readonly find: Finding;
}

/** Where the search of the entry it is about stands. */
export interface Finding {
  readonly text: string;
  readonly found: QuickFound | null;
  /** Entries to choose from, for who has no script. */
  readonly results?: readonly FindOption[];
}

export const NOTHING_FOUND: Finding = { text: "", found: null };

/** A quick form as posted. */
export interface QuickRead {
  readonly typed: QuickTyped;
  /** A button that changes the form itself, or a form that comes back after signing in. */
  readonly showAgain: boolean;
  /** "to-find": a name was typed and nobody chose; "cleared": one who was chosen no longer is, and what that implied must be asked. */
  readonly finding: "settled" | "to-find" | "cleared";
}

/** Reads it: the questions of the screen, and any other of the form that came with them. */
export function readQuick({ definition, quick, origin }: QuickOpening, read: ReadForm): QuickRead {
  const { form } = definition;
  const others = posted(form.order, read.fields).filter(({ key }) => !quick.fields.some((field) => field.key === key));
  const { showAgain, ...typed } = typedForm({ ...form, order: [...quick.fields, ...others] }, read);
  const text = (one(read, FIND.text) ?? "").trim().slice(0, 200);
  const value = one(read, FIND.value) ?? "";
  const seen = one(read, FIND.seen) ?? "";
  const same = text === seen;
  const settled = text === "" || (same && value !== "");
  const found = text !== "" && same && quick.find ? foundBy(quick.find, value) : null;
  const kept = Object.keys(origin?.answers ?? {}).some((key) => isTarget(quick, key)) ? {} : origin?.answers;
  return {
    typed: {
      ...{ ...typed, answers: { ...kept, ...typed.answers }, find: { text, found } },
      ...{ channel: "guichet", receivedOn: "" },
    },
    showAgain,
    finding: text === "" && seen !== "" ? "cleared" : settled || !quick.find ? "settled" : "to-find",
  };
}

const isTarget = ({ find }: Quick, key: string): boolean => find?.among.some(({ field }) => field.key === key) ?? false;

/** "famille:0190…": the reference it fills, and the entry. Null for nobody. */
function foundBy({ among }: QuickFind, value: string): QuickFound | null {
  const [key, id = ""] = value.split(":");
  const target = value === NOBODY ? undefined : among.find(({ field }) => field.key === key);
  return target && /^[0-9a-f-]{36}$/.test(id) ? { target, id } : null;
}

/** The quick form as it opens: its defaults, and the entry from whose page it is opened. */
export function emptyQuick(opening: QuickOpening): QuickTyped {
  const { quick, origin } = opening;
  const target = quick.find?.among.find(({ field }) => typeof origin?.answers[field.key] === "string");
  const found = target && origin ? { target, id: String(origin.answers[target.field.key]) } : null;
  const kept = found ? {} : origin?.answers;
  return {
    answers: { ...quickDefaults(quick, contextFor(opening), "all"), ...kept },
    find: found && origin ? { text: origin.label, found } : NOTHING_FOUND,
    ...{ channel: "guichet", receivedOn: "" },
  };
}

/** The answers of the entry that would be opened now. */
export const answersOf = (opening: QuickOpening, { answers, find }: QuickTyped): Answers =>
  quickAnswers(opening.quick, answers, find.found, contextFor(opening));

/** What the defaults read: the day, the member, and the service of the agent. */
function contextFor({ scope, definition, actor }: QuickOpening): ScopeContext {
  const { ctx, member, now } = scope;
  const context = contextOf(ctx, member, definition, actor);
  const [of = "", unit] = officeOf(actor)?.split("/") ?? [];
  const service = ctx.catalogue.member(of)?.units.find(({ id }) => id === unit)?.name;
  return {
    ...context,
    now,
    ...(context.about && { about: { ...context.about, ...(service !== undefined && { service }) } }),
  };
}

/** Entries found in each register, those that fit best first: for the script, and for the button of who has none. */
export async function findAmong(scope: AgentScope, { among }: QuickFind, q: string): Promise<readonly FindOption[]> {
  const limit = among.length > 2 ? 4 : 8;
  const found = await Promise.all(
    among.map(async ({ field, ref }) => {
      const options = await candidates(scope, ref, { limit, q });
      return options.map(({ id, label, hint }) => ({
        value: `${field.key}:${id}`,
        label,
        hint: [field.title, hint].filter(Boolean).join(" · "),
      }));
    }),
  );
  return found.flat();
}

export interface QuickShow {
  readonly status: 200 | 409 | 422 | 429;
  readonly key: string;
  readonly done?: QuickDone;
  readonly notice?: string;
}

/** The page of a quick form. */
export async function showQuick(
  c: PageContext,
  opening: QuickOpening,
  typed: QuickTyped,
  { status, key, done, notice }: QuickShow,
): Promise<Response> {
  const { scope, definition, quick, origin } = opening;
  const { home, member } = scope;
  const place = placeOf(opening, "rapide");
  const alike = typed.alike ?? [];
  const opens = status === 200 && alike.length === 0;
  const said = done !== undefined || notice !== undefined;
  const html = quickPage({
    frame: await backFrame(c, scope, `/${member.id}/agent/${definition.id}/rapide`),
    title: quick.title,
    subtitle: member === home ? definition.title : `${definition.title} – ${member.name}`,
    fields: await fieldsOf(opening, typed, { opens, said }),
    ...{ done: done ?? null, notice: notice ?? null, alike, action: place.action },
    hidden: [["cle", key], ...hiddenOf(opening), ...seenOf(alike)],
    creates: creatable(opening),
    cancel: origin ? `${origin.href}#onglet` : `/${home.id}/agent/${definition.id}`,
    cancelLabel: origin ? relationWords.back(origin.label) : words.entry.back(definition.title),
  });
  return c.html(html, status);
}

/** Its fields alone, for the script of the page. */
export const quickFieldsAgain = async (opening: QuickOpening, typed: QuickTyped): Promise<string> =>
  quickFields(await fieldsOf(opening, typed, { opens: false, said: false }));

async function fieldsOf(
  opening: QuickOpening,
  typed: QuickTyped,
  { opens, said }: { readonly opens: boolean; readonly said: boolean },
): Promise<QuickFields> {
  const { scope, definition, quick } = opening;
  const { found } = typed.find;
  const { form } = definition;
  const answers = answersOf(opening, typed);
  const place = { ...placeOf(opening, "rapide"), ...NO_ENTRY };
  const issues = (typed.issues ?? []).map((issue) =>
    isTarget(quick, issue.pointer.slice(1)) ? { ...issue, pointer: FIND_POINTER } : issue,
  );
  const implies = impliedByFinding(quick);
  const shown = [...quick.fields, ...lacking(quick, form.order, issues)];
  const implied = shown.filter(({ key }) => implies.has(key));
  const asked = shown.filter(({ key }) => !implies.has(key));
  const context = await openingContext(opening, { answers });
  // What an entry found implies is kept as typed for the day it is taken away.
  const filled = await filledForm(scope, form, { ...typed, answers, issues }, context, place, shown);
  const focused = opens && !(quick.find && found === null) ? asked[0]?.pointer : undefined;
  const { options } = filled;
  return {
    find: quick.find && findView(quick.find, typed, { action: place.action, issues, focused: opens && !found, said }),
    ...{ implied, asked, action: place.action },
    filled: { ...filled, options: { ...options, focus: focused } },
  };
}

/** Fields that the screen does not ask, of which something is wrong: they are shown with it. */
const lacking = (quick: Quick, fields: readonly Field[], issues: readonly { readonly pointer: string }[]) =>
  fields.filter(
    ({ key, pointer }) =>
      !isTarget(quick, key) &&
      !quick.fields.some((field) => field.key === key) &&
      issues.some((issue) => issue.pointer === pointer || issue.pointer.startsWith(`${pointer}/`)),
  );

function findView(
  { title, hint }: QuickFind,
  { find: { text, found, results } }: QuickTyped,
  at: {
    readonly action: string;
    readonly issues: readonly { readonly pointer: string; readonly message: string }[];
    readonly focused: boolean;
    readonly said: boolean;
  },
): FindView {
  return {
    ...{ title, text, focused: at.focused },
    ...(hint !== undefined && { hint }),
    chosen: found && { value: `${found.target.field.key}:${found.id}`, kind: found.target.field.title },
    results: results ?? null,
    href: `${at.action}/trouver`,
    messages: at.issues.filter(({ pointer }) => pointer === FIND_POINTER).map(({ message }) => message),
    also: at.said ? DONE_ID : null,
  };
}

/** The registers in which she may create whom she did not find. */
const creatable = ({ scope, quick }: QuickOpening) =>
  (quick.find?.among ?? []).flatMap(({ field: { key, title }, ref }) =>
    placeToOpen(scope, ref) ? [{ key, title }] : [],
  );

/** Where she opens an entry of a definition: in her own member when she may. */
export function placeToOpen({ ctx, session, home }: AgentScope, id: string): Place | null {
  const places = reach(ctx, session, home.id, id).filter(({ member, definition, actor }) =>
    mayOpen(ctx, member.id, definition, actor),
  );
  return places[0] ?? null;
}

/** The quick form that waited for an entry, with what was typed in it, once that entry is there. */
export async function resumeAside(
  c: PageContext,
  { scope, definition }: Opening,
  aside: Aside,
  { view, page }: { readonly view: EntryView; readonly page: string },
): Promise<Response> {
  const opening = await asideOpening(scope, aside);
  const target = opening?.quick.find?.among.find(
    ({ field, ref }) => field.key === aside.field && ref === definition.id,
  );
  if (!opening || !target) return c.redirect(page, 303);
  const { typed } = readQuick(opening, { fields: aside.fields, resumed: false, uploads: [], refused: [] });
  const label = entryLabel(definition, view);
  const find = { text: label, found: { target, id: view.id } };
  const key = readKey(aside.fields.get("cle")?.at(-1));
  return showQuick(c, opening, { ...typed, find }, { status: 200, key, notice: quickWords.created(label) });
}

/** Where a quick form that waits stands; null where the agent may no longer fill it. */
export async function asideOpening(scope: AgentScope, aside: Aside): Promise<QuickOpening | null> {
  const { ctx, session, home } = scope;
  const place = reach(ctx, session, home.id, aside.definition).find(({ member }) => member.id === aside.member);
  const opening = place && openingAt(scope, place);
  if (!opening?.definition.quick) return null;
  const origin = await originOf(opening.scope, opening.definition, aside.fields.get("depuis")?.at(-1));
  return { ...opening, origin, quick: opening.definition.quick };
}
