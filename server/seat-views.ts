import {
  type CompiledDefinition,
  displaySeat,
  type Entry,
  enrolmentOf,
  type Field,
  frenchTime,
  opensFor,
  resolve,
  seatFieldsOf,
  slotMoment,
  unfit,
  WAITS,
  wallClock,
  wantedSeat,
} from "../engine/index.ts";
import { seatWords as words } from "../renderer/strings-seats.ts";
import type { SeatOption, SeatView } from "../renderer/theme/seat-view.ts";
import type { Context } from "./context.ts";
import { movesLate, whyKept } from "./seat-move.ts";
import { type NamedSitting, openSittings, type SeatAsk, seatAsk } from "./sittings.ts";
import type { SlotPlace } from "./slot-views.ts";
import { countsOf, type Enrolment, findEnrolments, rankOf, type SittingCount } from "./store/sittings.ts";

/** Places left from which they are said to be the last. */
const LAST_ONES = 3;

/** What each visible seat field of a form shows, by pointer. Reads nothing for a form that has none. */
export async function seatViews(ctx: Context, place: SlotPlace): Promise<ReadonlyMap<string, SeatView>> {
  const { form, answers, context } = place;
  const fields = seatFieldsOf({ order: place.fields ?? form.order });
  const views = new Map<string, SeatView>();
  if (fields.length === 0) return views;
  const { visible } = resolve(form, answers, context);
  for (const field of fields.filter(visible)) {
    const ask = seatAsk(field, { ...context, answers }, place);
    const view = ask && (await choosing(ctx, place, field, ask));
    if (view) views.set(field.pointer, view);
  }
  return views;
}

async function choosing(ctx: Context, place: SlotPlace, field: Field, ask: SeatAsk): Promise<SeatView> {
  const { member, answers, context, entry } = place;
  const moved = field.seat?.of;
  const stored = moved === undefined ? undefined : entry?.answers[moved];
  const kept = moved === undefined ? null : await whyKept(ctx, place, ask, stored);
  if (kept !== null) return { sessions: [], chosen: "", until: null, note: kept };
  const late = movesLate(field, context);
  const wanted = wantedSeat(answers[field.key]);
  const mine = await hers(ctx, place, field);
  const open = await openSittings(ctx, member, ask.register, wanted?.session, late);
  const left = wantedSeat(stored)?.session;
  const all = open.filter((sitting) => sitting.id !== left);
  const suited = all.filter((sitting) => unfit(sitting, ask) === null);
  const counts = await countsOf(
    ctx,
    member,
    suited.map((sitting) => sitting.id),
  );
  const held = mine && mine.state !== "waiting" && mine.state !== "released" ? mine.sittingId : null;
  const shown = { held, moves: moved !== undefined, late };
  const sessions = suited.map((sitting) => optionOf(ctx, sitting, counts.get(sitting.id), ask, shown));
  const chosen = sessions.find((option) => option.value.replace(WAITS, "") === wanted?.session);
  const until =
    mine?.state === "held" && mine.expiresAt !== null && mine.expiresAt > ctx.clock() ? mine.expiresAt : null;
  return {
    sessions,
    chosen: chosen && (chosen.value === wanted?.session || wanted?.wait === true) ? chosen.value : "",
    until: until && hourOf(until.getTime()),
    note: shown.moves && all.length === 0 ? words.noOther : noteFor(all.length, suited.length),
  };
}

/** The place that a field names, when it is kept for whoever fills the form, or is of its entry; null otherwise. */
async function hers(
  ctx: Context,
  { member, answers, owners, entry }: SlotPlace,
  { key }: Field,
): Promise<Enrolment | null> {
  const [named] = await findEnrolments(ctx, member, [enrolmentOf(answers[key])]);
  if (!named) return null;
  const mine = named.entryId === null ? owners.includes(named.owner ?? "") : named.entryId === entry?.id;
  return mine ? named : null;
}

function noteFor(all: number, suited: number): string | null {
  if (all === 0) return words.empty;
  if (suited === 0) return words.unfit;
  return all === suited ? null : words.others(all - suited);
}

/**
 * @param held the session of which whoever looks has a place
 * @param moves she has a place in another: nobody leaves a place to wait for one
 * @param late no date of sign-up keeps her from it
 */
function optionOf(
  ctx: Context,
  sitting: NamedSitting,
  count: SittingCount | undefined,
  ask: SeatAsk,
  { held, moves, late }: { readonly held: string | null; readonly moves: boolean; readonly late: boolean },
): SeatOption {
  const { id, title, when, placeName: place } = sitting;
  const soon = late ? null : opensLater(ctx, sitting, ask);
  const option = { value: id, title, when, place, closed: soon };
  if (held === id) return { ...option, left: words.taken, tone: "free" };
  const left = leftOf(sitting, count, ask);
  const waiting = count?.waiting ?? 0;
  if (left.fits && waiting === 0) return { ...option, left: left.text, tone: left.few ? "few" : "free" };
  const canWait = !moves && waiting < sitting.waiting;
  if (!canWait) {
    const text = sitting.waiting > 0 && !moves ? words.waitFull : words.none;
    return { ...option, left: text, tone: "full", closed: soon ?? text };
  }
  return { ...option, value: `${id}${WAITS}`, left: words.wait(waiting), tone: "full" };
}

/** When sign-up opens for her; null once it has. */
function opensLater(ctx: Context, sitting: NamedSitting, ask: SeatAsk): string | null {
  const from = opensFor(sitting, ask);
  return from !== null && from > ctx.clock().getTime() ? words.opens(slotMoment(from)) : null;
}

/** What is left of the kinds that are asked for. */
function leftOf(sitting: NamedSitting, count: SittingCount | undefined, { counts }: SeatAsk) {
  const rooms = Object.entries(counts).map(([kind, wanted]) => {
    const known = count?.rooms.find((room) => room.kind === kind);
    const said = sitting.rooms.find((room) => room.kind === kind);
    const free = Math.max(0, known ? known.capacity - known.taken : (said?.places ?? 0));
    return { title: said?.title ?? "", free, fits: free >= wanted };
  });
  const textOf = (free: number) =>
    free === 0 ? words.none : free <= LAST_ONES ? words.lastOnes(free) : words.left(free);
  return {
    fits: rooms.every(({ fits }) => fits),
    few: rooms.some(({ free }) => free <= LAST_ONES),
    text: rooms.map(({ title, free }) => (title === "" ? textOf(free) : words.kind(title, textOf(free)))).join(", "),
  };
}

/** The places that an entry still has or waits for, each with its question. Reads nothing for a form that has none. */
export async function seatsKept(
  ctx: Context,
  { form }: CompiledDefinition,
  entry: Pick<Entry, "id" | "member" | "answers">,
): Promise<readonly { readonly label: string; readonly text: string }[]> {
  const fields = seatFieldsOf(form).filter(({ internal }) => !internal);
  const enrolments = await findEnrolments(
    ctx,
    entry.member,
    fields.map(({ key }) => enrolmentOf(entry.answers[key])),
  );
  const lines = [];
  for (const { key, title } of fields) {
    const mine = enrolments.find(({ id, entryId }) => id === enrolmentOf(entry.answers[key]) && entryId === entry.id);
    const state = mine && (await stateOf(ctx, entry.member, mine));
    if (state) lines.push({ label: title, text: `${displaySeat(entry.answers[key])} (${state})` });
  }
  return lines;
}

async function stateOf(ctx: Context, member: string, { id, state, expiresAt }: Enrolment): Promise<string | null> {
  if (state === "taken") return words.taken;
  if (state === "offered") return words.offered(slotMoment(expiresAt?.getTime() ?? 0));
  const rank = state === "waiting" ? await rankOf(ctx, member, id) : null;
  return rank && words.waiting(rank.rank, rank.count);
}

function hourOf(time: number): string {
  const clock = new Date(wallClock(time));
  return frenchTime(clock.getUTCHours(), clock.getUTCMinutes());
}
