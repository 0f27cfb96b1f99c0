import {
  type Actor,
  type CompiledDefinition,
  canRead,
  display,
  type Entry,
  type Field,
  fieldAt,
  parisDay,
  type Relation,
  seatFieldsOf,
  valuesAt,
} from "../../../engine/index.ts";
import type { FicheLinkView, FicheRelationView } from "../../../renderer/space/fiche-page.tsx";
import { relationWords } from "../../../renderer/strings-relations.ts";
import { documentLines } from "../../document-lines.ts";
import { actorBefore } from "../../identity/by-mandate.ts";
import { seatsKept } from "../../seat-views.ts";
import { entriesAbout } from "../../store/entry-hold.ts";
import { citizenState } from "../front/citizen-state.ts";
import type { FicheScope } from "../front/entry-scope.ts";
import type { PageContext } from "../front/front-scope.ts";

/** Entries read of each relation. */
const MOST = 60;

/** An entry about her, with how she reads it. */
export interface LinkedEntry {
  readonly entry: Entry;
  /** The version it is pinned to. */
  readonly definition: CompiledDefinition;
  /** She before it: she may hold it herself, or not. */
  readonly actor: Actor;
}

/** What the relations opened to her hold: what comes first, then the newest. */
export async function ficheLinks(c: PageContext, scope: FicheScope): Promise<readonly FicheRelationView[]> {
  const relations = scope.definition.relations.filter(({ id }) => scope.holderView.relations.includes(id));
  const views: FicheRelationView[] = [];
  for (const relation of relations) views.push(await relationView(scope, relation, await linkedBy(c, scope, relation)));
  return views;
}

/**
 * The entries of a relation that are hers to read: those an agent said are about her, in a field that agents alone fill, and those she
 * holds herself. What anyone else wrote about her fiche is not.
 */
export async function linkedBy(
  c: PageContext,
  { ctx, definition, entry, actor }: FicheScope,
  relation: Relation,
): Promise<readonly LinkedEntry[]> {
  const members = ctx.catalogue.everyMember().flatMap(({ id }) => {
    const other = ctx.catalogue.definition(id, relation.definition);
    return other && fieldAt(other.form.order, relation.field)?.ref === definition.id ? [{ id, other }] : [];
  });
  const own = actor.onBehalfOf === undefined ? c.var.session : null;
  const holders = new Map(
    members.map(({ id, other }) => [
      id,
      own?.account ? [ctx.secrets.pseudonym(own.account.id, id, other.privacy.sector)] : [],
    ]),
  );
  const { definition: of, field } = relation;
  const ids = members.map(({ id }) => id);
  const found = await entriesAbout(ctx, { members: ids, definition: of, field, id: entry.id, holders, most: MOST });
  const linked: LinkedEntry[] = [];
  for (const each of found) {
    const pinned = await ctx.catalogue.version(each.member, each.definition, each.version);
    const before = actorBefore(ctx, c.var.session, each.member, pinned, each);
    const held = each.holder !== null && before.holders.includes(each.holder) && canRead(pinned, each, before);
    if (held || saidByAgents(pinned, relation)) linked.push({ entry: each, definition: pinned, actor: before });
  }
  return linked;
}

const saidByAgents = ({ form }: CompiledDefinition, { field }: Relation): boolean => {
  const [first] = field.split(".");
  return form.order.some(({ key, internal }) => key === first && internal === true);
};

async function relationView(
  scope: FicheScope,
  relation: Relation,
  linked: readonly LinkedEntry[],
): Promise<FicheRelationView> {
  const today = parisDay(scope.context.now);
  const coming: { readonly day: string; readonly line: FicheLinkView }[] = [];
  const past: FicheLinkView[] = [];
  for (const each of linked) {
    const line = await linkView(scope, relation, each);
    const day = lastDayOf(each, relation);
    const { final = false } = each.definition.workflow.states.get(each.entry.state) ?? {};
    if (day !== null && day >= today && !final) coming.push({ day, line });
    else past.push(line);
  }
  return {
    title: relation.title,
    sum: sumOf(relation, linked, today.slice(0, 4)),
    coming: coming.sort((a, b) => a.day.localeCompare(b.day)).map(({ line }) => line),
    past,
    empty: relation.empty ?? relationWords.empty,
  };
}

/** The last day of the session it has a place in, or the day its relation counts it on; null when it has none. */
function lastDayOf({ entry, definition }: LinkedEntry, { total }: Relation): string | null {
  const [seat] = seatFieldsOf(definition.form);
  const days = [seat ? `${seat.key}.fin` : "", total?.day ?? ""].filter((key) => key !== "");
  const said = days.flatMap((key) => valuesAt(entry.answers, key)).find((day) => typeof day === "string");
  return typeof said === "string" ? said : null;
}

/** What they add up to this year: see `RelationTotal`. */
function sumOf({ total }: Relation, linked: readonly LinkedEntry[], year: string): FicheRelationView["sum"] {
  if (total === null) return null;
  const counted = linked.filter(
    ({ entry }) =>
      (total.states === undefined || total.states.includes(entry.state)) &&
      String(entry.answers[total.day] ?? "").startsWith(year),
  );
  const numbers = counted.map(({ entry }) => entry.answers[total.field]);
  const sum = numbers.reduce<number>((all, each) => all + (typeof each === "number" ? each : 0), 0);
  return {
    title: total.title,
    text: relationWords.sum(sum, total.suffix ?? "", total.goal ?? null),
    sum,
    goal: total.goal ?? null,
  };
}

async function linkView(scope: FicheScope, relation: Relation, linked: LinkedEntry): Promise<FicheLinkView> {
  const { ctx, href } = scope;
  const { entry, definition, actor } = linked;
  const held = entry.holder !== null && actor.holders.includes(entry.holder);
  const seats = await seatsKept(ctx, definition, entry);
  const base = `${href}/liens/${relation.id}/${entry.member}/${entry.id}`;
  const { label, tone } = citizenState(definition.workflow.states.get(entry.state), entry.state);
  return {
    text: seats[0]?.text ?? textOf(definition, relation, entry),
    state: { label, tone },
    href: held ? `/${entry.member}/demandes/${entry.id}` : null,
    documents: await documentLines(ctx, definition, { member: entry.member, id: entry.id, base, agent: false }),
  };
}

/** The columns of the relation, without the notes of the service nor what names another fiche. */
function textOf({ form }: CompiledDefinition, { columns }: Relation, { answers }: Entry): string {
  return columns
    .flatMap((key) => {
      const [first] = key.split(".");
      const top = form.order.find((field) => field.key === first);
      const field = fieldAt(form.order, key);
      return top && field && !top.internal && isSaid(field)
        ? valuesAt(answers, key).map((value) => display(field, value))
        : [];
    })
    .filter((text) => text !== "")
    .join(", ");
}

const isSaid = ({ widget }: Field): boolean => !["reference", "attachment", "attachments"].includes(widget);
