import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";

/** An appointment to come, by one of its pre-application numbers. */
export interface KnownAppointment {
  readonly member: string;
  readonly entry: string;
  readonly number: string;
  readonly startsAt: Date;
  /** What the place is called. */
  readonly label: string;
}

/** The appointments to come that bear these numbers, in every member, the first ones first. One statement. */
export async function findAppointments(ctx: Context, numbers: readonly string[]): Promise<readonly KnownAppointment[]> {
  return readAs(
    ctx.db,
    { system: true },
    (tx) => tx<KnownAppointment[]>`
      select a.member_id as member, a.entry_id as entry, a.number, b.starts_at, b.label
      from appointment_number a join booking b on b.member_id = a.member_id and b.id = a.booking_id
      where a.number = any(${[...numbers]}::text[]) and a.wanted and b.state = 'booked' and b.starts_at > ${ctx.clock()}
      order by b.starts_at, a.entry_id limit 1000`,
  );
}

/** What the coordination service was told of an appointment. */
export interface Told {
  /** Id and name of the place. */
  readonly point: string;
  readonly place: string;
  /** "2026-12-19 10:00:00" on a clock of Paris. */
  readonly date: string;
  readonly page: string;
}

/** A number of an entry, with the slot it is for. */
export interface AppointmentNumber {
  readonly number: string;
  readonly wanted: boolean;
  readonly declared: Told | null;
  readonly point: string;
  readonly label: string;
  readonly startsAt: Date;
}

/** Writes which numbers an entry has for its slot; those that are gone stay until the coordination service knows it. */
export async function keepNumbers(
  tx: Tx,
  appointment: { readonly member: string; readonly entry: string; readonly booking: string },
  numbers: readonly string[],
): Promise<void> {
  const { member, entry, booking } = appointment;
  await tx`
    insert into appointment_number (member_id, entry_id, number, booking_id, wanted)
    select ${member}, ${entry}, number, ${booking}, true from unnest(${[...numbers]}::text[]) as n (number)
    on conflict (member_id, entry_id, number) do update set booking_id = excluded.booking_id, wanted = true`;
  await dropNumbers(tx, member, entry, numbers);
}

/** Those of an entry other than these are wanted no longer. */
export async function dropNumbers(tx: Tx, member: string, entry: string, kept: readonly string[]): Promise<void> {
  await tx`
    delete from appointment_number
    where member_id = ${member} and entry_id = ${entry} and number <> all(${[...kept]}::text[]) and declared is null`;
  await tx`
    update appointment_number set wanted = false
    where member_id = ${member} and entry_id = ${entry} and number <> all(${[...kept]}::text[])`;
}

/**
 * The numbers of an entry, or this one of them, held until the transaction ends: one at a time tells the coordination service.
 */
export async function lockNumbers(
  tx: Tx,
  { member, entry, number }: { readonly member: string; readonly entry: string; readonly number: string | null },
): Promise<readonly AppointmentNumber[]> {
  await tx`select set_config('guichet.member', ${member}, true)`;
  return tx<AppointmentNumber[]>`
    select a.number, a.wanted, a.declared, b.place as point, b.label, b.starts_at
    from appointment_number a join booking b on b.member_id = a.member_id and b.id = a.booking_id
    where a.member_id = ${member} and a.entry_id = ${entry} and (${number}::text is null or a.number = ${number})
    order by a.number for update of a`;
}

/** Keeps what was told of a number, null once it is withdrawn; one neither wanted nor declared is forgotten. */
export async function keepTold(
  tx: Tx,
  at: { readonly member: string; readonly entry: string; readonly number: string },
  told: Told | null,
): Promise<void> {
  await tx`
    update appointment_number set declared = ${told && tx.json({ ...told })}
    where member_id = ${at.member} and entry_id = ${at.entry} and number = ${at.number}`;
  await tx`
    delete from appointment_number
    where member_id = ${at.member} and entry_id = ${at.entry} and number = ${at.number} and not wanted and declared is null`;
}
