import type { Operation } from "./load.ts";
import type { Sample } from "./measure.ts";
import type { SubjectName } from "./subject.ts";

/** Where a sample was taken. */
export interface Cell {
  readonly operation: Operation;
  readonly size: number;
  readonly connections: number;
}

export interface Result extends Cell {
  readonly subject: SubjectName;
  readonly samples: readonly Sample[];
}

const OPERATIONS: Readonly<Record<Operation, string>> = { submit: "submit", event: "event", page: "queue page of 25" };

/** Middle value of a figure over the rounds. */
export function median(result: Result, figure: (sample: Sample) => number): number {
  const values = result.samples.map(figure).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

const rate = (result: Result) => median(result, (sample) => sample.requests / sample.seconds);

/** The tables of the bench, in Markdown. */
export function report(results: readonly Result[]): string {
  const sizes = [...new Set(results.map((result) => result.size))];
  return [throughput(results), ...(sizes.length > 1 ? [growth(results, sizes)] : [])].join("\n\n");
}

function throughput(results: readonly Result[]): string {
  const find = (cell: Cell, subject: SubjectName) =>
    results.find((other) => sameCell(other, cell) && other.subject === subject);
  const rows = results.map((result) => {
    const ratio = (subject: SubjectName) => {
      const other = find(result, subject);
      return result.subject === "Guichet" && other ? (rate(result) / rate(other)).toFixed(2) : "";
    };
    return [
      OPERATIONS[result.operation],
      result.size.toLocaleString("en"),
      String(result.connections),
      result.subject,
      rate(result).toFixed(0),
      median(result, (sample) => sample.p50).toFixed(1),
      median(result, (sample) => sample.p99).toFixed(1),
      median(result, (sample) => sample.serverCpu).toFixed(3),
      median(result, (sample) => sample.databaseCpu).toFixed(3),
      ratio("limit"),
      ratio("hand-written"),
    ];
  });
  const head = ["operation", "entries", "conn.", "server", "req/s", "p50 ms", "p99 ms", "CPU ms/req Node"];
  return table([...head, "CPU ms/req PostgreSQL", "× limit", "× hand-written"], rows);
}

function growth(results: readonly Result[], sizes: readonly number[]): string {
  const [small = 0, large = 0] = [Math.min(...sizes), Math.max(...sizes)];
  const rows = results
    .filter((result) => result.size === small)
    .map((result) => {
      const other = results.find((one) => sameCell(one, { ...result, size: large }) && one.subject === result.subject);
      const p99 = (one: Result | undefined) => (one ? median(one, (sample) => sample.p99) : Number.NaN);
      const figures = [p99(result).toFixed(1), p99(other).toFixed(1), (p99(other) / p99(result)).toFixed(2)];
      return [OPERATIONS[result.operation], String(result.connections), result.subject, ...figures];
    });
  const label = (size: number) => `p99 ms at ${size.toLocaleString("en")}`;
  return table(["operation", "conn.", "server", label(small), label(large), "growth"], rows);
}

function sameCell(a: Cell, b: Cell): boolean {
  return a.operation === b.operation && a.size === b.size && a.connections === b.connections;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
