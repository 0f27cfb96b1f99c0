import type { ReadForm } from "../../middleware/posted-form.ts";

/** The one text posted under a name, trimmed and cut; "" when there is none. */
export const posted = (form: Pick<ReadForm, "fields">, name: string, most = 200): string =>
  (form.fields.get(name)?.[0] ?? "").trim().slice(0, most);
