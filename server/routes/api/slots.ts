import { addDays, can, decode, type Field, isDay, parisDay, type Slot, slotFieldsOf } from "../../../engine/index.ts";
import { freeOf, type Offer, offerOf, placesFor } from "../../agenda.ts";
import { about } from "../../commands/write-entry.ts";
import { addressKey } from "../../identity/address.ts";
import { done, notFound, type Outcome, problem, problemResponse, refused, tooMany } from "../../problem.ts";
import { type SlotAsk, slotAsk } from "../../slot-ask.ts";
import { take } from "../../store/rate-limit.ts";
import { type ApiContext, anyoneAt, type Target, unauthenticated } from "./subject.ts";

/** Questions a minute from one network address. */
const MOST = 120;
const MINUTE = 60;
/** Days looked at when nothing else is asked, and at most. */
const USUAL_DAYS = 31;
const MOST_DAYS = 92;
/** A page ends with the day that reaches this. */
const PAGE = 1000;
const PARAMETERS = new Set(["field", "place", "from", "to", "after"]);
const ANSWER = /^answer\[([A-Za-z0-9_]+)\](?:\[[A-Za-z0-9_]+\])*$/;

/**
 * GET /{member}/{definition}/slots: what is free for such answers, for whoever may open an entry. Nothing is held: an item
 * of the page is sent as the answer of the field.
 */
export async function listSlots(c: ApiContext): Promise<Response> {
  const found = anyoneAt(c);
  if (!found.ok) return problemResponse(c, found.problem);
  const { ctx, member, definition, actor } = found.value;
  const wait = await take(ctx, [{ key: addressKey(c, "slots"), most: MOST, seconds: MINUTE }]);
  if (wait !== null) return problemResponse(c, tooMany(wait));
  if (!can(definition, actor, "open")) {
    const sentence = "Vous ne pouvez pas prendre de rendez-vous ici.";
    return problemResponse(c, c.var.subject ? problem("not-allowed", sentence) : unauthenticated());
  }
  const query = readQuery(new URL(c.req.url).searchParams, found.value);
  if (!query.ok) return problemResponse(c, query.problem);
  const { ask, from, to } = query.value;
  const offer = await offerOf(ctx, member.id, ask.register);
  const shown = offer && (await page(found.value, offer, query.value));
  c.header("Cache-Control", "no-store");
  return c.json({ from, to, places: placesOf(offer, ask), items: [], next: null, ...shown });
}

interface Query {
  readonly ask: SlotAsk;
  /** Days of Paris, both included. */
  readonly from: string;
  readonly to: string;
}

const placesOf = (offer: Offer | null, ask: SlotAsk) =>
  (offer ? placesFor(offer, ask) : []).map(([id, name]) => ({ place: id, lieu: name }));

async function page({ ctx }: Target, offer: Offer, { ask, from, to }: Query) {
  const slots = await freeOf(ctx, offer, ask, [], { from, to });
  const last = slots[PAGE - 1];
  const end = last === undefined ? to : dayOf(last);
  const items = slots
    .filter((slot) => dayOf(slot) <= end)
    .map((slot) => ({
      place: slot.place,
      lieu: offer.places.get(slot.place) ?? "",
      jour: dayOf(slot),
      debut: new Date(slot.start).toISOString(),
      fin: new Date(slot.end).toISOString(),
    }));
  return { items, next: slots.length > items.length ? addDays(end, 1) : null };
}

const dayOf = ({ start }: Slot): string => parisDay(new Date(start).toISOString());

function readQuery(params: URLSearchParams, { ctx, member, definition, actor }: Target): Outcome<Query> {
  const fields = slotFieldsOf(definition.form).filter(({ internal }) => !internal);
  const [first] = fields;
  if (!first) return refused(notFound());
  const unknown = [...params.keys()].find((name) => !PARAMETERS.has(name) && !isAnswer(definition.form.order, name));
  if (unknown !== undefined) return refused(malformed(unknown, `Le paramètre « ${unknown} » n’existe pas.`));
  const field = params.has("field") ? fields.find(({ key }) => key === params.get("field")) : first;
  if (!field) return refused(malformed("field", "field doit nommer un champ de rendez-vous."));
  const days = readDays(params, parisDay(ctx.clock().toISOString()));
  if (!days.ok) return days;
  const asked = new Map([...params.keys()].map((name) => [name, params.getAll(name)]));
  const scope = {
    answers: decode(definition.form.order, asked, "answer"),
    now: ctx.clock().toISOString(),
    actor: { kind: actor.kind, roles: actor.roles },
    about: about(ctx, member.id, definition),
  };
  const ask = slotAsk(definition, field, scope, null);
  if (!ask) return refused(notFound());
  return done({ ask: { ...ask, place: ask.place ?? (params.get("place") || null) }, ...days.value });
}

function readDays(params: URLSearchParams, today: string): Outcome<Pick<Query, "from" | "to">> {
  const day = (name: string, usual: string) => params.get(name) || usual;
  const from = day("after", day("from", today));
  if (!isDay(from)) return refused(malformed(params.has("after") ? "after" : "from", "Un jour s’écrit 2026-12-31."));
  const to = day("to", addDays(day("from", today), USUAL_DAYS - 1));
  if (!isDay(to)) return refused(malformed("to", "Un jour s’écrit 2026-12-31."));
  if (from > to) return refused(malformed("to", "to doit suivre from."));
  if (to > addDays(from, MOST_DAYS - 1)) {
    return refused(malformed("to", `Une question porte sur ${MOST_DAYS} jours au plus.`));
  }
  return done({ from, to });
}

function isAnswer(fields: readonly Field[], name: string): boolean {
  const key = ANSWER.exec(name)?.[1];
  return key !== undefined && fields.some((field) => field.key === key);
}

const malformed = (parameter: string, message: string) =>
  problem("malformed", message, [{ code: "malformed", pointer: `?${parameter}`, message }]);
