/** Why a file cannot be read as a table. */
export type FileFault =
  | "empty"
  | "not-a-table"
  | "old-spreadsheet"
  | "macros"
  | "unfolds-too-large"
  | "open-quote"
  | "long-record"
  | "too-many-columns"
  | "too-many-lines";

/** A file that people sent and nobody can read: expected, told with its reason. */
export class Unreadable extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault);
    this.fault = fault;
  }
}
