import {
  type ExplainedTable,
  formatDate,
  pointsText,
  type ScoreExplanation,
  SOURCE_WORDS,
  type Standing,
  tableWords,
} from "../engine/index.ts";
import { french } from "./french.ts";
import { priceWords } from "./strings-prices.ts";
import { scoringWords as words } from "./strings-scoring.ts";

/** Points with what made each, and the rank they gave (CRPA R.311-3-1-2). */
export interface ScoreView {
  /** Those a decision rests on; null before any. */
  readonly standing: Standing | null;
  /** Those of today, where the definition shows them before any decision. */
  readonly score: ScoreExplanation | null;
}

export function ScoreSection({ standing, score }: ScoreView) {
  const shown = standing?.score ?? score;
  if (!shown) return null;
  return (
    <section class="section" aria-labelledby="points">
      <h2 id="points">{words.title}</h2>
      <div class="price">
        <p class="price-line">
          {french(shown.title)} : <strong>{scoreText(shown)}</strong>
        </p>
        {standing ? <Rank standing={standing} /> : <p>{french(words.today(formatDate(shown.day)))}</p>}
        <p>{french(words.mention(shown.algorithm.purpose))}</p>
        <p>{french(words.right)}</p>
        <details class="price-how">
          <summary>{words.how}</summary>
          <ScoreDetail score={shown} />
          {standing && <Draw standing={standing} />}
        </details>
      </div>
    </section>
  );
}

/** "23 points sur 40". */
export const scoreText = ({ total, criteria }: Pick<ScoreExplanation, "total" | "criteria">): string =>
  words.score(pointsText(total), String(criteria.reduce((sum, { maximum, weight }) => sum + maximum * weight, 0)));

function Rank({ standing }: { readonly standing: Standing }) {
  const { rank, of, list, separation, path, deviation } = standing;
  return (
    <>
      <p>{french(words.rank(rank, of, list))}</p>
      {separation !== undefined && <p>{french(separation)}</p>}
      {path.length > 0 && <Lines title={words.path} lines={path} />}
      {deviation !== undefined && <p>{french(words.deviation(deviation))}</p>}
    </>
  );
}

function Lines(view: {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
}) {
  return (
    <>
      <p class="price-head">{view.title}</p>
      <ul>
        {view.lines.map(({ label, text }) => (
          <li key={label}>
            {french(priceWords.input(label))} <strong>{french(text)}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What counted, the tables, the points of each criterion. */
export function ScoreDetail({ score }: { readonly score: ScoreExplanation }) {
  return (
    <>
      {score.inputs.length > 0 && (
        <>
          <p class="price-head">{words.inputs}</p>
          <ul>
            {score.inputs.map(({ title, text, source }) => (
              <li key={title}>
                {french(priceWords.input(title))} <strong>{text}</strong>
                {source !== undefined && `, ${SOURCE_WORDS[source]}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {score.tables.length > 0 && <p class="price-head">{words.tables}</p>}
      {score.tables.map((table) => (
        <Table key={table.title} table={table} />
      ))}
      <Criteria score={score} />
      {score.ties.length > 0 && <Lines title={words.ties} lines={score.ties} />}
      <p class="hint">{words.day(formatDate(score.day))}</p>
      <p class="hint">{french(words.degree(score.algorithm.degree))}</p>
    </>
  );
}

function Table({ table }: { readonly table: ExplainedTable }) {
  return (
    <>
      <p>
        {french(priceWords.table(table.title, tableWords(table), table.row))}
        {table.decision !== undefined && ` ${priceWords.decision(table.decision)}`}
      </p>
      <ul>
        {table.columns.map(({ title, value, cell }) => (
          <li key={title}>{french(priceWords.column(title, value, cell))}</li>
        ))}
      </ul>
    </>
  );
}

function Criteria({ score }: { readonly score: ScoreExplanation }) {
  return (
    <table class="price-steps">
      <caption>{words.steps}</caption>
      <thead>
        <tr>
          <th scope="col">{words.criterion}</th>
          <th scope="col">{words.points}</th>
        </tr>
      </thead>
      <tbody>
        {score.criteria.map(({ label, rule, points, maximum, weight, total }) => (
          <tr key={label}>
            <th scope="row">
              {french(label)}
              <span class="price-rule">
                {french(rule)} {words.weighted(points, maximum, weight)}
              </span>
            </th>
            <td>{total}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{words.total}</th>
          <td>{score.total}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Draw({ standing: { draw } }: { readonly standing: Standing }) {
  return (
    <p class="hint score-draw">
      {words.draw} : {words.drawn(draw.seed, draw.text, draw.result)}
    </p>
  );
}
