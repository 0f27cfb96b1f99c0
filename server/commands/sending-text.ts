import {
  type Block,
  composeLetter,
  type DocumentTemplate,
  mailOf,
  markedReferences,
  nameReferences,
  parisDay,
  type Signatory,
  type Template,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { withActor } from "../db/with-actor.ts";
import { actorsOf } from "../identity/actor-for.ts";
import { type AgentIdentity, agentSubject } from "../identity/subject.ts";
import { referenceNames } from "../reference-names.ts";
import { type Addressee, scopeOf } from "./sending.ts";

type To = Pick<Addressee, "entry" | "definition">;

/** What a letter says to one person: fiches it quotes are named as far as the agent who writes may read them. */
export async function composedFor(
  ctx: Context,
  agent: AgentIdentity,
  { entry, definition }: To,
  template: DocumentTemplate,
): Promise<readonly Block[]> {
  const scope = scopeOf(ctx, definition, entry);
  const signatory: Signatory = {
    name: agent.name,
    ...(agent.capacity && { capacity: agent.capacity }),
    service: scope.about?.service ?? scope.about?.member ?? "",
    day: parisDay(scope.now),
  };
  const compose = (names: ReadonlyMap<string, string>) =>
    composeLetter(definition, template, { scope, signatory, names });
  const ids = idsIn(definition, entry);
  if (ids.length === 0) return compose(new Map());
  return withActor(ctx.db, { member: entry.member }, async (tx) =>
    compose(
      await referenceNames(ctx, tx, entry.member, ids, actorsOf(ctx, agentSubject(agent))(entry.member, definition)),
    ),
  );
}

const idsIn = ({ form }: To["definition"], { answers }: To["entry"]): readonly string[] =>
  form.order.flatMap(({ key, ref }) =>
    ref !== undefined && typeof answers[key] === "string" ? [String(answers[key])] : [],
  );

/** The words of a mail to one person; likewise. */
export async function mailFor(
  ctx: Context,
  tx: Tx,
  agent: AgentIdentity,
  { entry, definition }: To,
  template: Template,
): Promise<{ readonly subject: string; readonly body: string }> {
  const { subject, body } = mailOf("", template, scopeOf(ctx, definition, entry));
  const ids = markedReferences(`${subject}${body}`);
  if (ids.length === 0) return { subject, body };
  const actor = actorsOf(ctx, agentSubject(agent))(entry.member, definition);
  const names = await referenceNames(ctx, tx, entry.member, ids, actor);
  return { subject: nameReferences(subject, names), body: nameReferences(body, names) };
}
