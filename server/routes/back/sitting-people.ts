import {
  type CompiledDefinition,
  canRead,
  display,
  displayAnswers,
  type Entry,
  formatInstant,
  isWhole,
  slotMoment,
  valuesAt,
} from "../../../engine/index.ts";
import { columnText } from "../../../renderer/back/column-text.ts";
import type { PresenceState, SittingPerson } from "../../../renderer/back/sitting-page.tsx";
import { sittingWords as words } from "../../../renderer/strings-sittings.ts";
import { auditRead } from "../../audit.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { findAcross } from "../../store/entries.ts";
import { type Enrolment, enrolmentsOf, lastFacts, presencesOf } from "../../store/sittings.ts";
import type { AgentScope } from "./agent-scope.ts";

/** Everyone of a session, by what she has. */
export interface SittingPeople {
  readonly taken: readonly SittingPerson[];
  readonly offered: readonly SittingPerson[];
  readonly waiting: readonly SittingPerson[];
  readonly gone: readonly SittingPerson[];
  /** What was noted on each day, of who has a place. */
  readonly noted: ReadonlyMap<string, readonly PresenceState[]>;
}

/** Everyone of a session, with what is noted of a day. What is read of citizens goes into the log. */
export async function peopleOf(scope: AgentScope, sitting: string, day: string): Promise<SittingPeople> {
  const { ctx, member, now } = scope;
  const all = (await enrolmentsOf(ctx, member.id, sitting)).filter(
    ({ entryId, expiresAt }) => entryId !== null || (expiresAt !== null && expiresAt > ctx.clock()),
  );
  const known = await readable(scope, all);
  const facts = await lastFacts(ctx, member.id, [...known.keys()]);
  const presences = await presencesOf(ctx, member.id, sitting);
  const personOf = (enrolment: Enrolment): SittingPerson => {
    const found = known.get(enrolment.entryId ?? "");
    const fact = facts.get(enrolment.entryId ?? "");
    return {
      id: enrolment.id,
      entry: found ? lineEntry(found) : null,
      since: formatInstant(enrolment.createdAt.toISOString()),
      fact: found && fact ? factText(found, fact, now) : enrolment.entryId === null ? words.held : "",
      until: enrolment.expiresAt === null ? "" : slotMoment(enrolment.expiresAt.getTime()),
      presence: presences.get(enrolment.id)?.get(day) ?? null,
    };
  };
  const inState = (...states: readonly Enrolment["state"][]) => all.filter(({ state }) => states.includes(state));
  const noted = new Map<string, PresenceState[]>();
  for (const { id } of inState("taken")) {
    for (const [each, state] of presences.get(id) ?? []) noted.set(each, [...(noted.get(each) ?? []), state]);
  }
  return {
    taken: inState("taken", "held").map(personOf),
    offered: inState("offered").map(personOf),
    waiting: inState("waiting").map(personOf),
    gone: inState("released").map(personOf),
    noted,
  };
}

interface Known {
  readonly entry: Entry;
  readonly definition: CompiledDefinition;
}

/** The entries of these enrolments that this agent may read. */
async function readable({ ctx, session, member }: AgentScope, enrolments: readonly Enrolment[]) {
  const known = new Map<string, Known>();
  const read = new Map<CompiledDefinition, number>();
  const ids = enrolments.flatMap(({ entryId }) => entryId ?? []);
  for (const { head: _, ...entry } of await findAcross(ctx, [member.id], ids)) {
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    if (!canRead(definition, entry, actorFor(ctx, session, member.id, definition))) continue;
    known.set(entry.id, { entry, definition });
    read.set(definition, (read.get(definition) ?? 0) + 1);
  }
  for (const [definition, entries] of read) {
    const actor = actorFor(ctx, session, member.id, definition);
    auditRead(ctx, actor, { member: member.id, action: "list-read", definition: definition.id, detail: { entries } });
  }
  return known;
}

function lineEntry({ entry, definition }: Known): SittingPerson["entry"] {
  return {
    href: `/${entry.member}/agent/${entry.definition}/${entry.id}`,
    label: personName({ entry, definition }),
    state: definition.workflow.states.get(entry.state)?.label ?? entry.state,
    along: along({ entry, definition }),
  };
}

/** Who comes with her: each item of her lists by what it says first; the service's own notes left out. */
function along({ entry, definition }: Known): string {
  const names = definition.form.order
    .filter(({ widget, internal }) => widget === "repeat" && !internal)
    .flatMap(({ key, fields = [] }) => {
      const first = fields.find(({ type, widget, ref }) => type === "string" && widget === "text" && ref === undefined);
      return first ? valuesAt(entry.answers, `${key}.${first.key}`).map((value) => display(first, value)) : [];
    });
  return names.filter((name) => name !== "").join(", ");
}

/** What a list shows first of an entry, its session left out: it is the page's. */
function personName({ entry, definition }: Known): string {
  const columns = definition.list.filter(({ field }) => !isWhole(field) && field.type !== "boolean").slice(0, 2);
  const texts = columns.map((column) => columnText(column, entry)).filter((text) => text !== "");
  return texts.join(" ") || entry.reference;
}

/** "Changer de rang : 1, Fratrie". */
function factText(
  { definition }: Known,
  {
    type,
    from,
    answers,
  }: { readonly type: string; readonly from: string | null; readonly answers: Entry["answers"] | null },
  now: string,
): string {
  if (from === null) return definition.workflow.opened;
  const event = definition.workflow.states.get(from)?.events.find((each) => each.type === type);
  const form = definition.forms.get(event?.form ?? "");
  const said =
    form && answers
      ? displayAnswers(form, answers, { now })
          .flatMap(({ rows }) => rows)
          .map(({ text }) => text)
          .filter((text) => text !== "")
      : [];
  const label = event?.label ?? type;
  return said.length === 0 ? label : `${label} : ${said.join(", ")}`;
}
