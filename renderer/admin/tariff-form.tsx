import { amountHeading, formatDate, type Tariff, type TariffColumn, type TypedRow } from "../../engine/index.ts";
import { ConfirmedAction } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { tariffWords as words } from "../strings-tariffs.ts";
import { FieldError } from "../theme/messages.tsx";
import { renderAdminPage } from "./admin-page.tsx";
import { ADMIN_ROOT, TextField } from "./fields.tsx";

export interface TariffFormView {
  readonly frame: BackFrame;
  /** Address of the table. */
  readonly base: string;
  readonly tariff: Tariff;
  /** The day of the rows at hand; null for new ones. */
  readonly since: string | null;
  readonly revision: number;
  /** Nothing was priced by these rows yet. */
  readonly removable: boolean;
  readonly typed: { readonly day: string; readonly decision: string; readonly rows: readonly TypedRow[] };
  readonly issues: readonly ShownIssue[];
  readonly refused: string | undefined;
}

/** The rows of a table from a day on, to write. Rows are added and removed by buttons that post the whole form. */
export function renderTariffForm(view: TariffFormView): string {
  const { frame, base, tariff, since } = view;
  const action = `${base}/${since ?? "nouvelle"}`;
  return renderAdminPage({
    frame,
    title: since === null ? words.newTitle(tariff.title) : words.versionTitle(tariff.title, formatDate(since)),
    back: { href: base, label: words.backTo(tariff.title) },
    issues: view.issues,
    refused: view.refused,
    children: (
      <>
        <form method="post" action={action} class="admin-form tariff-form" data-enhance="form" novalidate>
          <Csrf site={frame.site} />
          <input type="hidden" name="revision" value={view.revision} />
          <input type="hidden" name="lignes" value={view.typed.rows.length} />
          <button type="submit" class="default-submit" tabIndex={-1} aria-hidden="true">
            {words.save}
          </button>
          <When {...view} />
          <Rows {...view} />
          <Paste />
          <button type="submit" class="button">
            {words.save}
          </button>
        </form>
        {view.removable && (
          <ConfirmedAction
            site={frame.site}
            action={`${action}/supprimer`}
            label={words.delete}
            hint={words.deleteHint}
            confirm={words.deleteConfirm}
            danger
          >
            <input type="hidden" name="revision" value={view.revision} />
          </ConfirmedAction>
        )}
      </>
    ),
  });
}

/** From when the rows hold, and what decided them. */
function When({ typed, issues }: TariffFormView) {
  const { since, sinceHint, decision, decisionHint } = words.fields;
  const text = { name: "decision", label: decision, hint: decisionHint, value: typed.decision, size: 40 };
  return (
    <div class="fields">
      <TextField name="depuis" type="date" label={since} hint={sinceHint} value={typed.day} issues={issues} />
      <TextField {...text} issues={issues} optional />
    </div>
  );
}

/** Rows of a spreadsheet, in place of those of the page. */
function Paste() {
  const { paste, pasteHint } = words.fields;
  return (
    <details class="tariff-paste">
      <summary>{paste}</summary>
      <TextField name="coller" label={paste} hint={pasteHint} value="" issues={[]} lines={6} optional />
      <button type="submit" class="button button-secondary" name="_action" value="replace">
        {words.replace}
      </button>
    </details>
  );
}

function Rows({ tariff, typed, issues }: TariffFormView) {
  const { fields } = words;
  const id = fieldId("/lignes", ADMIN_ROOT);
  return (
    <div id={id} tabIndex={-1}>
      <p class="label">{fields.rows}</p>
      <p class="hint">{french(tariff.unit === "points" ? fields.pointsHint : fields.rowsHint)}</p>
      <FieldError id={id} messages={messagesOf(issues, "lignes")} />
      <table class="tariff-rows">
        <caption class="sr">{words.caption(tariff.title)}</caption>
        <thead>
          <tr>
            <th scope="col">{fields.row}</th>
            {tariff.columns.map(({ id: key, title }) => (
              <th scope="col" key={key}>
                {title}
              </th>
            ))}
            <th scope="col">{amountHeading(tariff)}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {typed.rows.map((row, index) => (
            <Row key={index} tariff={tariff} row={row} index={index} issues={issues} />
          ))}
        </tbody>
      </table>
      <button type="submit" class="button button-secondary" name="_action" value="add">
        {words.add}
      </button>
    </div>
  );
}

interface RowProps {
  readonly tariff: Tariff;
  readonly row: TypedRow;
  readonly index: number;
  readonly issues: readonly ShownIssue[];
}

function Row({ tariff, row, index, issues }: RowProps) {
  return (
    <tr>
      <th scope="row">{index + 1}</th>
      {tariff.columns.map((column) => (
        <td key={column.id} data-label={column.title}>
          <Cell column={column} value={row.cells[column.id] ?? ""} index={index} issues={issues} />
        </td>
      ))}
      <td data-label={amountHeading(tariff)}>
        <TextCell
          name={`ligne-${index}-amount`}
          title={amountHeading(tariff)}
          value={row.amount}
          index={index}
          issues={issues}
          sum
        />
      </td>
      <td>
        <button type="submit" class="link" name="_action" value={`remove:${index}`}>
          {words.remove}
          <span class="sr">
            {" "}
            : {words.fields.row} {index + 1}
          </span>
        </button>
      </td>
    </tr>
  );
}

interface CellProps extends Pick<RowProps, "index" | "issues"> {
  readonly value: string;
}

function Cell({ column, value, index, issues }: CellProps & { readonly column: TariffColumn }) {
  const name = `ligne-${index}-${column.id}`;
  if (column.kind === "band")
    return <TextCell name={name} title={column.title} value={value} index={index} issues={issues} />;
  const { messages, ...attributes } = cellAttributes(name, column.title, index, issues);
  const known = value === "" || column.choices.some((choice) => choice.value === value);
  return (
    <>
      <select {...attributes} name={name} class="input select">
        <option value="">{words.fields.all}</option>
        {!known && (
          <option value={value} selected>
            {value}
          </option>
        )}
        {column.choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
      <FieldError id={attributes.id} messages={messages} />
    </>
  );
}

function TextCell(props: CellProps & { readonly name: string; readonly title: string; readonly sum?: boolean }) {
  const { messages, ...attributes } = cellAttributes(props.name, props.title, props.index, props.issues);
  return (
    <>
      <input
        type="text"
        {...attributes}
        name={props.name}
        value={props.value}
        class={`input${props.sum ? " tariff-sum" : ""}`}
        inputMode={props.sum ? "decimal" : undefined}
        autocomplete="off"
      />
      <FieldError id={attributes.id} messages={messages} />
    </>
  );
}

function cellAttributes(name: string, title: string, index: number, issues: readonly ShownIssue[]) {
  const id = fieldId(`/${name}`, ADMIN_ROOT);
  const messages = messagesOf(issues, name);
  const wrong = messages.length > 0;
  return {
    id,
    messages,
    "aria-label": words.fields.cell(title, index + 1),
    ...(wrong && { "aria-invalid": "true" as const, "aria-describedby": `${id}-error` }),
  };
}

const messagesOf = (issues: readonly ShownIssue[], name: string): readonly string[] =>
  issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);
