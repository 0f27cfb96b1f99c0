import type { CompiledDefinition } from "../../engine/index.ts";
import { delegationWords } from "../strings-admin-delegations.ts";
import { words } from "../strings-back.ts";
import { clockWords } from "../strings-clock.ts";
import type { TitledWork } from "../works/titled-work.ts";
import { WorksTold } from "../works/works-told.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { changed, listHref, orderedStates, readListState } from "./list-state.ts";
import { Moment } from "./moment.tsx";
import type { QuickPlace, Workload } from "./queue-nav.tsx";
import { TaskCounts, type TasksPageView } from "./tasks-page.tsx";

/** An agent's home: what waits, where, since when. */
export interface HomePageView {
  readonly frame: BackFrame;
  /** The definitions she may work, by id. */
  readonly definitions: ReadonlyMap<string, CompiledDefinition>;
  /** A reference searched without result, or null. */
  readonly missing: string | null;
  /** Entries whose legal delay is over, or ends within a week, by definition; absent without a legal delay. */
  readonly due: ReadonlyMap<string, Due>;
  /** Whom she replaces and who replaces her, in sentences. */
  readonly replacements: readonly string[];
  /** What waits beside the queues, by kind. */
  readonly tasks: TasksPageView["counts"];
  /** Her long works under way, and those that ended since she last looked. */
  readonly works: readonly TitledWork[];
}

export interface Due {
  readonly late: number;
  readonly soon: number;
}

/** The page of an agent's home. */
export function homePage({ frame, definitions, missing, due, replacements, tasks, works }: HomePageView): string {
  const of = (kind: Workload["kind"]) => frame.workloads.filter((workload) => workload.kind === kind);
  return renderBackPage({
    frame,
    title: words.home.title,
    error: missing !== null,
    children: (
      <>
        <h1>{words.home.title}</h1>
        {replacements.map((sentence) => (
          <p class="notice" key={sentence}>
            {sentence}
          </p>
        ))}
        <WorksTold works={works} />
        {frame.workloads.length > 0 ? (
          <Finder member={frame.member} missing={missing} />
        ) : (
          <Nothing member={frame.member} definitions={frame.definitions} />
        )}
        <QuickPlaces places={frame.quick ?? []} />
        <TaskCounts member={frame.member} counts={tasks} />
        <Loads title={words.nav.queues} workloads={of("service")} frame={frame} definitions={definitions} due={due} />
        <Loads
          title={words.nav.registers}
          workloads={of("register")}
          frame={frame}
          definitions={definitions}
          due={due}
        />
        <p>
          <a href={`/${frame.member}/agent/delegations`}>{delegationWords.homeLink}</a>
        </p>
      </>
    ),
  });
}

/** Someone without any queue: an administrator, or an agent not yet given her rights. */
function Nothing({ member, definitions }: { member: string; definitions: boolean }) {
  return (
    <div class="empty">
      <p>{words.home.empty}</p>
      {definitions && <a href={`/${member}/agent/definitions`}>{words.home.definitions}</a>}
    </div>
  );
}

function Finder({ member, missing }: { member: string; missing: string | null }) {
  return (
    <search>
      <form class="finder" method="get" action={`/${member}/agent`}>
        <label for="reference">{words.home.find}</label>
        <span class="hint" id="reference-hint">
          {words.home.hint}
        </span>
        {missing !== null && (
          <p class="field-error" id="reference-error" role="alert">
            {words.home.notFound(missing)}
          </p>
        )}
        <span class="finder-row">
          <input
            id="reference"
            name="reference"
            type="text"
            value={missing ?? ""}
            autocomplete="off"
            spellcheck={false}
            size={14}
            aria-describedby={missing === null ? "reference-hint" : "reference-hint reference-error"}
            aria-invalid={missing === null ? undefined : "true"}
          />
          <button type="submit" class="button">
            {words.home.open}
          </button>
        </span>
      </form>
    </search>
  );
}

/** What she notes many times a day. */
function QuickPlaces({ places }: { readonly places: readonly QuickPlace[] }) {
  if (places.length === 0) return null;
  return (
    <p class="button-row">
      {places.map(({ title, href }) => (
        <a key={href} class="button" href={href}>
          {title}
        </a>
      ))}
    </p>
  );
}

interface LoadsProps {
  readonly title: string;
  readonly workloads: readonly Workload[];
  readonly frame: BackFrame;
  readonly definitions: ReadonlyMap<string, CompiledDefinition>;
  readonly due: ReadonlyMap<string, Due>;
}

function Loads({ title, workloads, frame, definitions, due }: LoadsProps) {
  if (workloads.length === 0) return null;
  return (
    <section class="loads">
      <h2>{title}</h2>
      <ul class="load-list">
        {workloads.map((workload) => {
          const definition = definitions.get(workload.definition);
          return (
            definition && (
              <Load
                key={workload.definition}
                {...{ workload, definition, frame }}
                due={due.get(workload.definition) ?? { late: 0, soon: 0 }}
              />
            )
          );
        })}
      </ul>
    </section>
  );
}

interface LoadProps {
  readonly workload: Workload;
  readonly definition: CompiledDefinition;
  readonly frame: BackFrame;
  readonly due: Due;
}

function Load({ workload, definition, frame, due }: LoadProps) {
  const base = `/${frame.member}/agent/${definition.id}`;
  const start = readListState(new URLSearchParams(), definition);
  const service = workload.kind === "service";
  return (
    <li class="load">
      <h3>
        <a href={base}>{workload.title}</a>
      </h3>
      <p class="load-main">
        <strong class="big-number">{words.number(service ? workload.waiting : workload.total)}</strong>{" "}
        {service ? words.home.waiting(workload.waiting) : words.home.records(workload.total)}
      </p>
      {service && (
        <p class="load-age">
          {workload.oldest === null ? (
            words.home.nothing
          ) : (
            <>
              {words.home.oldest} <Moment at={workload.oldest} now={frame.now} />
            </>
          )}
        </p>
      )}
      {due.late + due.soon > 0 && (
        <p class="load-due">
          {due.late > 0 && <span class="due due-late">{clockWords.agent.lateCount(due.late)}</span>}
          {due.soon > 0 && <span class="due">{clockWords.agent.soonCount(due.soon)}</span>}
        </p>
      )}
      <ul class="load-states" aria-label={words.home.states}>
        {orderedStates(definition)
          .filter((state) => (workload.counts.get(state.id) ?? 0) > 0)
          .map((state) => (
            <li key={state.id}>
              <a href={listHref(base, definition, changed(definition, start, { tab: state.id }))}>
                {state.label} <span class="count">{words.number(workload.counts.get(state.id) ?? 0)}</span>
              </a>
            </li>
          ))}
      </ul>
    </li>
  );
}
