import type { Looking } from "../../store/presence.ts";
import type { EntryScope } from "./entry-scope.ts";

/** An agent in front of an entry. */
export const lookingAt = ({ member, entry, agent, actor }: EntryScope, typing: boolean): Looking => ({
  member: member.id,
  entry: entry.id,
  agent: agent.id,
  name: actor.name ?? agent.name,
  typing,
});
