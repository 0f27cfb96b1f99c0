import {
  type Clock,
  type CompiledDefinition,
  clockOf,
  type Entry,
  formatDate,
  formatDuration,
  isSuspended,
  parisDay,
  parisMidnight,
} from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { clockWords } from "../strings-clock.ts";
import { ago, ahead, longDay } from "./when.ts";

export interface DeadlineProps {
  readonly definition: CompiledDefinition;
  readonly entry: Entry;
  /** ISO 8601. */
  readonly now: string;
  /** Address of the certificate of an implicit acceptance, when there is one. */
  readonly certificateHref: string | null;
}

/** By when to answer, and what silence means (CRPA L.231-1, L.231-4, L.114-5). */
export function Deadline({ definition, entry, now, certificateHref }: DeadlineProps) {
  const clock = clockOf(definition, entry);
  const waited = words.entry.waited(ago(entry.createdAt, now), definition.kind);
  if (clock?.silentOn !== undefined) return <Silent clock={clock} day={clock.silentOn} href={certificateHref} />;
  if (clock?.status === "stopped" || definition.workflow.states.get(entry.state)?.final) {
    return <p>{words.entry.clockDone}</p>;
  }
  if (!clock) {
    return (
      <p>
        {waited} {words.entry.noClock}
      </p>
    );
  }
  return (
    <>
      {isSuspended(clock, parisDay(now)) ? <Suspended clock={clock} /> : <Running clock={clock} now={now} />}
      {clock.receivedOn < parisDay(entry.createdAt) && <p>{clockWords.agent.received(formatDate(clock.receivedOn))}</p>}
      <p>{waited}</p>
    </>
  );
}

function Running({ clock, now }: { readonly clock: Clock; readonly now: string }) {
  const { due, regime, missing } = clock;
  if (due === null) return null;
  const at = parisMidnight(due);
  const late = due < parisDay(now);
  return (
    <>
      <p class={late ? "deadline deadline-late" : "deadline"}>
        <strong>{words.entry.within(ahead(at, now))}</strong>
      </p>
      <p>{clockWords.agent[regime](longDay(at))}</p>
      {missing?.until && !missing.indispensable && <p>{clockWords.agent.missing(formatDate(missing.until))}</p>}
    </>
  );
}

function Suspended({ clock }: { readonly clock: Clock }) {
  const { regime, missing, due, delay } = clock;
  const until = missing?.until;
  return (
    <>
      <p class="deadline">
        <strong>{clockWords.agent.suspended(formatDate(missing?.since ?? ""))}</strong>
      </p>
      {until && <p>{clockWords.agent.until(formatDate(until))}</p>}
      {regime === "SVA" && <p>{clockWords.agent.SVAwaits(formatDuration(delay))}</p>}
      {regime === "SVR" && due !== null && <p>{clockWords.agent.resumes(formatDate(due))}</p>}
    </>
  );
}

function Silent({ clock, day, href }: { readonly clock: Clock; readonly day: string; readonly href: string | null }) {
  return (
    <>
      <p>{clockWords.agent.silent[clock.regime](formatDate(day))}</p>
      {href !== null && (
        <p>
          <a href={href}>{clockWords.agent.certificate}</a>
        </p>
      )}
    </>
  );
}

/** In the column of a list, by when to decide: `due` is the last day, "2026-03-12". */
export function DueNote({ due, now }: { readonly due: string; readonly now: string }) {
  const late = due < parisDay(now);
  const day = formatDate(due);
  return <span class={late ? "due due-late" : "due"}>{late ? clockWords.agent.late(day) : day}</span>;
}
