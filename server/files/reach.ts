import type { Context } from "../context.ts";
import { Bucket } from "./bucket.ts";
import { clamdAnswers } from "./clamd.ts";

/** Whether what keeps files, and what looks at them, answer; "none" for an antivirus that is not set. */
export interface FilesReach {
  readonly files: "ok" | "unreachable";
  readonly antivirus: "ok" | "unreachable" | "none";
}

/** Milliseconds they may take to answer. */
const PATIENCE = 2_000;
/** How long an answer is believed, in milliseconds: whoever asks us in a loop does not make us ask them. */
const BELIEVED = 5_000;

const known = new WeakMap<Context["config"], { readonly until: number; readonly reach: Promise<FilesReach> }>();

/** Asks them, or tells what they answered some seconds ago. Never rejects. */
export function filesReach({ config, clock }: Pick<Context, "config" | "clock">): Promise<FilesReach> {
  const now = clock().getTime();
  const found = known.get(config);
  if (found && found.until > now) return found.reach;
  const reach = ask(config);
  known.set(config, { until: now + BELIEVED, reach });
  return reach;
}

async function ask({ store, clamd }: Context["config"]): Promise<FilesReach> {
  const told = (answers: boolean) => (answers ? "ok" : "unreachable");
  const [kept, looked] = await Promise.all([
    store === null || new Bucket({ ...store, patience: PATIENCE }).answers(),
    clamd === null || clamdAnswers({ ...clamd, patience: PATIENCE }),
  ]);
  return { files: told(kept), antivirus: clamd === null ? "none" : told(looked) };
}
