import { type CompiledDefinition, seatFieldsOf, slotMoment } from "../engine/index.ts";
import type { OpenSessionsView } from "../renderer/front/open-sessions.tsx";
import { seatWords as words } from "../renderer/strings-seats.ts";
import type { Context } from "./context.ts";
import { type NamedSitting, openSittings, sessionsOf } from "./sittings.ts";
import { placesLeft } from "./sittings-left.ts";
import { countsOf, type SittingCount } from "./store/sittings.ts";

const MOST_LINES = 30;

/** The sessions a service gives places in, where their register publishes them; null otherwise, and nothing is read. */
export async function publishedSessions(
  ctx: Context,
  member: string,
  { form }: CompiledDefinition,
): Promise<OpenSessionsView | null> {
  const register = seatFieldsOf(form).find(
    ({ internal, seat }) => !internal && isPublished(ctx, member, seat?.register),
  )?.seat?.register;
  if (register === undefined) return null;
  const all = await openSittings(ctx, member, register);
  const shown = all.slice(0, MOST_LINES);
  const counts = await countsOf(
    ctx,
    member,
    shown.map(({ id }) => id),
  );
  const lines = shown.map((sitting) => lineOf(sitting, counts.get(sitting.id), ctx.clock()));
  return { lines, more: all.length - shown.length };
}

const isPublished = (ctx: Context, member: string, register: string | undefined): boolean =>
  register !== undefined && sessionsOf(ctx, member, register)?.sessions.published === true;

function lineOf(sitting: NamedSitting, count: SittingCount | undefined, now: Date): OpenSessionsView["lines"][number] {
  const { id, title, when, placeName: place } = sitting;
  return { id, title, when, place, left: leftText(sitting, count, now) };
}

function leftText(sitting: NamedSitting, count: SittingCount | undefined, now: Date): string {
  if (sitting.opens !== null && sitting.opens > now.getTime()) return words.opens(slotMoment(sitting.opens));
  const { places, enAttente, attenteMax } = placesLeft(sitting, count, now);
  if (enAttente > 0 || places.every(({ libres }) => libres === 0)) {
    return enAttente < attenteMax ? words.wait(enAttente) : attenteMax > 0 ? words.waitFull : words.none;
  }
  return places
    .map(({ titre, libres }) => {
      const text = libres === 0 ? words.none : words.left(libres);
      return titre === "" ? text : words.kind(titre, text);
    })
    .join(", ");
}
