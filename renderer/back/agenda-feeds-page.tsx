import { AdminTable, Notice } from "../admin/admin-parts.tsx";
import { SelectField } from "../admin/fields.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { feedWords as words } from "../strings-agenda-feeds.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

export interface FeedLine {
  readonly id: string;
  readonly label: string;
  /** "3 mars 2026 à 14 h 30"; `readAt` null: never. */
  readonly createdAt: string;
  readonly readAt: string | null;
}

export interface AgendaFeedsPageView {
  readonly frame: BackFrame;
  readonly register: string;
  /** Of the agenda. */
  readonly href: string;
  readonly places: readonly (readonly [id: string, name: string])[];
  /** Titles of what a calendar shows of whoever comes. */
  readonly shown: readonly string[];
  readonly feeds: readonly FeedLine[];
  /** The address just made, shown once. */
  readonly made: string | null;
  readonly issues: readonly ShownIssue[];
  readonly notice: string | undefined;
}

/** An agent's secret addresses of an agenda. */
export function agendaFeedsPage(view: AgendaFeedsPageView): string {
  const { frame, href, issues } = view;
  return renderBackPage({
    frame,
    title: `${words.title} – ${view.register}`,
    children: (
      <>
        <p>
          <a href={href}>{words.back}</a>
        </p>
        <h1>{words.title}</h1>
        <Notice text={view.notice} />
        <ErrorSummary issues={issues} />
        {view.made !== null && <Made address={view.made} />}
        <div class="prose">
          <p>{french(words.intro)}</p>
          <p>{french(words.shows(view.shown))}</p>
          <p>{french(words.secret)}</p>
        </div>
        <form method="post" action={`${href}/calendriers`} class="admin-form">
          <Csrf site={frame.site} />
          <SelectField
            name="lieu"
            label={words.place}
            value=""
            options={[["", words.everywhere], ...view.places]}
            issues={issues}
          />
          <button type="submit" class="button">
            {words.make}
          </button>
        </form>
        <h2>{words.yours}</h2>
        <Feeds view={view} />
      </>
    ),
  });
}

function Made({ address }: { readonly address: string }) {
  return (
    <section class="notice" aria-labelledby="adresse-titre">
      <h2 id="adresse-titre">{words.made}</h2>
      <p>{words.copy}</p>
      <label class="label" for="adresse">
        {words.address}
      </label>
      <input class="input feed-address" id="adresse" readonly value={address} />
    </section>
  );
}

function Feeds({ view: { feeds, frame, href } }: { readonly view: AgendaFeedsPageView }) {
  const { columns } = words;
  return (
    <AdminTable caption={words.yours} columns={Object.values(columns)} none={words.none}>
      {feeds.map(({ id, label, createdAt, readAt }) => (
        <tr key={id}>
          <th scope="row">{label}</th>
          <td data-label={columns.created}>{createdAt}</td>
          <td data-label={columns.read}>{readAt ?? words.never}</td>
          <td data-label={columns.end}>
            <form method="post" action={`${href}/calendriers/${id}/supprimer`}>
              <Csrf site={frame.site} />
              <button type="submit" class="link">
                {words.end}
                <span class="sr">{words.endOf(label)}</span>
              </button>
            </form>
          </td>
        </tr>
      ))}
    </AdminTable>
  );
}
