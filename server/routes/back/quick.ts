import { randomUUID } from "node:crypto";
import { available, linked, toldBy } from "../../../engine/index.ts";
import { FIND_POINTER } from "../../../renderer/back/quick-find.tsx";
import type { QuickDone } from "../../../renderer/back/quick-page.tsx";
import { quickWords } from "../../../renderer/strings-quick.ts";
import { findVisible } from "../../commands/send-event.ts";
import { entryLabel } from "../../entry-label.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { limitKey, take } from "../../store/rate-limit.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { ASIDE, asideOf, readAside } from "./aside.ts";
import { OPENED } from "./entry.ts";
import { originOf } from "./entry-origin.ts";
import { NO_ENTRY, shown } from "./labels.ts";
import { comesBack, openingAt, openingScope, readKey, save, unseen } from "./opening.ts";
import { showForm } from "./opening-form.ts";
import { isPartial } from "./partial-fields.ts";
import { heavyFor } from "./posted-answers.ts";
import {
  answersOf,
  asideOpening,
  emptyQuick,
  findAmong,
  placeToOpen,
  type QuickOpening,
  type QuickRead,
  quickFieldsAgain,
  readQuick,
  showQuick,
} from "./quick-form.ts";
import { one } from "./send-event.ts";

/** What one agent may look for in ten minutes: names typed, not a register copied. */
const MOST = 900;
const SECONDS = 600;

/** GET /{member}/agent/{domain}/{name}/rapide: the quick form of a register, ready for one more; `fait` says what it just saved. */
export async function quickRoute(c: PageContext): Promise<Response> {
  const opening = await quickScope(c, c.req.query("depuis"));
  if (opening instanceof Response) return opening;
  const done = await doneOf(opening, c.req.query("fait"));
  const show = { status: 200, key: randomUUID(), ...(done && { done }) } as const;
  return showQuick(c, opening, emptyQuick(opening), show);
}

/** POST of the same: opens the entry as the whole form would. Sent twice, it makes one. */
export async function quickCreateRoute(c: PageContext): Promise<Response> {
  const asked = await openingScope(c);
  if (asked instanceof Response) return asked;
  const { scope, definition, actor } = asked;
  const upload = { member: scope.member.id, owner: actor.id, tooHeavy: heavyFor(definition.form) };
  const form = await readForm(c, { upload });
  const waiting = await waitingIn(asked.scope, form);
  const origin = await originOf(scope, definition, one(form, "depuis"));
  if (definition.quick === null) return refuse(c, notFound());
  const opening = { ...asked, origin, quick: definition.quick };
  if (waiting) return showQuick(c, waiting.opening, waiting.typed, { status: 200, key: waiting.key });
  const key = readKey(one(form, "cle"));
  const read = readQuick(opening, form);
  if (isPartial(c)) return c.html(await quickFieldsAgain(opening, read.typed));
  const action = one(form, "_action") ?? "";
  return (await pressed(c, opening, { form, read, key, action })) ?? saved(c, opening, { form, read, key });
}

/** POST /{member}/agent/{domain}/{name}/rapide/trouver: `q`. Answers {state, options: [{value, label, hint}]}. */
export async function quickFindRoute(c: PageContext): Promise<Response> {
  const opening = await quickScope(c, undefined);
  if (opening instanceof Response) return opening;
  const { scope, quick, actor } = opening;
  const { ctx } = scope;
  const wait = await take(ctx, [{ key: limitKey(ctx, "find", actor.id), most: MOST, seconds: SECONDS }]);
  if (wait !== null) return c.body(null, 429, { "Retry-After": String(wait) });
  const q = (one(await readForm(c), "q") ?? "").trim().slice(0, 200);
  const options = quick.find && q !== "" ? await findAmong(scope, quick.find, q) : [];
  const body = options.length === 0 ? { state: "none" } : { state: "found", options };
  return c.json(body, 200, { "Cache-Control": "no-store" });
}

async function quickScope(c: PageContext, from: string | undefined): Promise<QuickOpening | Response> {
  const opening = await openingScope(c);
  if (opening instanceof Response) return opening;
  const { scope, definition } = opening;
  if (definition.quick === null) return refuse(c, notFound());
  return { ...opening, origin: await originOf(scope, definition, from), quick: definition.quick };
}

interface Sent {
  readonly form: ReadForm;
  readonly read: QuickRead;
  readonly key: string;
}

/** What a button other than the one that saves asks for; null for that one. */
async function pressed(
  c: PageContext,
  opening: QuickOpening,
  { form, read, key, action }: Sent & { readonly action: string },
): Promise<Response | null> {
  const { typed } = read;
  const again = { status: 200, key } as const;
  if (action === "complet") return showForm(c, opening, { ...typed, answers: answersOf(opening, typed) }, key, 200);
  if (action.startsWith("creer:")) return create(c, opening, { form, read, key }, action.slice("creer:".length));
  const { text } = typed.find;
  if (action === "trouver" && opening.quick.find && text !== "") {
    const results = await findAmong(opening.scope, opening.quick.find, text);
    return showQuick(c, opening, { ...typed, find: { text, found: null, results } }, again);
  }
  if (action === "trouver" || read.showAgain || read.finding === "cleared") return showQuick(c, opening, typed, again);
  return null;
}

/** The form of a new entry of the register in which nobody was found: what was typed here waits for it. */
async function create(
  c: PageContext,
  opening: QuickOpening,
  { form, read, key }: Sent,
  field: string,
): Promise<Response> {
  const { scope, definition, quick } = opening;
  const target = quick.find?.among.find((each) => each.field.key === field);
  const place = target && placeToOpen(scope, target.ref);
  const other = place && openingAt(scope, place);
  if (!other) return refuse(c, notFound());
  const aside = asideOf({ member: scope.member.id, definition: definition.id, field }, form);
  if (!aside) {
    const issue = { code: "too-long", pointer: "", message: quickWords.tooLong };
    return showQuick(c, opening, { ...read.typed, issues: [issue] }, { status: 422, key });
  }
  const answers = read.typed.find.found ? {} : toldBy(other.definition, read.typed.find.text);
  return showForm(c, { ...other, aside }, { answers, channel: "guichet", receivedOn: "" }, randomUUID(), 200);
}

/** Opens the entry, and offers the same form for another one. */
async function saved(c: PageContext, opening: QuickOpening, { form, read, key }: Sent): Promise<Response> {
  const { scope, quick, definition, origin } = opening;
  const { typed } = read;
  if (read.finding === "to-find" && quick.find) {
    const { text } = typed.find;
    const results = await findAmong(scope, quick.find, text);
    const message = results.length > 0 ? quickWords.choose(text) : quickWords.none(text);
    const issues = [{ code: "find", pointer: FIND_POINTER, message }];
    return showQuick(c, opening, { ...typed, issues, find: { text, found: null, results } }, { status: 422, key });
  }
  if ((typed.issues ?? []).length > 0) return showQuick(c, opening, typed, { status: 422, key });
  const filled = { ...typed, answers: answersOf(opening, typed) };
  const alike = await unseen(opening, filled, one(form, "vues") ?? "", key);
  if (alike.length > 0) return showQuick(c, opening, { ...typed, alike }, { status: 409, key });
  const outcome = await save(opening, filled, key);
  if (outcome.ok) {
    const page = `/${scope.member.id}/agent/${definition.id}/rapide?fait=${outcome.value.view.id}`;
    return c.redirect(origin ? `${origin.href}&fait=${OPENED}#onglet` : page, 303);
  }
  const back = comesBack(outcome.problem, key);
  if (!back) return refuse(c, outcome.problem);
  return showQuick(c, opening, { ...typed, issues: back.issues }, { status: back.status, key: back.key });
}

/** The quick form that waited for an entry which is not created after all. */
async function waitingIn(scope: QuickOpening["scope"], form: ReadForm) {
  const aside = readAside(one(form, ASIDE));
  const opening = aside && (await asideOpening(scope, aside));
  if (!aside || !opening) return null;
  const { typed } = readQuick(opening, { fields: aside.fields, resumed: false, uploads: [], refused: [] });
  return { opening, typed, key: readKey(aside.fields.get("cle")?.at(-1)) };
}

/** The entry that the form has just saved, when she may read it. */
async function doneOf(opening: QuickOpening, id: string | undefined): Promise<QuickDone | null> {
  const { scope, definition, actor } = opening;
  const { ctx, session, member, now } = scope;
  if (id === undefined || !/^[0-9a-f-]{36}$/.test(id)) return null;
  const found = await findVisible(ctx, { member: member.id, definitionId: definition.id, id, actor });
  if (!found) return null;
  const href = `/${member.id}/agent/${definition.id}/${id}`;
  const edit = available(found.definition, found.entry, actor, now).find(({ form }) => form === "entry");
  const { labels, links } = await shown(
    ctx,
    session,
    member.id,
    linked(found.definition.form, found.entry.answers),
    NO_ENTRY,
  );
  return {
    ...{ label: entryLabel(found.definition, found.entry), href },
    about: [...links].map(([of, to]) => ({ label: labels.get(of) ?? of, href: to })),
    editHref: edit ? `${href}?evenement=${encodeURIComponent(edit.type)}#action` : null,
  };
}
