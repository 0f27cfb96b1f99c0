import { applicationsIn, nationalMoment, reservationOf } from "../../engine/index.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import type { DeclaredAppointment } from "../connectors/ants/appointment-coordination.ts";
import type { Sourced } from "../connectors/data-source.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { memberOrigin } from "../member-url.ts";
import {
  type AppointmentNumber,
  dropNumbers,
  keepNumbers,
  keepTold,
  lockNumbers,
  type Told,
} from "../store/appointments.ts";
import { findBookings } from "../store/bookings.ts";
import { insertLoneEffect, type Job } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";

/** Tells the coordination service how the appointment of an entry stands for one of its numbers: `entry`, `number` in its params. */
export const COORDINATE = "coordinate";

/**
 * Writes which pre-application numbers an entry has for its slot, as both are now, and owes telling it of each. By itself: a
 * coordination service that is away holds back none of the mails that the entry owes, one that refuses a number no other.
 */
export async function runDeclare(ctx: Context, tx: Tx, { memberId, entryId }: Job): Promise<void> {
  const entry = await findEntryIn(tx, memberId, entryId);
  if (!entry) return;
  const { national } = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  if (!national) return;
  const id = reservationOf(entry.answers[national.slot]);
  const [booking] = await findBookings(ctx, memberId, [id], tx);
  const numbers = [...new Set(applicationsIn(national, entry.answers).map(({ number }) => number))];
  const booked = booking?.state === "booked" && booking.entryId === entry.id;
  if (booked) await keepNumbers(tx, { member: memberId, entry: entryId, booking: booking.id }, numbers);
  else await dropNumbers(tx, memberId, entryId, []);
  if (!ctx.sources?.appointments) return;
  const now = ctx.clock();
  for (const { number } of await lockNumbers(tx, { member: memberId, entry: entryId, number: null })) {
    const owed = { member: memberId, id: uuidv7(now, ctx.randomBytes(16)), now, background: ctx.background };
    await insertLoneEffect(tx, { ...owed, type: COORDINATE, params: { entry: entryId, number } });
  }
}

/**
 * Brings the coordination service to what the entry says now of a number: what it should not know is deleted, then what it
 * should is created. Run twice it does nothing more; an answer that did not come leaves it to be run again.
 */
export async function runCoordinate(ctx: Context, tx: Tx, { memberId, params }: Job): Promise<void> {
  const service = ctx.sources?.appointments;
  const [entry, number] = [params["entry"], params["number"]];
  if (!service || typeof entry !== "string" || typeof number !== "string") return;
  const at = { member: memberId, entry, number };
  const [row] = await lockNumbers(tx, at);
  if (!row) return;
  const now = row.wanted ? declaration(ctx, at, row) : null;
  const before = row.declared && { number, ...row.declared };
  if (before && now && same(before, now)) return;
  if (before) settled(await service.withdraw(before), true);
  if (now) settled(await service.declare(now), false);
  await keepTold(tx, at, now && toldOf(now));
}

const toldOf = ({ point, place, date, page }: DeclaredAppointment): Told => ({ point, place, date, page });

function declaration(
  ctx: Context,
  { member, entry, number }: { readonly member: string; readonly entry: string; readonly number: string },
  { point, label, startsAt }: AppointmentNumber,
): DeclaredAppointment {
  const date = `${nationalMoment(startsAt.getTime()).slice(0, 16).replace("T", " ")}:00`;
  return { number, point, place: label, date, page: `${memberOrigin(ctx, member)}/${member}/demandes/${entry}` };
}

const same = (a: DeclaredAppointment, b: DeclaredAppointment): boolean =>
  a.point === b.point && a.place === b.place && a.date === b.date && a.page === b.page;

/** What the service refuses for good (a consumed application) stays as it is there; the rest is tried again. */
function settled(answer: Sourced<unknown>, withdrawing: boolean): void {
  if (answer.ok) return;
  const { failure } = answer;
  if (failure === "invalid" && withdrawing) return;
  if (failure === "invalid") throw new HopelessEffect("Le service de coordination refuse ce rendez-vous.");
  throw new Error(`The coordination service did not answer: ${failure}`);
}
