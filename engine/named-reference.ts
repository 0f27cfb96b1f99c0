import type { Labels } from "./display.ts";

/**
 * An entry that a written text names is not known while the text is composed, from answers alone: a mark stands for it until
 * the server knows who reads.
 */
const OPENS = "\u{e000}";
const CLOSES = "\u{e001}";
const MARK = new RegExp(`${OPENS}([^${CLOSES}]*)${CLOSES}`, "gu");

/** Stands for the name of the entry of this id. */
export const referenceMark = (id: string): string => `${OPENS}${id}${CLOSES}`;

/** The same text without what could pass for a mark: nobody names an entry by typing one. */
export const withoutMarks = (text: string): string => text.replace(/[\u{e000}\u{e001}]/gu, "");

/** Ids of the entries that a text names. */
export const markedReferences = (text: string): readonly string[] => [...text.matchAll(MARK)].map(([, id]) => id ?? "");

/** The text with names in place; an entry without a label, which whoever reads may not know of, is not named. */
export const nameReferences = (text: string, labels: Labels): string =>
  text.replace(MARK, (_, id: string) => labels.get(id) ?? "");
