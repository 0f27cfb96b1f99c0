import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  /** Seconds of the process itself. */
  readonly own: number;
  /** Seconds of its children that ended. */
  readonly ended: number;
}

/** Seconds of processor used so far by a process and everything it started. */
export function processorSeconds(root: number): number {
  const stats = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name): [number, Stat][] => {
        const stat = readStat(Number(name));
        return stat ? [[Number(name), stat]] : [];
      }),
  );
  const within = (pid: number): boolean => pid === root || (pid > 1 && within(stats.get(pid)?.parent ?? 0));
  return [...stats].reduce((total, [pid, stat]) => (within(pid) ? total + stat.own + stat.ended : total), 0);
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold spaces; fields are counted from its end.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const seconds = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) / TICKS_PER_SECOND;
    return { parent: Number(fields[1]), own: seconds(11), ended: seconds(13) };
  } catch {
    return null;
  }
}
