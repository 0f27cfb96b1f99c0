import type { Field } from "./form.ts";
import { frenchText } from "./french-text.ts";
import type { FieldSchema } from "./meta.generated.ts";
import type { At, Report } from "./report.ts";

/** Bytes of a megabyte, as file managers count them. */
const MEGABYTE = 1_000_000;

/** The largest file a field takes, in bytes; undefined when the installation alone sets a limit. */
export function largestFile({ schema }: Pick<Field, "schema">): number | undefined {
  const megabytes = schema["x-max-size"];
  return typeof megabytes === "number" ? Math.round(megabytes * MEGABYTE) : undefined;
}

/** A limit in bytes as people read it: "5 Mo", "0,5 Mo" as "500 Ko". */
export function sizeLimit(bytes: number): string {
  if (bytes < MEGABYTE) return `${frenchText(Math.floor(bytes / 1000))} Ko`;
  return `${frenchText(Math.floor(bytes / 100_000) / 10)} Mo`;
}

/**
 * What to tell of a file too heavy for its field; null of one that fits. `x-messages` of the field comes first.
 * @param bytes what the file weighs
 */
export function tooHeavy(field: Pick<Field, "schema" | "messages">, bytes: number): string | null {
  const largest = largestFile(field);
  if (largest === undefined || bytes <= largest) return null;
  // Rounded up: a file a little over the limit must not read as being at it.
  const weight =
    bytes < MEGABYTE ? `${Math.ceil(bytes / 1000)} Ko` : `${frenchText(Math.ceil(bytes / 100_000) / 10)} Mo`;
  return (
    field.messages?.["x-max-size"] ??
    `Ce fichier pèse ${weight} et cette question en accepte ${sizeLimit(largest)} au plus. Envoyez-le en plus petit.`
  );
}

/**
 * Checks that a size is said of files alone, and that the installation takes files of this size.
 * @param widget how the field is asked; null for the items of a list
 * @param at where the size is written
 * @param most bytes of the largest file the installation takes; undefined when that is not known here
 */
export function checkFileSize(
  schema: FieldSchema,
  widget: Field["widget"] | null,
  at: At,
  most: number | undefined,
  report: Report,
): void {
  const megabytes = schema["x-max-size"];
  if (megabytes === undefined) return;
  if (widget !== "attachment" && widget !== "attachments") {
    const message =
      "« x-max-size » se dit d'un champ de fichiers ; pour plusieurs fichiers, écrivez-le sur la liste, pas dans « items ».";
    report.add("file-size-field", at, message);
  } else if (most !== undefined && megabytes * MEGABYTE > most) {
    const message = `Cette plateforme n'accepte aucun fichier de plus de ${sizeLimit(most)} : abaissez « x-max-size ».`;
    report.add("file-size-limit", at, message);
  }
}
