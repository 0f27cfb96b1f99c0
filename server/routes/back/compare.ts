import {
  type Answers,
  type CompiledDefinition,
  display,
  type Entry,
  type Field,
  type Json,
  joined,
  type Labels,
  likeness,
  linked,
  NO_COUNTS,
  TOOK_IN,
  traitsOf,
} from "../../../engine/index.ts";
import {
  type ComparedAnswer,
  type ComparedFiche,
  comparePage,
  type Side,
} from "../../../renderer/back/compare-page.tsx";
import { shortDay } from "../../../renderer/back/when.ts";
import { words as backWords } from "../../../renderer/strings-back.ts";
import { duplicateWords } from "../../../renderer/strings-duplicates.ts";
import { auditRead } from "../../audit.ts";
import { mergeFiches } from "../../commands/merge-fiches.ts";
import { tellApart } from "../../commands/part-fiches.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound, type Problem } from "../../problem.ts";
import { findPair } from "../../store/alike.ts";
import { findAcross, isUuid } from "../../store/entries.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { alikeFiche } from "./alike-views.ts";
import { TOLD_APART } from "./duplicates.ts";
import { type EntryScope, entryScope } from "./entry-scope.ts";
import { NO_ENTRY, shown } from "./labels.ts";
import { reach } from "./reach.ts";
import { one } from "./send-event.ts";

const { compare: words } = duplicateWords;

/** GET /{member}/agent/{domain}/{name}/{id}/doublons/{other}: two fiches side by side. */
export async function compareRoute(c: PageContext): Promise<Response> {
  const two = await bothFiches(c);
  return two instanceof Response ? two : showBoth(c, two, { kept: "a", chosen: new Map(), refused: null }, 200);
}

/** POST of the same: makes one fiche of the two, or keeps that they are two. */
export async function decideCompareRoute(c: PageContext): Promise<Response> {
  const two = await bothFiches(c);
  if (two instanceof Response) return two;
  const form = await readForm(c);
  const typed = { kept: sideOf(one(form, "garder")), chosen: chosenIn(form, two.scope.definition), refused: null };
  if (form.resumed) return showBoth(c, two, typed, 200);
  if (one(form, "action") === "distinctes") return apart(c, two);
  if (typed.kept === null) return showBoth(c, two, { ...typed, refused: words.choose2 }, 422);
  const { scope, other } = two;
  const { ctx, session, entry } = scope;
  const [first, second] = [seen(entry, one(form, "revision-a")), seen(other, one(form, "revision-b"))];
  const { kept, chosen } = typed;
  const outcome = await mergeFiches(ctx, {
    definitionId: entry.definition,
    kept: kept === "a" ? first : second,
    other: kept === "a" ? second : first,
    taken: new Set([...chosen].flatMap(([key, side]) => (side === kept ? [] : [key]))),
    actorIn: actorsOf(ctx, session),
  });
  if (outcome.ok) return c.redirect(`${hrefOf(outcome.value.kept)}?fait=${TOOK_IN}#fait`, 303);
  const again = await bothFiches(c);
  if (again instanceof Response) return again;
  return showBoth(c, again, { ...typed, refused: sentenceOf(outcome.problem) }, statusOf(outcome.problem));
}

const hrefOf = ({ member, definition, id }: Entry) => `/${member}/agent/${definition}/${id}`;
const sideOf = (text: string | undefined): Side | null => (text === "a" || text === "b" ? text : null);
const seen = ({ member, id }: Entry, revision: string | undefined) => ({
  ...{ member, id },
  revision: /^\d{1,9}$/.test(revision ?? "") ? Number(revision) : 0,
});

function chosenIn(form: ReadForm, { form: { order } }: CompiledDefinition): ReadonlyMap<string, Side> {
  const chosen = order.map(({ key }) => [key, sideOf(one(form, `choix-${key}`))] as const);
  return new Map(chosen.flatMap(([key, side]) => (side === null ? [] : [[key, side]])));
}

const sentenceOf = ({ code, detail, issues }: Problem): string =>
  code === "stale" ? words.changed : [detail, ...issues.map(({ message }) => message)].join(" ");

const statusOf = ({ code, status }: Problem): 403 | 409 | 422 => (code === "stale" ? 409 : status === 403 ? 403 : 422);

async function apart(c: PageContext, { scope, other }: Both): Promise<Response> {
  const { ctx, session, home, entry } = scope;
  const outcome = await tellApart(ctx, {
    definitionId: entry.definition,
    one: { member: entry.member, id: entry.id },
    other: { member: other.member, id: other.id },
    actorIn: actorsOf(ctx, session),
  });
  if (!outcome.ok) return refuse(c, outcome.problem);
  return c.redirect(`/${home.id}/agent/${entry.definition}/doublons?fait=${TOLD_APART}#fait`, 303);
}

/** The two fiches of the address, which this agent may both open. */
interface Both {
  readonly scope: EntryScope;
  readonly other: Entry;
}

async function bothFiches(c: PageContext): Promise<Both | Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, session, home, entry, offered } = scope;
  const id = c.req.param("other") ?? "";
  if (!offered.duplicates || !isUuid(id) || id.toLowerCase() === entry.id) return refuse(c, notFound());
  const members = reach(ctx, session, home.id, entry.definition).map(({ member }) => member.id);
  const [other] = await findAcross(ctx, members, [id]);
  if (other?.definition !== entry.definition || !(await alikeFiche(scope, other))) return refuse(c, notFound());
  return { scope, other };
}

interface Typed {
  readonly kept: Side | null;
  readonly chosen: ReadonlyMap<string, Side>;
  readonly refused: string | null;
}

async function showBoth(c: PageContext, { scope, other }: Both, typed: Typed, status: 200 | 403 | 409 | 422) {
  const { ctx, home, entry, definition } = scope;
  for (const { member, id } of [entry, other]) {
    auditRead(ctx, scope.actor, { member, action: "entry-read", definition: definition.id, target: id });
  }
  const pair = await findPair(ctx.db, { member: entry.member, id: entry.id }, { member: other.member, id: other.id });
  const fiches = [await compared(scope, entry), await compared(scope, other)] as const;
  const html = comparePage({
    frame: await backFrame(c, scope, definition.id),
    fiches,
    reasons: pair && pair.reasons.length > 0 ? pair.reasons : reasonsOf(definition, entry, other),
    answers: await comparedAnswers(scope, other),
    ...typed,
    action: `${scope.base}/doublons/${other.id}`,
    backHref: `/${home.id}/agent/${definition.id}/doublons`,
    decided: pair && pair.state !== "open" ? pair.state : null,
  });
  return c.html(html, status);
}

async function compared(scope: EntryScope, entry: Entry): Promise<ComparedFiche> {
  const fiche = await alikeFiche(scope, entry);
  const state = scope.definition.workflow.states.get(entry.state)?.label ?? entry.state;
  const empty = { href: hrefOf(entry), reference: entry.reference, label: entry.reference, of: null };
  return {
    ...(fiche ?? empty),
    revision: entry.revision,
    standing: `${state}, ${backWords.entry.openedOn(scope.definition.workflow.opened).toLowerCase()} ${shortDay(entry.createdAt)}`,
  };
}

/** Of two fiches that nothing was found of yet. */
function reasonsOf({ duplicates }: CompiledDefinition, one: Entry, other: Entry) {
  if (!duplicates) return [];
  return likeness(duplicates, traitsOf(duplicates, one.answers), traitsOf(duplicates, other.answers), NO_COUNTS)
    .reasons;
}

/** Every question that one of the two answers: those to choose first, each kind in the order of the form. */
async function comparedAnswers(scope: EntryScope, other: Entry): Promise<readonly ComparedAnswer[]> {
  const { ctx, session, definition, entry } = scope;
  const { form, duplicates } = definition;
  const { differing, filled } = joined(form, duplicates, entry.answers, other.answers);
  const one = new Set([...filled, ...joined(form, duplicates, other.answers, entry.answers).filled]);
  const named = [entry, other].map(({ member, answers }) =>
    shown(ctx, session, member, linked(form, answers), NO_ENTRY),
  );
  const [a, b] = await Promise.all(named);
  const compared = form.order.flatMap((field): readonly ComparedAnswer[] => {
    const { key, title, computed, hidden } = field;
    const lines = [
      linesOf(field, entry.answers[key], a?.labels),
      linesOf(field, other.answers[key], b?.labels),
    ] as const;
    if (computed || hidden || (lines[0].length === 0 && lines[1].length === 0)) return [];
    return [{ key, title, how: differing.includes(key) ? "differs" : one.has(key) ? "one" : "same", lines }];
  });
  return (["differs", "one", "same"] as const).flatMap((how) => compared.filter((each) => each.how === how));
}

/** What is said under a question: one line, or one for each item of a repeat. */
function linesOf(field: Field, value: Json | undefined, labels: Labels | undefined): readonly string[] {
  if (field.widget !== "repeat" || !Array.isArray(value)) return said(field, value, labels);
  return value.map((item: Json) =>
    (field.fields ?? [])
      .flatMap((inner) =>
        said(inner, isAnswers(item) ? item[inner.key] : undefined, labels).map((text) => `${inner.title} : ${text}`),
      )
      .join(", "),
  );
}

const isAnswers = (value: Json): value is Answers =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const said = (field: Field, value: Json | undefined, labels: Labels | undefined): readonly string[] =>
  value === undefined || value === null ? [] : [display(field, value, labels)].filter((text) => text !== "");
