import type { ScoreExplanation } from "../../engine/index.ts";
import { ActionForm, ConfirmedAction } from "../action-form.tsx";
import { ADMIN_ROOT, SelectField, TextField } from "../admin/fields.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { ScoreDetail, scoreText } from "../score-explanation.tsx";
import { meetingWords as words } from "../strings-meetings.ts";
import type { MeetingPageView } from "./meeting-page.tsx";

/** Who has what, by rank. */
export interface RankedView {
  readonly lines: readonly RankedLineView[];
  /** Rooms left, each in words: "Les Lutins, Bébés : lundi 2, mardi 1". */
  readonly left: readonly string[];
  readonly placed: number;
  readonly waiting: number;
  /** Entries that changed or left since, of which nobody said what becomes. */
  readonly moved: number;
  /** Places of the meeting: id, name. */
  readonly places: readonly (readonly [string, string])[];
  readonly decidedAt: string | null;
}

export interface RankedLineView {
  readonly rank: number;
  /** Who it is, and where its entry is; a number alone without names. */
  readonly who: string;
  readonly reference: string | null;
  readonly href: string | null;
  readonly score: ScoreExplanation;
  readonly separation: string | null;
  /** "Bébés ; lundi, mardi ; 1er vœu…". */
  readonly wants: readonly string[];
  readonly result: string;
  readonly given: boolean;
  readonly path: readonly { readonly label: string; readonly text: string }[];
  /** Since the list was frozen. */
  readonly moved: "changed" | "left" | null;
  readonly leaves: string | null;
  readonly overfull: string | null;
  readonly deviation: { readonly place: string; readonly reason: string } | null;
  /** What was typed of a deviation that was refused. */
  readonly typed: { readonly place: string; readonly reason: string } | null;
}

interface Props {
  readonly page: MeetingPageView;
  readonly view: RankedView;
}

export function RankedList({ page, view }: Props) {
  const acts = page.acts && view.decidedAt === null;
  return (
    <>
      {view.decidedAt !== null && <p class="notice">{words.decided(view.decidedAt)}</p>}
      {acts && view.moved > 0 && <Moved page={page} view={view} />}
      <p class="meeting-figures">
        <strong>{words.figures(view.placed, view.waiting)}</strong>
      </p>
      <Minutes page={page} />
      <h2>{words.lines}</h2>
      <ol class="meeting-lines">
        {view.lines.map((line) => (
          <Line key={line.rank} page={page} line={line} places={view.places} acts={acts} />
        ))}
      </ol>
      <h2>{words.left}</h2>
      <ul>
        {view.left.map((line) => (
          <li key={line}>{french(line)}</li>
        ))}
      </ul>
      {acts && <Decide page={page} view={view} />}
    </>
  );
}

function Minutes({ page: { base, anonymous } }: { readonly page: MeetingPageView }) {
  const suffix = anonymous ? "?noms=non" : "";
  return (
    <p class="meeting-files">
      <a href={`${base}/proces-verbal.pdf${suffix}`}>{words.pdf}</a>
      <a href={`${base}/classement.ods${suffix}`}>{words.ods}</a>
    </p>
  );
}

function Moved({ page, view }: Props) {
  const { site } = page.frame;
  const revision = <input type="hidden" name="revision" value={page.revision} />;
  return (
    <section class="notice notice-warning" aria-labelledby="bouge">
      <h2 id="bouge">{words.movedTitle}</h2>
      <p>{words.moved(view.moved)}</p>
      <p class="hint">{french(words.dropHint)}</p>
      <div class="button-row">
        <ActionForm site={site} action={`${page.base}/ecarter`} label={words.drop}>
          {revision}
        </ActionForm>
      </div>
    </section>
  );
}

function Decide({ page, view }: Props) {
  const { site } = page.frame;
  const revision = <input type="hidden" name="revision" value={page.revision} />;
  return (
    <div class="button-row meeting-decide">
      {view.moved === 0 && (
        <form method="post" action={`${page.base}/decider`} data-enhance="form">
          <Csrf site={site} />
          {revision}
          <button type="submit" class="button">
            {words.decide}
          </button>
          <p class="hint">{words.decideHint}</p>
        </form>
      )}
      <ConfirmedAction
        site={site}
        action={`${page.base}/refaire`}
        label={words.thaw}
        confirm={words.thaw}
        hint={words.thawHint}
      >
        {revision}
      </ConfirmedAction>
    </div>
  );
}

function Line({
  page,
  line,
  places,
  acts,
}: {
  readonly page: MeetingPageView;
  readonly line: RankedLineView;
  readonly places: RankedView["places"];
  readonly acts: boolean;
}) {
  const { rank, who, href, reference, score, separation } = line;
  return (
    <li class="meeting-line" value={rank} id={fieldId(`/ligne-${rank}`, ADMIN_ROOT)}>
      <p class="meeting-head">
        <strong>{href === null ? who : <a href={href}>{who}</a>}</strong>
        {reference !== null && <span class="hint"> {reference}</span>}
        <span class="meeting-points">{scoreText(score)}</span>
      </p>
      {separation !== null && <p class="hint">{french(separation)}</p>}
      <p>{french(line.wants.join(" ; "))}</p>
      <p class={line.given ? "meeting-result given" : "meeting-result"}>{french(line.result)}</p>
      {line.path.length > 1 && (
        <ul class="hint">
          {line.path.map(({ label, text }) => (
            <li key={label}>{french(`${label} : ${text}`)}</li>
          ))}
        </ul>
      )}
      {line.deviation && <p>{french(words.deviated(line.deviation.reason))}</p>}
      {line.overfull !== null && <p class="meeting-wrong">{french(line.overfull)}</p>}
      {line.leaves !== null && <p class="meeting-wrong">{line.leaves}</p>}
      {line.moved !== null && <p class="meeting-wrong">{words.status[line.moved]}</p>}
      <details class="price-how">
        <summary>
          {words.how}
          <span class="sr"> : {who}</span>
        </summary>
        <ScoreDetail score={score} />
      </details>
      {acts && line.leaves === null && <Deviate page={page} line={line} places={places} />}
    </li>
  );
}

interface DeviateProps {
  readonly page: MeetingPageView;
  readonly line: RankedLineView;
  readonly places: RankedView["places"];
}

function Deviate({ page, line, places }: DeviateProps) {
  const { rank, who, deviation, typed } = line;
  const hidden = (
    <>
      <input type="hidden" name="revision" value={page.revision} />
      <input type="hidden" name="rang" value={rank} />
    </>
  );
  return (
    <details class="confirmed meeting-deviate" open={typed !== null}>
      <summary>
        {words.deviate}
        <span class="sr"> : {who}</span>
      </summary>
      <form method="post" action={`${page.base}/deroger`} data-enhance="form" noValidate>
        <Csrf site={page.frame.site} />
        {hidden}
        <DeviateFields page={page} line={line} places={places} />
        <button type="submit" class="button button-secondary">
          {words.deviateSave}
        </button>
      </form>
      {deviation && (
        <ActionForm site={page.frame.site} action={`${page.base}/deroger`} label={words.deviateUndo}>
          {hidden}
          <input type="hidden" name="retour" value="oui" />
        </ActionForm>
      )}
    </details>
  );
}

function DeviateFields({ page: { issues }, line: { rank, deviation, typed }, places }: DeviateProps) {
  const value = typed ?? deviation ?? { place: "", reason: "" };
  const options = [["", words.deviateNone] as const, ...places];
  return (
    <div class="fields">
      <SelectField
        name={`place-${rank}`}
        label={words.deviatePlace}
        value={value.place}
        options={options}
        issues={issues}
      />
      <TextField name={`motif-${rank}`} label={words.deviateReason} value={value.reason} issues={issues} lines={2} />
    </div>
  );
}
