import type { Context } from "./context.ts";
import type { Draft } from "./store/drafts.ts";
import { countSteps, SENT, sentUncounted } from "./store/form-counts.ts";

/** How long what was counted waits for more before it is written, in milliseconds. */
const GATHER = 2000;
/** Drafts waiting, beyond which more are written at their next page. */
const MOST_WAITING = 5000;
const MINUTE = 60_000;
const MOST_SWEPT = 500;

type Known = Pick<Context, "db" | "log">;

interface Gathering {
  /** Steps by draft, by member. */
  readonly members: Map<string, Map<string, string[]>>;
  waiting: number;
  timer: NodeJS.Timeout | null;
  written: Promise<void>;
}

const gatherings = new WeakMap<Context["db"], Gathering>();

/**
 * Counts a draft at a step, once whatever is reloaded. Nothing is waited for: counts gather for two seconds and are
 * written together. What a crash takes with it counts at the next page of the same draft.
 */
export function countStep(ctx: Known, member: string, draft: Pick<Draft, "id" | "counted">, step: string): void {
  if (draft.counted.includes(step)) return;
  const gathering = gatherings.get(ctx.db) ?? {
    members: new Map(),
    waiting: 0,
    timer: null,
    written: Promise.resolve(),
  };
  gatherings.set(ctx.db, gathering);
  if (gathering.waiting >= MOST_WAITING) return;
  const drafts = gathering.members.get(member) ?? new Map<string, string[]>();
  gathering.members.set(member, drafts);
  const steps = drafts.get(draft.id) ?? [];
  if (steps.includes(step)) return;
  drafts.set(draft.id, [...steps, step]);
  gathering.waiting += 1;
  if (gathering.timer) return;
  gathering.timer = setTimeout(() => void stepsCounted(ctx), GATHER);
  gathering.timer.unref();
}

/** The same for its sending. */
export const countSent = (ctx: Known, member: string, draft: Pick<Draft, "id" | "counted">): void =>
  countStep(ctx, member, draft, SENT);

/** Writes what waits; resolves once it is written. A failure is logged: these drafts count at their next page. */
export async function stepsCounted(ctx: Known): Promise<void> {
  const gathering = gatherings.get(ctx.db);
  if (!gathering) return;
  if (gathering.timer) clearTimeout(gathering.timer);
  gathering.timer = null;
  gathering.written = gathering.written.then(async () => {
    const members = [...gathering.members];
    gathering.members.clear();
    gathering.waiting = 0;
    for (const [member, drafts] of members) {
      const marks = [...drafts].map(([draft, steps]) => ({ draft, steps }));
      await countSteps(ctx.db, member, marks).catch((err: unknown) =>
        ctx.log.error({ err, drafts: marks.length }, "steps not counted"),
      );
    }
  });
  await gathering.written;
}

/** Counts the sendings that a crash left uncounted. For the purge, every hour. */
export async function sweepSent(ctx: Pick<Context, "db" | "clock">): Promise<void> {
  const before = new Date(ctx.clock().getTime() - MINUTE);
  for (;;) {
    const found = await sentUncounted(ctx.db, before, MOST_SWEPT);
    const members = new Map<string, string[]>();
    for (const { member, draft } of found) members.set(member, [...(members.get(member) ?? []), draft]);
    for (const [member, drafts] of members) {
      await countSteps(
        ctx.db,
        member,
        drafts.map((draft) => ({ draft, steps: [SENT] })),
      );
    }
    if (found.length < MOST_SWEPT) return;
  }
}
