/** What a text meant to be anonymous gives away. */
export type PersonalData = "email" | "number";

const EMAIL = /[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]{2,}/u;
/** Eight digits or more, however they are parted: a telephone, a social security number, a reference of another service. */
const LONG_NUMBER = /(?:\d[\s.\-/]{0,2}){8,}/u;

/** The first kind of personal data that a text plainly holds; null when it seems to hold none. Names are not told. */
export function personalDataIn(text: string): PersonalData | null {
  if (EMAIL.test(text)) return "email";
  return LONG_NUMBER.test(text) ? "number" : null;
}
