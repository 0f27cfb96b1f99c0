import { ActionForm } from "../action-form.tsx";
import { ADMIN_ROOT, CheckboxesField } from "../admin/fields.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { meetingWords as words } from "../strings-meetings.ts";
import { FieldError } from "../theme/messages.tsx";
import { MeetingDay } from "./meeting-day.tsx";
import type { MeetingPageView } from "./meeting-page.tsx";

/** What a meeting has to give, before anything is ranked. */
export interface PreparationView {
  readonly typedDay: string;
  /** Titles of what places are split by: "Âge", "Jours". */
  readonly groupTitle: string;
  /** Headings of the columns; one without words where places have no parts. */
  readonly parts: readonly string[];
  readonly rows: readonly {
    readonly place: string;
    readonly group: string;
    readonly cells: readonly { readonly name: string; readonly title: string; readonly value: string }[];
  }[];
  readonly viewers: readonly string[];
  /** Agents who may be let to see it without names: id, name. */
  readonly agents: readonly (readonly [string, string])[];
  /** Entries that would be ranked. */
  readonly waiting: number;
}

interface Props {
  readonly page: MeetingPageView;
  readonly view: PreparationView;
}

export function Preparation({ page, view }: Props) {
  if (!page.acts) return <p>{words.toRank(view.waiting)}</p>;
  return (
    <>
      <form method="post" action={`${page.base}/places`} data-enhance="form" noValidate>
        <Csrf site={page.frame.site} />
        <input type="hidden" name="revision" value={page.revision} />
        <MeetingDay typed={view.typedDay} issues={page.issues} />
        <Places page={page} view={view} />
        {view.agents.length > 0 && (
          <CheckboxesField
            name="voit"
            label={words.viewers}
            hint={words.viewersHint}
            values={view.viewers}
            options={view.agents}
            issues={[]}
          />
        )}
        <button type="submit" class="button">
          {words.save}
        </button>
      </form>
      <section class="panel meeting-rank" aria-labelledby="classer">
        <h2 id="classer">{words.rank}</h2>
        <p>{words.toRank(view.waiting)}</p>
        <p class="hint">{french(words.rankHint)}</p>
        <ActionForm site={page.frame.site} action={`${page.base}/classer`} label={words.rank}>
          <input type="hidden" name="revision" value={page.revision} />
        </ActionForm>
      </section>
    </>
  );
}

function Places({ page, view }: Props) {
  if (view.rows.length === 0) return <p class="notice notice-warning">{words.noPlaces}</p>;
  const grouped = view.groupTitle !== "";
  return (
    <section aria-labelledby="places-titre" id={fieldId("/places", ADMIN_ROOT)} tabIndex={-1}>
      <h2 id="places-titre">{words.places}</h2>
      <p class="hint">{french(words.placesHint)}</p>
      <div class="table-frame">
        <table class="entries admin-table meeting-places">
          <caption class="sr">{words.places}</caption>
          <thead>
            <tr>
              <th scope="col">{words.place}</th>
              {grouped && <th scope="col">{view.groupTitle}</th>}
              {view.parts.map((part) => (
                <th scope="col" key={part}>
                  {part === "" ? words.count : part}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.rows.map(({ place, group, cells }) => (
              <tr key={`${place} ${group}`}>
                <th scope="row">{place}</th>
                {grouped && <td data-label={view.groupTitle}>{group}</td>}
                {cells.map((cell, index) => (
                  <td key={cell.name} data-label={view.parts[index] === "" ? words.count : view.parts[index]}>
                    <Count page={page} cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Count({
  page,
  cell: { name, title, value },
}: {
  readonly page: MeetingPageView;
  readonly cell: PreparationView["rows"][number]["cells"][number];
}) {
  const id = fieldId(`/${name}`, ADMIN_ROOT);
  const messages = page.issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);
  const wrong = messages.length > 0;
  return (
    <>
      <input
        type="text"
        id={id}
        name={name}
        value={value}
        class="input meeting-count"
        inputMode="numeric"
        autocomplete="off"
        aria-label={title}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={wrong ? `${id}-error` : undefined}
      />
      <FieldError id={id} messages={messages} />
    </>
  );
}
