import { AdminTable, Notice } from "../admin/admin-parts.tsx";
import { french } from "../french.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { sittingWords as words } from "../strings-sittings.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

export type PresenceState = "present" | "absent" | "excused";

/** Someone of a session. */
export interface SittingPerson {
  readonly id: string;
  /** Her entry, when the agent may read it. */
  readonly entry: {
    readonly href: string;
    readonly label: string;
    readonly state: string;
    /** Those who come with her, "Zoé, Adam"; "" for nobody. */
    readonly along: string;
  } | null;
  /** "3 mars 2026 à 14 h 30": when she arrived. */
  readonly since: string;
  /** What happened last, and why. */
  readonly fact: string;
  /** Until when the offer lasts; "" for who has none. */
  readonly until: string;
  /** What was noted on the day shown; null for nothing. */
  readonly presence: PresenceState | null;
}

export interface SittingPageView {
  readonly frame: BackFrame;
  readonly site: SiteView;
  /** Address of the register, and of this page. */
  readonly register: string;
  readonly href: string;
  readonly fiche: string;
  readonly title: string;
  readonly when: string;
  readonly place: string;
  readonly state: string;
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  /** How many places are taken beyond those wanted. */
  readonly over: number;
  readonly taken: readonly SittingPerson[];
  readonly offered: readonly SittingPerson[];
  readonly waiting: readonly SittingPerson[];
  readonly gone: readonly SittingPerson[];
  readonly days: readonly { readonly value: string; readonly label: string }[];
  readonly day: string;
  /** What was noted on the day shown. */
  readonly summary: string;
  /** False: she may read, and note nothing. */
  readonly notes: boolean;
  /** What leads to its series, or makes one; null for who may not. */
  readonly series: string | null;
  readonly done: string | undefined;
}

/** A session: its places, who has them, who waits, who came. */
export function sittingPage(view: SittingPageView): string {
  const { frame, title, when, place, state, register, fiche } = view;
  return renderBackPage({
    frame,
    title: `${title} – ${words.open}`,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.all}>
          <a href={`${register}/places`}>
            <span aria-hidden="true">← </span>
            {words.all}
          </a>
        </nav>
        <Notice text={view.done} />
        <div class="title-row">
          <h1>{french(title)}</h1>
          {view.series !== null && (
            <a class="button button-secondary" href={`${fiche}/serie`}>
              {view.series}
            </a>
          )}
          <a class="button button-secondary" href={fiche}>
            {words.fiche}
          </a>
        </div>
        <p>{french([when, place, state].filter((part) => part !== "").join(" · "))}</p>
        {view.over > 0 && <p class="notice notice-refused">{words.overNote(view.over)}</p>}
        <Figures view={view} />
        <p class="hint">{french(words.how)}</p>
        <Attendance view={view} />
        <People title={words.offered} people={view.offered} until />
        <People title={words.waiting} people={view.waiting} ranked />
        {view.gone.length > 0 && (
          <details>
            <summary>{`${words.gone} (${view.gone.length})`}</summary>
            <People title={words.gone} people={view.gone} />
          </details>
        )}
      </>
    ),
  });
}

function Figures({ view }: { readonly view: SittingPageView }) {
  return (
    <dl class="sitting-figures" aria-label={words.figures}>
      {view.figures.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{french(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Who has a place, and who came on a day. */
function Attendance({ view }: { readonly view: SittingPageView }) {
  const { taken, days, day, href, notes, summary } = view;
  return (
    <section class="sitting-part" aria-labelledby="inscrits">
      <div class="title-row">
        <h2 id="inscrits">{`${words.enrolled} (${taken.length})`}</h2>
        <a class="button button-secondary" href={`${href}/feuille`}>
          {words.sheet}
        </a>
      </div>
      {days.length > 1 && (
        <form method="get" action={href} class="agenda-pick">
          <label for="jour">{words.day}</label>
          <select class="input select" id="jour" name="jour">
            {days.map((option) => (
              <option key={option.value} value={option.value} selected={option.value === day}>
                {option.label}
              </option>
            ))}
          </select>
          <button type="submit" class="button button-secondary">
            {words.show}
          </button>
        </form>
      )}
      <p class="hint">{french(`${days.find(({ value }) => value === day)?.label ?? ""} : ${summary}.`)}</p>
      <form method="post" action={`${href}/presence`}>
        <Csrf site={view.site} />
        <input type="hidden" name="jour" value={day} />
        <Enrolled people={taken} notes={notes} />
        {notes && taken.length > 0 && (
          <p class="sitting-save">
            <button type="submit" class="button">
              {words.save}
            </button>
          </p>
        )}
      </form>
    </section>
  );
}

function Enrolled({ people, notes }: { readonly people: readonly SittingPerson[]; readonly notes: boolean }) {
  const { people: heads } = words;
  const columns = [heads.who, heads.state, heads.since, heads.fact, words.attendance];
  return (
    <AdminTable caption={words.enrolled} columns={columns} none={words.nobody}>
      {people.map((person) => (
        <tr key={person.id}>
          <th scope="row">
            <Who person={person} />
          </th>
          <td data-label={heads.state}>{person.entry?.state ?? ""}</td>
          <td data-label={heads.since}>{french(person.since)}</td>
          <td data-label={heads.fact}>{french(person.fact)}</td>
          <td data-label={words.attendance}>
            {notes ? <PresenceField person={person} /> : <span>{PRESENCES[person.presence ?? ""]}</span>}
          </td>
        </tr>
      ))}
    </AdminTable>
  );
}

const PRESENCES: Readonly<Record<PresenceState | "", string>> = {
  "": words.unsaid,
  present: words.present,
  absent: words.absent,
  excused: words.excused,
};

/** Four targets that a thumb does not miss: a sheet is filled on a tablet, children around. */
function PresenceField({ person: { id, entry, presence } }: { readonly person: SittingPerson }) {
  return (
    <fieldset class="presence">
      <legend class="sr">{words.presence(entry?.label ?? words.unknown)}</legend>
      {Object.entries(PRESENCES).map(([value, label]) => (
        <label key={value}>
          <input type="radio" name={`presence[${id}]`} value={value} checked={value === (presence ?? "")} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Who({ person: { entry } }: { readonly person: SittingPerson }) {
  return entry === null ? <span>{words.unknown}</span> : <a href={entry.href}>{entry.label}</a>;
}

function People({
  title,
  people,
  ranked = false,
  until = false,
}: {
  readonly title: string;
  readonly people: readonly SittingPerson[];
  readonly ranked?: boolean;
  readonly until?: boolean;
}) {
  const { people: heads } = words;
  const columns = [
    ...(ranked ? [heads.rank] : []),
    ...[heads.who, heads.state, heads.since, heads.fact],
    ...(until ? [heads.until] : []),
  ];
  return (
    <section class="sitting-part">
      <h2>{`${title} (${people.length})`}</h2>
      <AdminTable caption={title} columns={columns} none={words.nobody}>
        {people.map((person, index) => (
          <tr key={person.id}>
            {ranked && <td data-label={heads.rank}>{index + 1}</td>}
            <th scope="row">
              <Who person={person} />
            </th>
            <td data-label={heads.state}>{person.entry?.state ?? ""}</td>
            <td data-label={heads.since}>{french(person.since)}</td>
            <td data-label={heads.fact}>{french(person.fact)}</td>
            {until && <td data-label={heads.until}>{french(person.until)}</td>}
          </tr>
        ))}
      </AdminTable>
    </section>
  );
}
