import { Csrf, type SiteView } from "../page.tsx";
import { reminderWords as words } from "../strings-reminders.ts";
import type { BackFrame } from "./back-page.tsx";
import { registerWorkPage } from "./register-work-page.tsx";

/** Something to recall to the person a fiche is about. */
export interface ReminderLine {
  readonly label: string;
  readonly href: string;
  /** Name of the member it belongs to, when that is another. */
  readonly of: string | null;
  readonly title: string;
  /** "12 avril 2027". */
  readonly day: string;
  readonly late: boolean;
  readonly mailed: boolean;
  /** What settles it, as hidden fields; null for who only reads. */
  readonly settles: readonly (readonly [string, string])[] | null;
}

export interface RemindersPageView {
  readonly frame: BackFrame;
  readonly register: string;
  readonly registerHref: string;
  readonly lines: readonly ReminderLine[];
  /** How many are shown when there are others; null otherwise. */
  readonly most: number | null;
  readonly notice: string | null;
}

/** What is to be recalled of a register, the soonest date first. */
export function remindersPage(view: RemindersPageView): string {
  const { frame, register, registerHref, lines, most, notice } = view;
  return registerWorkPage({
    ...{ frame, title: words.title, register, back: words.register, registerHref, done: notice },
    children: (
      <>
        {lines.length === 0 ? <Nothing /> : <Lines view={view} />}
        {most !== null && <p class="hint">{words.more(most)}</p>}
      </>
    ),
  });
}

const Nothing = () => (
  <>
    <p>{words.none}</p>
    <p class="hint">{words.noneHint}</p>
  </>
);

function Lines({ view: { frame, register, registerHref, lines } }: { readonly view: RemindersPageView }) {
  const { columns } = words;
  return (
    <>
      <p>{words.intro(register)}</p>
      <div class="table-frame">
        <table class="entries">
          <caption class="sr">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{columns.fiche}</th>
              <th scope="col">{columns.what}</th>
              <th scope="col">{columns.day}</th>
              <th scope="col">{columns.told}</th>
              <th scope="col">{columns.done}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row
                key={`${line.href} ${line.title} ${line.day}`}
                site={frame.site}
                action={`${registerHref}/rappels`}
                line={line}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface RowProps {
  readonly site: SiteView;
  readonly action: string;
  readonly line: ReminderLine;
}

function Row({ site, action, line }: RowProps) {
  const { columns } = words;
  return (
    <tr>
      <th scope="row">
        <a href={line.href}>{line.label}</a>
        {line.of !== null && <span class="quiet"> {line.of}</span>}
      </th>
      <td data-label={columns.what}>{line.title}</td>
      <td data-label={columns.day}>
        {line.day} {line.late && <span class="tag tag-danger">{words.late}</span>}
      </td>
      <td data-label={columns.told}>{line.mailed ? words.mailed : words.notMailed}</td>
      <td data-label={columns.done}>{line.settles && <Settle site={site} action={action} line={line} />}</td>
    </tr>
  );
}

function Settle({ site, action, line }: RowProps) {
  return (
    <form method="post" action={action}>
      <Csrf site={site} />
      {line.settles?.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button
        type="submit"
        class="button button-secondary button-small"
        aria-label={words.settleOf(line.title, line.label)}
      >
        {words.settle}
      </button>
    </form>
  );
}
