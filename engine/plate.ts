import type { Field } from "./form.ts";

/**
 * Plates of French vehicles: those of the SIV since 2009, without I, O nor U, and those of the FNI before, whose last part is
 * a département (arrêté du 9 février 2009).
 */
const SIV = /^([A-HJ-NP-TV-Z]{2})(\d{3})([A-HJ-NP-TV-Z]{2})$/;
const FNI = /^([1-9]\d{0,3})([A-Z]{1,3})(0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8])$/;
const LONGEST = 30;

/** "AB-123-CD" or "1234 AB 68" of a plate in small letters, with other marks or none; null when it is no plate. */
export function parsePlate(text: string): string | null {
  if (text.length > LONGEST) return null;
  const signs = text.toUpperCase().replace(/[\s._\-\u2010-\u2015]/g, "");
  const siv = SIV.exec(signs);
  if (siv) return siv.slice(1).join("-");
  return FNI.exec(signs)?.slice(1).join(" ") ?? null;
}

/** Whether a field asks a plate. */
export const isPlate = (field: Pick<Field, "schema"> | undefined): boolean => field?.schema["format"] === "plate";
