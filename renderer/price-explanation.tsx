import {
  type ExplainedTable,
  type Explanation,
  formatDate,
  formatMoney,
  SOURCE_WORDS,
  tableWords,
} from "../engine/index.ts";
import { french } from "./french.ts";
import { priceWords as words } from "./strings-prices.ts";

/** Prices with what made each: the facts and their source, the row of the table, the steps (CRPA R.311-3-1-2). */
export function PriceSection(view: {
  readonly prices: readonly Explanation[];
  /** Nothing is filed yet: the tariffs may still change. */
  readonly toCome?: boolean;
}) {
  if (view.prices.length === 0) return null;
  return (
    <section class="section" aria-labelledby="prix">
      <h2 id="prix">{words.title}</h2>
      {view.prices.map((price) => (
        <div key={price.field} class="price">
          <p class="price-line">
            {price.title} : <strong>{formatMoney(price.total)}</strong>
          </p>
          {price.algorithm && (
            <>
              <p>{french(words.mention(price.algorithm.purpose))}</p>
              <p>{french(words.right)}</p>
            </>
          )}
          <details class="price-how">
            <summary>
              {words.how}
              <span class="sr"> : {price.title}</span>
            </summary>
            <How price={price} toCome={view.toCome ?? false} />
          </details>
        </div>
      ))}
    </section>
  );
}

function How({ price, toCome }: { readonly price: Explanation; readonly toCome: boolean }) {
  return (
    <>
      {price.inputs.length > 0 && (
        <>
          <p class="price-head">{words.inputs}</p>
          <ul>
            {price.inputs.map(({ title, text, source }) => (
              <li key={title}>
                {french(words.input(title))} <strong>{text}</strong>
                {source !== undefined && `, ${SOURCE_WORDS[source]}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {price.tables.length > 0 && <p class="price-head">{words.tables}</p>}
      {price.tables.map((table) => (
        <Table key={table.title} table={table} />
      ))}
      <Steps price={price} />
      <p class="hint">{toCome ? words.toCome : words.day(formatDate(price.day))}</p>
      <p class="hint">{words.rounding}</p>
      {price.algorithm && <p class="hint">{french(words.degree(price.algorithm.degree))}</p>}
    </>
  );
}

function Table({ table }: { readonly table: ExplainedTable }) {
  return (
    <>
      <p>
        {french(words.table(table.title, tableWords(table), table.row))}
        {table.decision !== undefined && ` ${words.decision(table.decision)}`}
      </p>
      <ul>
        {table.columns.map(({ title, value, cell }) => (
          <li key={title}>{french(words.column(title, value, cell))}</li>
        ))}
      </ul>
    </>
  );
}

function Steps({ price }: { readonly price: Explanation }) {
  return (
    <table class="price-steps">
      <caption>{words.steps}</caption>
      <thead>
        <tr>
          <th scope="col">{words.step}</th>
          <th scope="col">{words.amount}</th>
        </tr>
      </thead>
      <tbody>
        {price.steps.map(({ label, rule, amount }) => (
          <tr key={label}>
            <th scope="row">
              {french(label)}
              <span class="price-rule">{french(rule)}</span>
            </th>
            <td>{formatMoney(amount)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{words.total}</th>
          <td>{formatMoney(price.total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
