import { parseDate } from "./cel.ts";
import { parsePlate } from "./plate.ts";

/** Whether a text is of a format; each check is linear in the length of the text. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => parseDate(text) !== null,
  email: isEmail,
  phone: (text) => text.length <= 30 && PHONE.test(text),
  uuid: (text) => UUID.test(text),
  siren: isSiren,
  plate: (text) => parsePlate(text) === text,
};

/** E.164, or ten French digits with the usual separators. */
const PHONE = /^(?:\+[1-9]\d{6,14}|0[1-9](?:[ .-]?\d{2}){4})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** Nine digits whose Luhn sum ends in zero, as INSEE gives them to every organisation. */
function isSiren(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const doubled = [...text].map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2));
  return doubled.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0;
}

/** An address one can write to: no blank, one @, a domain with a dot (RFC 5321 lengths). */
export function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split(".");
  if (at < 1 || !LOCAL.test(local) || local.startsWith(".") || local.endsWith(".") || local.includes(".."))
    return false;
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && (labels.at(-1) ?? "").length > 1;
}
