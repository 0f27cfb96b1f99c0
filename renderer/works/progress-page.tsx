import type { CompiledDefinition } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { shortInstant } from "../back/when.ts";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { exportWords } from "../strings-exports.ts";
import { sendingWords } from "../strings-sendings.ts";
import { workWords as words } from "../strings-works.ts";
import { ItemList, type ListedItem } from "./item-list.tsx";
import { type TitledWork, workTone } from "./titled-work.ts";
import { WorkNav } from "./work-nav.tsx";

type Outcome = "done" | "same" | "refused" | "changed" | "failed" | "stopped";

export interface ProgressPageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  /** What it does. */
  readonly title: string;
  readonly state: TitledWork["state"];
  /** Entries; null while unknown. */
  readonly total: number | null;
  readonly progress: number;
  /** Name of the agent who launched it. */
  readonly agent: string;
  /** ISO 8601. */
  readonly launchedAt: string;
  readonly endedAt: string | null;
  readonly expiresAt: string;
  readonly counts: ReadonlyMap<Outcome, number>;
  /** Once it has ended: the first entries of each outcome. */
  readonly sections: readonly { readonly outcome: Outcome; readonly items: readonly ListedItem[] }[];
  /** What it writes to those the entries are about; null when it changes them, or exports. */
  readonly sending: "labels" | "letters" | "mailing" | null;
  /** What became of its mails, in words. */
  readonly delivered: readonly string[];
  /** Of an export, of labels or letters; null for what is done to entries one by one. */
  readonly exported: {
    /** Of its file, "1,2 Mo"; null when there is none. */
    readonly size: string | null;
    /** Why there is none, or null. */
    readonly failure: string | null;
    /** Where to begin again. */
    readonly againHref: string;
  } | null;
  readonly base: string;
  readonly list: string;
}

/** How far a work is; once it has ended, its report or its file. */
export function progressPage(view: ProgressPageView): string {
  const { frame, definition, title, state, launchedAt, agent } = view;
  const { kind } = definition;
  const ended = view.endedAt !== null;
  return renderBackPage({
    frame,
    title: ended ? `${words.report.title} – ${title}` : title,
    children: (
      <>
        <WorkNav href={view.list} label={words.prepare.back} />
        <div class="title-row">
          <h1>{french(title)}</h1>
          <span class={`tag tag-${workTone(state)}`}>{words.states[state]}</span>
        </div>
        <p class="glance-title">
          {definition.title}
          {view.total !== null && ` – ${words.entries(kind, view.total)}`}
        </p>
        <p class="quiet">{words.report.launchedBy(agent, shortInstant(launchedAt))}</p>
        {ended ? (
          <>
            {view.exported && <ExportedFile view={view} exported={view.exported} />}
            {(view.exported === null || view.counts.size > 0) && <Report view={view} />}
          </>
        ) : (
          <Progress view={view} />
        )}
      </>
    ),
  });
}

function Progress({ view }: { view: ProgressPageView }) {
  const { frame, base, state, progress, total } = view;
  return (
    <>
      <section class="panel work-progress" data-refresh aria-labelledby="avancement">
        <h2 id="avancement">{words.progress.label}</h2>
        {state === "waiting" && <p>{words.progress.waiting}</p>}
        {total !== null ? (
          <p class="work-bar">
            <progress value={progress} max={Math.max(total, 1)} aria-labelledby="avancement" />
            <strong>{words.progress.done(progress, total)}</strong>
          </p>
        ) : (
          progress > 0 && <p>{words.progress.soFar(progress)}</p>
        )}
        <Counts counts={view.counts} sending={view.sending} />
      </section>
      <p>
        <a href={base}>{words.progress.refresh}</a>
      </p>
      <p>{words.progress.leave}</p>
      <form method="post" action={`${base}/arreter`} class="work-stop">
        <Csrf site={frame.site} />
        <button type="submit" class="button button-secondary" aria-describedby="arreter-aide">
          {words.progress.stop}
        </button>
        <span class="hint" id="arreter-aide">
          {words.progress.stopHint}
        </span>
      </form>
    </>
  );
}

const ORDER: readonly Outcome[] = ["done", "same", "refused", "changed", "failed", "stopped"];

type SendingKind = ProgressPageView["sending"];

/** What is said of so many entries: of a text to many, that they are written to or left out. */
function outcomeWords(outcome: Outcome, count: number, sending: SendingKind): string {
  const { report } = sendingWords;
  if (sending === null || (outcome !== "done" && outcome !== "refused")) return words.report.outcomes[outcome](count);
  if (outcome === "refused") return report.left(count);
  return sending === "mailing" ? report.sent(count) : report.done(count);
}

function sectionTitle(outcome: Outcome, sending: SendingKind): string {
  const { report } = sendingWords;
  if (sending === null || (outcome !== "done" && outcome !== "refused")) return words.report.sections[outcome];
  if (outcome === "refused") return report.sectionLeft;
  return sending === "mailing" ? report.sectionSent : report.sectionDone;
}

function Counts({ counts, sending }: { counts: ReadonlyMap<Outcome, number>; sending: SendingKind }) {
  const known = ORDER.filter((outcome) => (counts.get(outcome) ?? 0) > 0);
  if (known.length === 0) return null;
  return (
    <ul class="work-figures">
      {known.map((outcome) => {
        const count = counts.get(outcome) ?? 0;
        return (
          <li key={outcome}>
            <strong class="big-number">{words.number(count)}</strong> {outcomeWords(outcome, count, sending)}
          </li>
        );
      })}
    </ul>
  );
}

/** The file of an export, or why there is none. */
function ExportedFile({
  view,
  exported: { size, failure, againHref },
}: {
  view: ProgressPageView;
  exported: NonNullable<ProgressPageView["exported"]>;
}) {
  const { base, progress, endedAt, launchedAt, expiresAt } = view;
  const { done } = exportWords;
  if (size === null) {
    return (
      <>
        <p role="status" class="notice notice-warning">
          {failure ?? done.stopped(shortInstant(endedAt ?? launchedAt))}
        </p>
        <p>
          <a href={againHref}>{done.again}</a>
        </p>
      </>
    );
  }
  return (
    <>
      <p role="status">
        {words.report.endedAt(shortInstant(endedAt ?? launchedAt))} {done.rows(progress)}
      </p>
      <p>
        <a class="button" href={`${base}/fichier`} download>
          {done.file(size)}
        </a>
      </p>
      <p>{done.until(shortInstant(expiresAt))}</p>
      <p class="quiet">{exportWords.personal}</p>
    </>
  );
}

function Report({ view }: { view: ProgressPageView }) {
  const { definition, base, counts, sections, endedAt, expiresAt, state } = view;
  const when = shortInstant(endedAt ?? view.launchedAt);
  return (
    <>
      {view.exported === null && (
        <p role="status">{state === "stopped" ? words.report.stoppedAt(when) : words.report.endedAt(when)}</p>
      )}
      <Counts counts={counts} sending={view.sending} />
      {view.delivered.length > 0 && (
        <section class="work-delivered" aria-labelledby="courriels">
          <h2 id="courriels">{sendingWords.report.delivery}</h2>
          <ul>
            {view.delivered.map((line) => (
              <li key={line}>{french(line)}</li>
            ))}
          </ul>
        </section>
      )}
      <div class="button-row">
        <a class="button button-secondary" href={`${base}/rapport`} download>
          {words.report.download}
        </a>
        <span class="quiet">{words.report.keptUntil(shortInstant(expiresAt))}</span>
      </div>
      {sections.map(({ outcome, items }) => {
        const count = counts.get(outcome) ?? 0;
        return (
          <section key={outcome} class="work-section" aria-labelledby={`issue-${outcome}`}>
            <h2 id={`issue-${outcome}`}>{sectionTitle(outcome, view.sending)}</h2>
            {items.length < count && <p class="hint">{words.confirm.firstOnes(items.length, count)}</p>}
            <ItemList definition={definition.id} items={items} />
          </section>
        );
      })}
    </>
  );
}
