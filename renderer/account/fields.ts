import { accountWords } from "../strings-account.ts";
import type { AccountField } from "./form-page.tsx";

const words = accountWords.fields;

/** The fields that several pages about an account ask for. */
export const accountFields = {
  email: (value: string, label: string = words.email): AccountField => ({
    name: "email",
    type: "email",
    label,
    hint: words.emailHint,
    autocomplete: "email",
    value,
  }),
  newPassword: (label: string): AccountField => ({
    name: "password",
    type: "password",
    label,
    hint: words.passwordHint,
    autocomplete: "new-password",
    reveal: words.reveal,
  }),
  /** The password she has already. */
  password: (name: string, label: string): AccountField => ({
    name,
    type: "password",
    label,
    autocomplete: "current-password",
    reveal: words.reveal,
  }),
};
