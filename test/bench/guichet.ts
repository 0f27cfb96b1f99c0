import type { Bases } from "./bases.ts";
import type { Subject } from "./subject.ts";

export async function prepareGuichet(
  _bases: Bases,
  _sizes: readonly number[],
  _environment: Readonly<Record<string, string>>,
  _say: (text: string) => void,
): Promise<Subject | null> {
  return null;
}
