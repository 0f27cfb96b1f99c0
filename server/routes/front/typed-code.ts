/** What is copied from a mail or a receipt, as a form asks for it. `width` in characters. */
export const copied = (
  words: { readonly title: string; readonly hint: string; readonly missing: string; readonly wrong: string },
  width: number,
) => ({
  type: "string" as const,
  title: words.title,
  description: words.hint,
  maxLength: 20,
  "x-width": width,
  "x-autocomplete": "off",
  "x-messages": { required: words.missing, maxLength: words.wrong },
});
