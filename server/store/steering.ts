import { type Period, parisMidnight } from "../../engine/index.ts";
import { Statement } from "./statement.ts";

/** A definition as a member offers it, with the states in which its demandes are settled. */
export interface Settling {
  readonly definition: string;
  readonly outcomes: readonly string[];
}

/** What one member's demandes of one definition amount to. */
export interface SteeringRow {
  readonly definition: string;
  /** Received in the period, and in the one before. */
  readonly received: number;
  readonly before: number;
  /** At rest in no settled state now. */
  readonly open: number;
  /** Whose legal delay is over, among those. */
  readonly late: number;
}

/** Demandes settled in a period: how many, in which state, after how long. */
export interface SettledRow {
  readonly definition: string;
  readonly state: string;
  /** From reception, in whole hours. */
  readonly hours: number;
  /** Within the legal delay; null where none applies. */
  readonly inTime: boolean | null;
  readonly count: number;
}

/** The instant at which a day begins in Paris. The driver sends no infinite instants: a bound that lacks is null. */
const instant = (day: string | null | undefined): string | null => (day == null ? null : parisMidnight(day));

/** Demandes of several definitions of one member, by definition: one reading of the narrow table. */
export function steeringStatement(
  member: string,
  settling: readonly Settling[],
  { period, before, today }: { readonly period: Period; readonly before: Period | null; readonly today: string },
): Statement {
  const [definitions, states] = pairs(settling);
  const all = settling.map(({ definition }) => definition);
  const [from, until] = [instant(period.from), instant(period.until)];
  const statement = new Statement().add`
    select s.definition,
      count(*) filter (where (${from}::timestamptz is null or s.created_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or s.created_at < ${until}::timestamptz))::integer as received,
      count(*) filter (where s.created_at >= ${instant(before?.from)}::timestamptz
        and s.created_at < ${instant(before?.until)}::timestamptz)::integer as before,
      count(*) filter (where o.state is null)::integer as open,
      count(*) filter (where o.state is null and s.due < ${today}::date)::integer as late
    from entry_state s
    left join unnest(${definitions}::text[], ${states}::text[]) as o (definition, state)
      on o.definition = s.definition and o.state = s.state`;
  return statement.add` where s.member_id = ${member} and s.definition = any(${all}::text[]) group by s.definition`;
}

/**
 * Demandes settled in the period, as values with how many have each: several members' parts make exact medians together.
 * The last day to answer is worked out again, since a clock that has stopped holds none.
 */
export function settledStatement(member: string, settling: readonly Settling[], period: Period): Statement {
  const [definitions, states] = pairs(settling);
  const [from, until] = [instant(period.from), instant(period.until)];
  return new Statement().add`
    with arrival as (
      select entry_id, max(at) as at from entry_event
      where member_id = ${member} and to_state = any(${[...new Set(states)]}::text[])
        and from_state is not null and from_state <> to_state
      group by entry_id
    )
    select s.definition, s.state, floor(date_part('epoch', a.at - s.created_at) / 3600)::integer as hours,
      case when (e.clock ->> 'silentOn') is not null then false
        else (a.at at time zone 'Europe/Paris')::date
          <= ((e.clock ->> 'startedOn')::date + (e.clock ->> 'delay')::interval)::date + (e.clock ->> 'added')::integer
      end as in_time,
      count(*)::integer as count
    from arrival a
    join entry_state s on s.member_id = ${member} and s.entry_id = a.entry_id
    join unnest(${definitions}::text[], ${states}::text[]) as o (definition, state)
      on o.definition = s.definition and o.state = s.state
    left join lateral (select clock from entry where member_id = ${member} and id = s.entry_id limit 1) e on true
    where (${from}::timestamptz is null or a.at >= ${from}::timestamptz)
      and (${until}::timestamptz is null or a.at < ${until}::timestamptz)
    group by 1, 2, 3, 4`;
}

/** Two columns of one value for each settled state. */
function pairs(settling: readonly Settling[]): readonly [definitions: string[], states: string[]] {
  const all = settling.flatMap(({ definition, outcomes }) => outcomes.map((state) => [definition, state] as const));
  return [all.map(([definition]) => definition), all.map(([, state]) => state)];
}
