import type { SittingLine } from "../../../renderer/back/sittings-page.tsx";
import { sittingWords as words } from "../../../renderer/strings-sittings.ts";
import type { NamedSitting } from "../../sittings.ts";
import type { SittingCount } from "../../store/sittings.ts";

/** What is taken of a session and what is left, kind by kind. */
export function countWords(
  { rooms }: NamedSitting,
  count: SittingCount | undefined,
): Pick<SittingLine, "taken" | "waiting" | "left"> {
  const kinds = rooms.map(({ kind, title, places }) => {
    const taken = count?.rooms.find((room) => room.kind === kind)?.taken ?? 0;
    return { title, taken, places, free: Math.max(0, places - taken) };
  });
  const each = (text: (kind: (typeof kinds)[number]) => string) =>
    kinds.map((kind) => (kind.title === "" ? text(kind) : words.kind(kind.title, text(kind)))).join(", ");
  return {
    taken: each(({ taken, places }) => words.taken(taken, places)),
    waiting: count?.waiting ?? 0,
    left: each(({ free }) => (free === 0 ? words.full : words.left(free))),
  };
}
