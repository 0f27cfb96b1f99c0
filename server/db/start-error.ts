/** What keeps the database from starting, as a sentence that tells the person at the keyboard what to do. */
export class DatabaseStartError extends Error {
  override readonly name = "DatabaseStartError";
}

/** Where start-up tells what it does; a pino logger fits. */
export interface StartLog {
  info(sentence: string): void;
  warn(sentence: string): void;
}
