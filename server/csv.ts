/** What Excel, LibreOffice and their like compute when a cell begins with it, in its wide form too. */
const COMPUTED = /^[=+\-@\t\r\n＝＋－＠]/;
/** A number or a telephone, with its sign: nothing a spreadsheet could be made to run. */
const NUMERIC = /^[+-]?\d[\d\s.,()-]*$/;

/** A text that a spreadsheet shows and never computes. */
export const harmless = (text: string): string => (COMPUTED.test(text) && !NUMERIC.test(text) ? `'${text}` : text);

/** First characters of a file that French spreadsheets read as UTF-8. */
export const BOM = "\ufeff";

/** One line for French spreadsheets: semicolons, every cell quoted, nothing computed. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(";")}\r\n`;
