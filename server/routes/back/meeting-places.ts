import { type Choice, canRead } from "../../../engine/index.ts";
import { columnText } from "../../../renderer/back/column-text.ts";
import type { PreparationView } from "../../../renderer/back/meeting-preparation.tsx";
import { meetingWords as words } from "../../../renderer/strings-meetings.ts";
import { choicesOf, type TypedCount } from "../../commands/meeting.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { referable } from "../../referred.ts";
import { listAgents } from "../../store/agent-list.ts";
import { listAcross } from "../../store/list-across.ts";
import type { Meeting } from "../../store/meetings.ts";
import { posted } from "../admin/posted.ts";
import type { MeetingScope } from "./meeting-scope.ts";

const MOST_PLACES = 100;

/** The places of the register, by name: what a meeting may open. Closed ones are left out. */
export async function openPlaces({ ctx, member, session, sat }: MeetingScope): Promise<readonly Choice[]> {
  const { register } = sat.commission.wishes;
  const queries = referable(ctx, member.id, register).flatMap((id) => {
    const definition = ctx.catalogue.definition(id, register);
    if (!definition) return [];
    const state = [...definition.workflow.states.values()].filter(({ final }) => !final).map((each) => each.id);
    return [{ member: id, definition, state, limit: MOST_PLACES, filters: {}, sort: "-createdAt" }];
  });
  const { items } = await listAcross(ctx, queries);
  const places: Choice[] = [];
  for (const entry of items) {
    const definition = ctx.catalogue.definition(entry.member, register);
    if (!definition || !canRead(definition, entry, actorFor(ctx, session, entry.member, definition))) continue;
    const [first] = definition.list;
    places.push({ value: entry.id, label: (first && columnText(first, entry)) || entry.reference });
  }
  return places.sort((a, b) => a.label.localeCompare(b.label, "fr"));
}

/** One box of the table of places, as it is named and called. */
interface Box extends Omit<TypedCount, "text"> {
  readonly label: { readonly place: string; readonly group: string };
}

/** Every box of the table, a row after the other. */
function boxes({ sat }: MeetingScope, places: readonly Choice[]): readonly (readonly Box[])[] {
  const { group, parts } = sat.commission;
  return places.flatMap((place, at) =>
    choicesOf(group).map((one, row) =>
      choicesOf(parts).map((part, column) => ({
        name: `place-${at}-${row}-${column}`,
        place: place.value,
        group: one.value,
        part: part.value,
        title: words.cell(place.label, one.label, part.label),
        label: { place: place.label, group: one.label },
      })),
    ),
  );
}

/** What was typed in the table of places. */
export const typedCounts = (scope: MeetingScope, places: readonly Choice[], form: ReadForm): readonly TypedCount[] =>
  boxes(scope, places)
    .flat()
    .map(({ label: _, ...box }) => ({ ...box, text: posted(form, box.name, 10) }));

/** The form of a meeting in preparation; `typed` by name of box, when something was refused. */
export async function preparationView(
  scope: MeetingScope,
  meeting: Meeting,
  waiting: number,
  typed: { readonly day: string; readonly viewers: readonly string[]; readonly counts: readonly TypedCount[] } | null,
): Promise<PreparationView> {
  const { ctx, member, agent, sat } = scope;
  const places = await openPlaces(scope);
  const counts = new Map(typed?.counts.map(({ name, text }) => [name, text]));
  const kept = (box: Box) =>
    meeting.places.find(({ place, group }) => place === box.place && group === box.group)?.parts[box.part];
  const agents = await listAgents(ctx.db, { member: member.id, q: "", limit: MOST_PLACES, after: null });
  return {
    typedDay: typed?.day ?? meeting.day,
    groupTitle: sat.commission.group?.title ?? "",
    parts: choicesOf(sat.commission.parts).map(({ label }) => label),
    rows: boxes(scope, places).map((row) => ({
      ...(row[0]?.label ?? { place: "", group: "" }),
      cells: row.map((box) => ({
        name: box.name,
        title: box.title,
        value: typed ? (counts.get(box.name) ?? "") : String(kept(box) ?? ""),
      })),
    })),
    viewers: typed?.viewers ?? meeting.viewers,
    agents: agents
      .filter(({ id, disabledAt }) => id !== agent.id && disabledAt === null)
      .map(({ id, name }) => [id, name] as const),
    waiting,
  };
}
