import type { EventActor } from "./actor.ts";
import { answersAt } from "./answers-at.ts";
import { priceBlocks } from "./compose-prices.ts";
import { standingBlocks } from "./compose-standing.ts";
import type { CompiledDefinition } from "./definition.ts";
import { displayAnswers, type Labels } from "./display.ts";
import type { Block, Composed, ComposedCard, DocumentTemplate, Node, Piece, Run, Signatory } from "./document.ts";
import { parisDay } from "./duration.ts";
import type { Entry, EntryEvent } from "./entry.ts";
import { type Explanation, keptPrices } from "./explanation.ts";
import type { Scope } from "./form.ts";
import { frenchText } from "./french-text.ts";
import { internalKeys } from "./internal.ts";
import { USUAL_CAPACITY, withLegalWords } from "./legal-words.ts";
import { nameReferences } from "./named-reference.ts";
import { keptStanding, type Standing } from "./standing.ts";
import { validUntil } from "./validity.ts";

/** What a document is about: an entry as one of its facts left it. */
export interface Occasion {
  readonly entry: Pick<Entry, "reference" | "createdAt" | "answers">;
  /** Every fact, oldest first. */
  readonly history: readonly EntryEvent[];
  /** The fact that owes the document. */
  readonly seq: number;
  readonly about: NonNullable<Scope["about"]>;
  /** Names of the files and entries that answers hold as ids. */
  readonly labels: Labels;
  /** How a sentence names the entries that answers hold as ids; those that are lacking are not named. */
  readonly names?: Labels;
}

/** Puts in place everything a document quotes. The same occasion always gives the same words. */
export function composeDocument(
  definition: CompiledDefinition,
  template: DocumentTemplate,
  occasion: Occasion,
): Composed {
  const { about, labels, names = labels } = occasion;
  const fact = factOf(occasion);
  // Whoever reads it is not at work here, unless it is for agents.
  const scope = scopeAt(definition, occasion, template.internal ? "agent" : "citizen");
  const signatory = signatoryOf(fact, about);
  const prices = pricesAt(definition, template, occasion);
  const standing = keptStanding(occasion.history.filter((event) => event.seq <= occasion.seq));
  const composing = { definition, template, scope, labels, names, signatory, prices, standing };
  return { title: template.title, blocks: compose(template.body, composing) };
}

/** What a letter to one of many says of her entry as it is now. */
export interface LetterOccasion {
  readonly scope: Scope;
  readonly signatory: Signatory;
  /** How a sentence names the entries that answers hold as ids. */
  readonly names: Labels;
}

/** Puts in place what a letter quotes of an entry: see `compileLetter`. */
export const composeLetter = (
  definition: CompiledDefinition,
  template: DocumentTemplate,
  { scope, signatory, names }: LetterOccasion,
): readonly Block[] =>
  compose(template.body, { definition, template, scope, labels: names, names, signatory, prices: [], standing: null });

/** What may be quoted about an entry as one of its facts left it, by a document or a mail that this kind of person reads. */
export function scopeAt(definition: CompiledDefinition, occasion: Occasion, reader: "agent" | "citizen"): Scope {
  const { entry, history, seq, about } = occasion;
  const fact = factOf(occasion);
  const clock = history.findLast((event) => event.seq <= seq && event.data.clock !== undefined)?.data.clock;
  const receivedOn = history[0]?.data.receivedOn;
  const legal = {
    ...(clock && { clock }),
    ...(receivedOn !== undefined && { receivedOn }),
    ...{ createdAt: entry.createdAt, now: fact.at, actor: fact.actor },
  };
  const due = clock?.due ?? undefined;
  return {
    answers: answersAt(entry.answers, history, seq),
    now: fact.at,
    actor: { kind: reader, roles: [] },
    entry: {
      reference: entry.reference,
      createdAt: entry.createdAt,
      state: fact.to,
      ...(due !== undefined && { due }),
    },
    about: withLegalWords(definition, about, legal),
    ...(fact.data.answers !== undefined && { event: fact.data.answers }),
  };
}

function factOf({ entry, history, seq }: Occasion): EntryEvent {
  const fact = history.find((event) => event.seq === seq);
  if (!fact) throw new Error(`no fact ${seq} in the history of ${entry.reference}`);
  return fact;
}

interface Composing {
  readonly definition: CompiledDefinition;
  readonly template: DocumentTemplate;
  readonly scope: Scope;
  readonly labels: Labels;
  readonly names: Labels;
  readonly signatory: Signatory;
  readonly prices: readonly Explanation[];
  readonly standing: Standing | null;
}

/** The prices as they were then, those that are notes of the service left out of what is not for agents. */
function pricesAt({ form }: CompiledDefinition, { internal }: DocumentTemplate, { history, seq }: Occasion) {
  const secret = internal ? new Set<string>() : internalKeys(form);
  return keptPrices(history.filter((event) => event.seq <= seq)).filter(({ field }) => !secret.has(field));
}

function compose(nodes: readonly Node[], composing: Composing): readonly Block[] {
  const blocks: Block[] = [];
  for (const block of nodes.flatMap((node) => blocksOf(node, composing))) {
    const last = blocks.at(-1);
    // Items on consecutive lines are one list, a condition between them or not.
    if (block.kind === "list" && last?.kind === "list" && last.ordered === block.ordered) {
      blocks[blocks.length - 1] = { ...last, items: [...last.items, ...block.items] };
    } else blocks.push(block);
  }
  return blocks;
}

function blocksOf(node: Node, composing: Composing): readonly Block[] {
  const { scope, signatory } = composing;
  switch (node.kind) {
    case "heading": {
      const runs = runsOf(node.text, composing);
      return runs.length > 0 ? [{ kind: "heading", level: node.level, runs }] : [];
    }
    case "paragraph": {
      const runs = runsOf(node.text, composing);
      return runs.length > 0 ? [{ kind: "paragraph", runs }] : [];
    }
    case "item": {
      const runs = runsOf(node.text, composing);
      return runs.length > 0 ? [{ kind: "list", ordered: node.ordered, items: [runs] }] : [];
    }
    case "answers":
      return answersOf(node.byStep, composing);
    case "prices":
      return priceBlocks(composing.prices);
    case "standing":
      return composing.standing ? standingBlocks(composing.standing) : [];
    case "signature":
      return [{ kind: "signature", signatory }];
    case "card":
      return [{ kind: "card", card: cardOf(composing) }];
    case "when":
      return compose(node.condition.evaluate(scope) === true ? node.holds : node.otherwise, composing);
    default:
      return [{ kind: node.kind }];
  }
}

/** What a card says: a line of which everything is absent is left out. */
function cardOf(composing: Composing): ComposedCard {
  const { definition, template, scope } = composing;
  const lines = (template.card?.lines ?? []).map((line) => runsOf(line, composing));
  const until = validUntil(definition, scope);
  return { title: template.title, lines: lines.filter((runs) => runs.length > 0), until };
}

/** The text of a line; none when all it says is absent. */
function runsOf(pieces: readonly Piece[], { scope, names }: Composing): readonly Run[] {
  const runs = pieces.map(({ text, bold }): Run => {
    const said = typeof text === "string" ? text : nameReferences(frenchText(text.evaluate(scope)), names);
    return { text: said, ...(bold && { bold: true }) };
  });
  return runs.some(({ text }) => text.trim() !== "") ? runs.filter(({ text }) => text !== "") : [];
}

/** Tables of answers, one for each group, under the title of each step when asked. */
function answersOf(byStep: boolean, { definition, scope, labels }: Composing): readonly Block[] {
  const { answers, ...context } = scope;
  return displayAnswers(definition.form, answers, context, labels).flatMap(({ step, rows }) => {
    const tables: { title?: string; rows: { label: string; text: string }[] }[] = [];
    let group: string | undefined;
    for (const row of rows) {
      if (tables.length === 0 || row.group !== group) {
        tables.push({ rows: [], ...(row.group !== undefined && { title: row.group }) });
      }
      group = row.group;
      tables.at(-1)?.rows.push({ label: row.label, text: row.text });
    }
    const heading: Block = { kind: "heading", level: 3, runs: [{ text: step.title }] };
    return [...(byStep ? [heading] : []), ...tables.map((table): Block => ({ kind: "answers", ...table }))];
  });
}

function signatoryOf({ actor, at }: EntryEvent, about: Occasion["about"]): Signatory {
  const name = nameOf(actor);
  return {
    service: about.service ?? about.member,
    day: parisDay(at),
    ...(name !== undefined && { name, capacity: actor.capacity ?? USUAL_CAPACITY }),
  };
}

/** An agent signs; a citizen's act or the passing of time is nobody's decision. */
const nameOf = ({ kind, name }: EventActor): string | undefined => (kind === "agent" ? name : undefined);
