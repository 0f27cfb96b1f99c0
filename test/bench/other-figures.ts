import type { Bases } from "./bases.ts";
import type { Subject } from "./subject.ts";

export async function otherFigures(_bases: Bases, _subjects: readonly Subject[]): Promise<string> {
  return "";
}
