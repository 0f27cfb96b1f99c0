import type { AnswerRow } from "../../../engine/index.ts";
import { sendingWords as words } from "../../../renderer/strings-sendings.ts";
import { mailIdOf } from "../../commands/owe-mailing.ts";
import { countDelivered, type Delivery } from "../../store/deliveries.ts";
import { countReasons, readItems } from "../../store/work-items.ts";
import type { BulkAction, BulkWork } from "../../store/works.ts";
import { WITHDRAWN } from "../../worker/run-mailing.ts";
import type { WorkScope } from "./work-scope.ts";

type WrittenRow = Pick<AnswerRow, "pointer" | "label" | "text">;

/** What was written, as the page that confirms shows it. */
export function sentRows(action: BulkAction): readonly WrittenRow[] {
  const row = (pointer: string, label: string, text: string): WrittenRow => ({ pointer, label, text });
  if (action.type === "letters") {
    return [row("/objet", words.letters.subject, action.title), row("/texte", words.letters.body, action.body)];
  }
  if (action.type !== "mailing") return [];
  const why = action.purpose === "service" ? [row("/raison", words.mailing.reason, action.reason)] : [];
  return [...why, row("/objet", words.mailing.subject, action.subject), row("/texte", words.mailing.body, action.body)];
}

/** Why some of those chosen are left out, each with how many. */
export const reasonsOf = ({ ctx, work }: WorkScope<BulkWork>) => countReasons(ctx.db, work);

const CHUNK = 1_000;

/** What became of the mails of a work, in words. */
export async function deliveredOf({ ctx, work, reached }: WorkScope): Promise<readonly string[]> {
  const counts = { sent: 0, back: 0, withdrawn: 0, waiting: 0 };
  const members = reached.places.map(({ member }) => member.id);
  for (let after = 0; ; ) {
    const items = await readItems(ctx.db, work, { limit: CHUNK, after, outcome: "done" });
    const last = items.at(-1);
    if (!last) break;
    after = last.rank;
    counts.waiting += items.length;
    const ids = items.map(({ rank }) => mailIdOf(ctx, work.id, rank));
    for (const delivered of await countDelivered(ctx.db, members, ids)) {
      counts[becameOf(delivered)] += delivered.count;
      counts.waiting -= delivered.count;
    }
  }
  const { states } = words.report;
  return BECAME.flatMap((each) => (counts[each] > 0 ? [states[each](counts[each])] : []));
}

const BECAME = ["sent", "back", "withdrawn", "waiting"] as const;

function becameOf({ state, status }: Pick<Delivery, "state" | "status">): "sent" | "back" | "withdrawn" {
  if (state === "sent" || state === "delivered") return "sent";
  return status === WITHDRAWN ? "withdrawn" : "back";
}
