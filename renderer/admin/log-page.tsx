import { formatInstant } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { logWords as words } from "../strings-admin-log.ts";
import { AdminTable } from "./admin-parts.tsx";
import { SelectField, TextField } from "./fields.tsx";

/** One record, in words. */
export interface LogLine {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly about: string;
  /** The entry it is about, when the reader may open it. */
  readonly entry: { readonly reference: string; readonly href: string } | null;
  readonly detail: string;
}

type Choices = readonly (readonly [string, string])[];

export interface LogPageView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly lines: readonly LogLine[];
  /** Names of the address, as typed. */
  readonly search: Readonly<Record<string, string>>;
  readonly agents: Choices;
  readonly definitions: Choices;
  /** The reader may see the group's log too. */
  readonly group: boolean;
  readonly next: string | null;
}

/** The log of a member, or the group's, with its search. */
export function logPage(view: LogPageView): string {
  const { frame, base, lines, search, next } = view;
  const query = new URLSearchParams(Object.entries(search).filter(([name, value]) => value !== "" && name !== "apres"));
  return renderBackPage({
    frame,
    title: words.title,
    children: (
      <>
        <div class="title-row">
          <h1>{words.title}</h1>
          <a class="button button-secondary" href={`${base}/export?${query}`} download>
            {words.export}
          </a>
        </div>
        <p class="measure">{words.lead}</p>
        <LogSearch {...view} />
        <AdminTable caption={words.title} columns={Object.values(words.columns)} none={words.none}>
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">{formatInstant(line.at)}</th>
              <td data-label={words.columns.who}>{line.who}</td>
              <td data-label={words.columns.what}>{line.what}</td>
              <td data-label={words.columns.about}>
                {line.about}
                {line.entry && line.about !== "" && " · "}
                {line.entry && <a href={line.entry.href}>{line.entry.reference}</a>}
              </td>
              <td data-label={words.columns.detail}>{line.detail}</td>
            </tr>
          ))}
        </AdminTable>
        <nav class="paging" aria-label={words.paging}>
          {search["apres"] && <a href={`${base}?${query}`}>{words.first}</a>}
          {next !== null && (
            <a rel="next" href={`${base}?${query}&apres=${next}`}>
              {words.next}
            </a>
          )}
        </nav>
      </>
    ),
  });
}

function LogSearch({ base, search, agents, definitions, group }: LogPageView) {
  const { fields } = words;
  const value = (name: string) => search[name] ?? "";
  const select = (name: string, label: string, options: Choices) => (
    <SelectField name={name} label={label} value={value(name)} issues={[]} options={options} />
  );
  const text = (name: string, label: string, type: "text" | "date") => (
    <TextField name={name} type={type} label={label} value={value(name)} issues={[]} />
  );
  return (
    <search>
      <form method="get" action={base} class="rights-choose">
        {group &&
          select("journal", words.scope, [
            ["", words.ofMember],
            ["groupe", words.ofGroup],
          ])}
        {select("qui", fields.actor, [["", fields.anyone], ...agents])}
        {select("quoi", fields.action, [["", fields.anything], ...Object.entries(words.actions)])}
        {select("definition", fields.definition, [["", fields.anyDefinition], ...definitions])}
        {select("agent", fields.target, [["", fields.anyone], ...agents])}
        {text("reference", fields.reference, "text")}
        {text("du", fields.from, "date")}
        {text("au", fields.to, "date")}
        <p class="button-row">
          <button type="submit" class="button">
            {words.search}
          </button>
          <a href={base}>{words.clear}</a>
        </p>
      </form>
    </search>
  );
}
