import { type Issue, isEmail } from "../../engine/index.ts";
import { accountWords } from "../../renderer/strings-account.ts";
import { normaliseEmail } from "../identity/email.ts";
import { passwordFault } from "../identity/new-password.ts";

const MAX_NAME = 100;
const words = accountWords.issues;

/** A name as it is kept: single spaces, no control character. */
export const cleanName = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();

/** What to mend in a name. */
export function nameIssues(pointer: string, name: string, missing: string): readonly Issue[] {
  if (cleanName(name) === "") return [{ code: "required", pointer, message: missing }];
  return cleanName(name).length > MAX_NAME ? [{ code: "too-long", pointer, message: words.tooLong }] : [];
}

/** What to mend in an address at `/email`. */
export function emailIssues(email: string): readonly Issue[] {
  const text = normaliseEmail(email);
  if (text === "") return [{ code: "required", pointer: "/email", message: words.email }];
  return isEmail(text) ? [] : [{ code: "format", pointer: "/email", message: words.emailForm }];
}

/** What to mend in a password someone chooses, at `/password`. `about`: see `passwordFault`. */
export function newPasswordIssues(password: string, about: readonly string[]): readonly Issue[] {
  if (password === "") return [{ code: "required", pointer: "/password", message: words.password }];
  const fault = passwordFault(password, about);
  return fault === null ? [] : [{ code: fault, pointer: "/password", message: words.faults[fault] }];
}
