import {
  type Answers,
  askedOf,
  type CompiledDefinition,
  decideSector,
  type Field,
  type Form,
  resolve,
  type Context as ScopeContext,
  type Sectored,
  type SectorFinding,
  type SectorQuestion,
  sectorFieldsOf,
  sectorQuestion,
  soughtWords,
} from "../engine/index.ts";
import type { Context } from "./context.ts";
import type { Tx } from "./db/with-actor.ts";
import { entryName } from "./reference-names.ts";
import { referable } from "./referred.ts";
import { findSectorEntries, MOST_SECTORS } from "./store/sector-entries.ts";

interface Asked {
  readonly field: Field;
  readonly register: string;
  readonly question: SectorQuestion;
}

/** What the sector fields of a form ask for these answers; of those asked, whose address is known. */
function questionsOf(form: Form, answers: Answers, context: ScopeContext): readonly Asked[] {
  const fields = sectorFieldsOf(form);
  if (fields.length === 0) return [];
  const resolved = resolve(form, answers, context);
  return fields.flatMap((field) => {
    const question = sectorQuestion(field.sector, { ...context, answers: resolved.answers });
    return question && field.ref !== undefined && resolved.visible(field)
      ? [{ field, register: field.ref, question }]
      : [];
  });
}

/**
 * The context in which the sectors of these answers are known: every sector field has what was found for it, or nothing. A
 * form without one costs nothing; otherwise one indexed read for each register.
 * @param tx within which it is read, of this member alone
 */
export async function withSectors(
  ctx: Context,
  member: string,
  form: Form,
  answers: Answers,
  context: ScopeContext,
  tx?: Tx,
): Promise<ScopeContext> {
  const fields = sectorFieldsOf(form);
  if (fields.length === 0) return context;
  const asked = questionsOf(form, answers, context);
  const found = await findingsOf(ctx, member, asked, tx);
  const nothing = fields
    .filter(({ key }) => !found.has(key))
    .map(({ key, title }) => [key, unasked(key, title)] as const);
  return withFound(context, new Map([...found, ...nothing]));
}

/** In the place of a finding while there is no question: it answers none. */
const unasked = (field: string, title: string): Sectored extends ReadonlyMap<string, infer One> ? One : never => ({
  asked: "",
  finding: { field, title, address: "", outcome: "none", names: [] },
});

/** The same for an edit: a sector is looked for again only where its address, or whom it is for, changed. */
export async function withChangedSectors(
  ctx: Context,
  member: string,
  form: Form,
  { before, after }: { readonly before: Answers; readonly after: Answers },
  context: ScopeContext,
  tx?: Tx,
): Promise<ScopeContext> {
  if (sectorFieldsOf(form).length === 0) return context;
  const known = new Map(questionsOf(form, before, context).map((one) => [one.field.key, askedOf(one.question)]));
  const now = questionsOf(form, after, { ...context, stored: before });
  const changed = now.filter(({ field, question }) => known.get(field.key) !== askedOf(question));
  // An address taken away takes its sector with it.
  const gone = sectorFieldsOf(form)
    .filter(({ key }) => known.has(key) && !now.some(({ field }) => field.key === key))
    .map(({ key, title }) => [key, unasked(key, title)] as const);
  if (changed.length + gone.length === 0) return context;
  return withFound(context, new Map([...(await findingsOf(ctx, member, changed, tx)), ...gone]));
}

const withFound = (context: ScopeContext, sectors: Sectored): ScopeContext => ({
  ...context,
  about: { ...(context.about ?? NOBODY), sectors },
});

const NOBODY = { member: "", title: "" };

async function findingsOf(
  ctx: Context,
  member: string,
  asked: readonly Asked[],
  tx: Tx | undefined,
): Promise<Sectored> {
  const found = new Map<string, { readonly asked: string; readonly finding: SectorFinding }>();
  for (const register of new Set(asked.map((one) => one.register))) {
    const definition = ctx.catalogue.definition(member, register);
    const here = asked.filter((one) => one.register === register);
    const finder = definition && (await finderIn(ctx, member, definition, here, tx));
    for (const { field, question } of here) {
      const finding = finder
        ? finder(field, question)
        : { field: field.key, title: field.title, address: question.address, outcome: "none" as const, names: [] };
      found.set(field.key, { asked: askedOf(question), finding });
    }
  }
  return found;
}

type Finder = (field: Field, question: SectorQuestion) => SectorFinding;

async function finderIn(
  ctx: Context,
  member: string,
  register: CompiledDefinition,
  asked: readonly Asked[],
  tx: Tx | undefined,
): Promise<Finder | null> {
  const { sectors } = register;
  if (!sectors) return null;
  const words = [...new Set(asked.flatMap(({ question }) => soughtWords(question)))];
  const members = referable(ctx, member, register.id);
  const entries = await findSectorEntries(ctx, members, register.id, words, tx);
  const candidates = entries.map((entry) => ({ ...entry, name: entryName(register, entry) }));
  const here = ctx.catalogue.member(member)?.insee ?? null;
  return (field, question) => {
    const finding = decideSector(field, question, sectors, candidates, here);
    if (finding.outcome !== "one" || entries.length <= MOST_SECTORS) return finding;
    // Not all of them were read: one more may hold the address too.
    const { entry: _, rule: __, ...unsure } = finding;
    return { ...unsure, outcome: "several" };
  };
}
