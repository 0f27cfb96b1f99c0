/** Numbers of the French numbering plan: ten digits in France, "+33…" or the code of an overseas territory outside. */

/** First digits of the numbers of Réunion, Mayotte, Guadeloupe, Guyane and Martinique, with their country codes. */
const OVERSEAS: Readonly<Record<string, string>> = {
  "0262": "262",
  "0263": "262",
  "0269": "262",
  "0639": "262",
  "0692": "262",
  "0693": "262",
  "0590": "590",
  "0690": "590",
  "0691": "590",
  "0594": "594",
  "0694": "594",
  "0596": "596",
  "0696": "596",
  "0697": "596",
};

/** E.164 of a number as people type it ("06 12 34 56 78", "0033 6…", "+33 (0)6…"); null when it is not recognisable. */
export function parsePhone(text: string): string | null {
  if (text.length > 40) {
    return null;
  }
  const digits = text
    .replace(/\(0\)/g, "")
    .replace(/[\s.\-/()]/g, "")
    .replace(/^00/, "+");
  const french = /^0[1-9]\d{8}$/.test(digits) ? digits : nationalOf(digits);
  if (french !== null) {
    return `+${codeOf(french)}${french.slice(1)}`;
  }
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

/** "06 12 34 56 78" for a French number; any other text untouched. */
export function formatPhone(value: string): string {
  const national = /^0[1-9]\d{8}$/.test(value) ? value : nationalOf(value);
  return national === null ? value : national.replace(/(\d\d)(?=\d)/g, "$1 ");
}

/** Ten digits for "+33…", "+330…" (the 0 typed by mistake) and overseas codes; null for others. */
function nationalOf(international: string): string | null {
  const match = /^\+(33|262|590|594|596)0?([1-9]\d{8})$/.exec(international);
  if (match === null) {
    return null;
  }
  const [, code = "", rest = ""] = match;
  const national = `0${rest}`;
  return code === "33" || codeOf(national) === code ? national : null;
}

function codeOf(national: string): string {
  return OVERSEAS[national.slice(0, 4)] ?? "33";
}
