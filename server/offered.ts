import type { Field } from "../engine/index.ts";
import type { ReferenceOption } from "../renderer/theme/form-context.ts";
import { MOST_OFFERED, type Offered, referredBy } from "../renderer/theme/offered.ts";
import type { Context } from "./context.ts";
import type { ListQuery } from "./store/list-query.ts";

type Asked = Pick<ListQuery, "limit" | "state">;

/**
 * The registers that these fields refer to whose entries are few: read once each, those whose life is over left out. One entry
 * more than is offered is asked for, to know that there are more.
 * @param read the entries of a register that the person at hand may refer to; none where they are too many to be offered
 */
export async function offeredAmong(
  ctx: Pick<Context, "catalogue">,
  member: string,
  fields: readonly Field[],
  read: (definition: string, asked: Asked) => Promise<readonly ReferenceOption[]>,
): Promise<Offered> {
  const offered = new Map<string, readonly ReferenceOption[]>();
  for (const id of referredBy(fields)) {
    const options = await read(id, { limit: MOST_OFFERED + 1, ...openStates(ctx, member, id) });
    if (options.length === 0) continue;
    offered.set(
      id,
      options.toSorted((a, b) => a.label.localeCompare(b.label, "fr", { numeric: true })),
    );
  }
  return offered;
}

function openStates({ catalogue }: Pick<Context, "catalogue">, member: string, id: string): Pick<Asked, "state"> {
  const states = [...(catalogue.definition(member, id)?.workflow.states.values() ?? [])];
  const open = states.filter(({ final }) => !final);
  return open.length === states.length ? {} : { state: open.map((state) => state.id) };
}
