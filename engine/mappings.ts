/** The part of the public surface about files whose lines become entries, and files for other software. */
export type { Completed, Disagreement } from "./fill.ts";
export { alike, completed } from "./fill.ts";
export type { FromFile, SaidAside } from "./imported-fields.ts";
export { importedFields, lackingOf } from "./imported-fields.ts";
export type { Layout, LayoutCells, LayoutColumn, ReadLine } from "./layout.ts";
export { headingKey, layoutLines, readLayoutLine, withLine } from "./layout.ts";
export type { ColumnRule, Mapping, Target } from "./mapping.ts";
export { MOST_ITEMS, refers, targetLabel, targetsOf } from "./mapping.ts";
export { convert } from "./mapping-convert.ts";
export { guessMapping } from "./mapping-guess.ts";
export { cellPattern, HOLE_KINDS } from "./mapping-pattern.ts";
export type { LineRead, LineReader } from "./mapping-read.ts";
export { cellOf, lineReader } from "./mapping-read.ts";
export type { ColumnSample } from "./mapping-sample.ts";
export type { Refused, Settled } from "./settle.ts";
export { settle } from "./settle.ts";
