import { type Answers, type CompiledDefinition, canWorkQueue, referringAnswers } from "../../../engine/index.ts";
import { findVisible } from "../../commands/send-event.ts";
import { entryLabel } from "../../entry-label.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { AgentScope } from "./agent-scope.ts";

/** The entry from whose page another is opened: the new one refers to it, and she goes back there. */
export interface Origin {
  /** As the address and the form carry it. */
  readonly text: string;
  /** The reference, already given. */
  readonly answers: Answers;
  /** The tab she comes from, without fragment. */
  readonly href: string;
  readonly label: string;
}

/** `depuis`: "{member}/{domain}/{name}/{id}/{relation}". */
const ORIGIN = /^([a-z0-9-]{1,80})\/([a-z0-9-]{1,80}\/[a-z0-9-]{1,80})\/([0-9a-f-]{36})\/([a-zA-Z0-9]{1,40})$/;

export const originText = (
  { member, definition, id }: { readonly member: string; readonly definition: string; readonly id: string },
  relation: string,
): string => `${member}/${definition}/${id}/${relation}`;

/**
 * What an address says of the entry that a new one will refer to. Null for one she may not read, or that no relation joins to
 * entries of this definition: the form then opens empty.
 */
export async function originOf(
  { ctx, session }: AgentScope,
  definition: CompiledDefinition,
  text: string | undefined,
): Promise<Origin | null> {
  const [, member = "", of = "", id = "", wanted = ""] = ORIGIN.exec(text ?? "") ?? [];
  const offered = ctx.catalogue.definition(member, of);
  const relation = offered?.relations.find((each) => each.id === wanted && each.definition === definition.id);
  const actor = offered && actorFor(ctx, session, member, offered);
  if (text === undefined || !relation || !actor) return null;
  const found = await findVisible(ctx, { member, definitionId: of, id, actor });
  if (!found || !canWorkQueue(found.definition, actor)) return null;
  return {
    text,
    answers: referringAnswers(relation, id),
    href: `/${member}/agent/${of}/${id}?onglet=${relation.id}`,
    label: entryLabel(found.definition, found.entry),
  };
}
