import { COMMON_WORDS } from "./common-passwords.ts";
import { MAX_PASSWORD } from "./passwords.ts";

/** Characters, as people count them: length is what makes a password hard to guess (CNIL, ANSSI: no rule of composition). */
export const MIN_PASSWORD = 12;

/** Why a password is refused. */
export type PasswordFault = "short" | "long" | "common" | "own";

/**
 * What is wrong with a password someone chooses; null when it will do. Refused: less than twelve characters, what
 * attackers try first, and what is written on the account itself.
 * @param about texts of the account that the password may not be: address, names
 */
export function passwordFault(password: string, about: readonly string[]): PasswordFault | null {
  if ([...password].length < MIN_PASSWORD) return "short";
  if (password.length > MAX_PASSWORD) return "long";
  const plain = letters(password);
  if (isRepeated(password) || (plain !== "" && isCommon(plain))) return "common";
  const own = about.flatMap((text) => [text, ...text.split("@").slice(0, 1)]).map(letters);
  return own.some((text) => text !== "" && withoutDigits(plain) === withoutDigits(text)) ? "own" : null;
}

const isRepeated = (text: string): boolean => /^(.{1,6}?)\1+.?$/u.test(text);

/** A common word with digits around it, a short piece repeated, or a run of neighbours ("123456789012"). */
function isCommon(plain: string): boolean {
  if (isRepeated(plain) || isRun(plain)) return true;
  const bare = withoutDigits(plain);
  return bare === "" ? hasFewDigits(plain) : COMMON_WORDS.has(bare) || COMMON_WORDS.has(plain);
}

const isRun = (plain: string): boolean =>
  RUNS.some((run) => `${run}${run}`.includes(plain) || [...`${run}${run}`].reverse().join("").includes(plain));

const RUNS = [
  "0123456789",
  "1234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "azertyuiopqsdfghjklmwxcvbn",
  "qwertyuiopasdfghjklzxcvbnm",
];

const hasFewDigits = (plain: string): boolean => new Set(plain).size <= 3;

/** "Mot-de-Passe 2026 !" → "motdepasse2026". */
const letters = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const withoutDigits = (plain: string): string => plain.replace(/^\p{N}+|\p{N}+$/gu, "");
