import { can, decode, type Field, seatFieldsOf, unfit } from "../../../engine/index.ts";
import { about } from "../../commands/write-entry.ts";
import { addressKey } from "../../identity/address.ts";
import { done, notFound, type Outcome, problem, problemResponse, refused, tooMany } from "../../problem.ts";
import { openSittings, type SeatAsk, seatAsk } from "../../sittings.ts";
import { placesLeft } from "../../sittings-left.ts";
import { take } from "../../store/rate-limit.ts";
import { countsOf } from "../../store/sittings.ts";
import { type ApiContext, anyoneAt, type Target, unauthenticated } from "./subject.ts";

/** Questions a minute from one network address. */
const MOST = 120;
const MINUTE = 60;
const ANSWER = /^answer\[([A-Za-z0-9_]+)\](?:\[[A-Za-z0-9_]+\])*$/;

/**
 * GET /{member}/{definition}/sessions: the sessions where one may sign up with such answers and what is left of each, for whoever
 * may open an entry. Nothing is held; `seance` of an item is what the answer of the field names.
 */
export async function listSessions(c: ApiContext): Promise<Response> {
  const found = anyoneAt(c);
  if (!found.ok) return problemResponse(c, found.problem);
  const { ctx, member, definition, actor } = found.value;
  const wait = await take(ctx, [{ key: addressKey(c, "sessions"), most: MOST, seconds: MINUTE }]);
  if (wait !== null) return problemResponse(c, tooMany(wait));
  if (!can(definition, actor, "open")) {
    const sentence = "Vous ne pouvez pas vous inscrire ici.";
    return problemResponse(c, c.var.subject ? problem("not-allowed", sentence) : unauthenticated());
  }
  const query = readQuery(new URL(c.req.url).searchParams, found.value);
  if (!query.ok) return problemResponse(c, query.problem);
  const ask = query.value;
  const sittings = (await openSittings(ctx, member.id, ask.register)).filter((sitting) => unfit(sitting, ask) === null);
  const counts = await countsOf(
    ctx,
    member.id,
    sittings.map(({ id }) => id),
  );
  c.header("Cache-Control", "no-store");
  return c.json({ items: sittings.map((sitting) => placesLeft(sitting, counts.get(sitting.id), ctx.clock())) });
}

function readQuery(params: URLSearchParams, { ctx, member, definition, actor }: Target): Outcome<SeatAsk> {
  const { form } = definition;
  const fields = seatFieldsOf(form).filter(({ internal }) => !internal);
  const [first] = fields;
  if (!first) return refused(notFound());
  const unknown = [...params.keys()].find((name) => name !== "field" && !isAnswer(form.order, name));
  if (unknown !== undefined) return refused(malformed(unknown, `Le paramètre « ${unknown} » n’existe pas.`));
  const field = params.has("field") ? fields.find(({ key }) => key === params.get("field")) : first;
  if (!field) return refused(malformed("field", "field doit nommer un champ de séance."));
  const asked = new Map([...params.keys()].map((name) => [name, params.getAll(name)]));
  const ask = seatAsk(
    field,
    {
      answers: decode(form.order, asked, "answer"),
      now: ctx.clock().toISOString(),
      actor: { kind: actor.kind, roles: actor.roles },
      about: about(ctx, member.id, definition),
    },
    { definition, entry: null },
  );
  return ask ? done(ask) : refused(notFound());
}

function isAnswer(fields: readonly Field[], name: string): boolean {
  const key = ANSWER.exec(name)?.[1];
  return key !== undefined && fields.some((field) => field.key === key);
}

const malformed = (parameter: string, message: string) =>
  problem("malformed", message, [{ code: "malformed", pointer: `?${parameter}`, message }]);
