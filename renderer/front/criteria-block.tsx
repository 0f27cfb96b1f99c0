import {
  cellText,
  criterionRule,
  formatDate,
  mostPoints,
  type Scoring,
  type Tariff,
  type TariffRow,
  type TariffVersion,
} from "../../engine/index.ts";
import { french } from "../french.ts";
import { scoringWords as words } from "../strings-scoring.ts";

/** The criteria of a ranking as the public reads them, with the tables in force. */
export interface CriteriaView {
  readonly scoring: Scoring;
  readonly tables: readonly {
    readonly tariff: Tariff;
    /** Null: nothing is in force. */
    readonly held: { readonly version: TariffVersion | null; readonly rows: readonly TariffRow[] } | null;
  }[];
}

/** How requests are ranked: the mention of the algorithm (CRPA L.311-3-1), criteria, tables, what separates equals. */
export function Criteria({ scoring, tables }: CriteriaView) {
  return (
    <section class="criteria">
      <h2>{scoring.title}</h2>
      {scoring.intro !== undefined && <p>{french(scoring.intro)}</p>}
      <p>{french(words.mention(scoring.algorithm.purpose))}</p>
      <p>{french(words.degree(scoring.algorithm.degree))}</p>
      <Table scoring={scoring} />
      <p>{french(words.criteria.ties)}</p>
      <ul>
        {scoring.ties.map(({ label }) => (
          <li key={label}>{french(label)}</li>
        ))}
        <li>{french(words.criteria.draw)}</li>
      </ul>
      <p>{french(scoring.told === "always" ? words.always : words.whenDecided)}</p>
      <p>{french(words.right)}</p>
      {tables.length > 0 && (
        <details class="price-how">
          <summary>{words.criteria.tables}</summary>
          {tables.map((table) => (
            <PointsTable key={table.tariff.id} {...table} />
          ))}
        </details>
      )}
    </section>
  );
}

function Table({ scoring }: Pick<CriteriaView, "scoring">) {
  const [criterion, points] = words.criteria.head;
  return (
    <table class="price-steps">
      <thead>
        <tr>
          <th scope="col">{criterion}</th>
          <th scope="col">{points}</th>
        </tr>
      </thead>
      <tbody>
        {scoring.criteria.map((each) => (
          <tr key={each.label}>
            <th scope="row">
              {french(each.label)}
              <span class="price-rule">{french(criterionRule(scoring, each))}</span>
            </th>
            <td>
              {each.maximum}
              {each.weight > 1 && <span class="price-rule">{words.criteria.weight(each.weight)}</span>}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{words.criteria.total}</th>
          <td>{mostPoints(scoring)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function PointsTable({ tariff, held }: CriteriaView["tables"][number]) {
  const { version } = held ?? {};
  return (
    <>
      {held === null && <p>{words.criteria.none}</p>}
      {version && (
        <p>
          {words.criteria.since(formatDate(version.since))}
          {version.decision !== undefined && ` ${words.criteria.decision(version.decision)}`}
        </p>
      )}
      <table class="price-steps">
        <caption>{tariff.title}</caption>
        <thead>
          <tr>
            {tariff.columns.map(({ id, title }) => (
              <th scope="col" key={id}>
                {title}
              </th>
            ))}
            <th scope="col">{words.points}</th>
          </tr>
        </thead>
        <tbody>
          {(held?.rows ?? []).map((row, index) => (
            <tr key={index}>
              {tariff.columns.map((column) => (
                <td key={column.id} class="text">
                  {cellText(column, row.cells[column.id])}
                </td>
              ))}
              <td>{row.amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
