import type { ASTNode } from "@marcbachmann/cel-js";
import type { Names } from "./cel-names.ts";
import { compileBooking, compileMove } from "./compile-booking.ts";
import { checkedExpression } from "./compile-expression.ts";
import { compileMember, MEMBER_FACTS } from "./compile-member.ts";
import { compilePayment } from "./compile-payment.ts";
import { compileRefund } from "./compile-refund.ts";
import { compileSchedule } from "./compile-schedule.ts";
import { compileRank, compileWait } from "./compile-seat.ts";
import { compileMail, compileSms } from "./compile-told.ts";
import type { Expected } from "./expression.ts";
import { DEFINITION_ID } from "./field-keywords.ts";
import type { Expression, Field } from "./form.ts";
import type { Action, ExpressionMap } from "./machine.ts";
import type { ActionNode } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** What the actions of one transition may refer to. */
export interface ActionContext {
  readonly names: Names;
  /** Fields of the entry. */
  readonly fields: readonly Field[];
  readonly templates: ReadonlySet<string>;
  /** The documents it may produce, by id. */
  readonly documents: ReadonlyMap<string, { readonly internal: boolean }>;
  /** Those of them that have the words of a text message. */
  readonly texts: ReadonlySet<string>;
  /** Events that some state takes, and whether the platform itself may send them to one. */
  readonly events: ReadonlyMap<string, { readonly bySystem: boolean }>;
  readonly report: Report;
  /** Told of each template a mail uses here, and of each document produced. */
  readonly uses: (used: { readonly template: string } | { readonly document: string }) => void;
  /** Told where an action changes the members of the group. */
  readonly governs: (at: At) => void;
}

/** The same within one list of actions, with the documents that those before produced. */
export interface ListContext extends ActionContext {
  readonly produced: ReadonlySet<string>;
}

/** Params of each action of the catalogue: those it must have, those it may. */
const PARAMS: Readonly<Record<Action["type"], readonly [required: readonly string[], optional: readonly string[]]>> = {
  mail: [["to", "template"], ["document"]],
  document: [["document"], []],
  sms: [["to", "template"], []],
  assign: [["set"], []],
  price: [[], ["on"]],
  "open-entry": [["definition"], ["answers"]],
  "update-entry": [
    ["definition", "event"],
    ["entry", "answers", "ifTaken"],
  ],
  schedule: [["event"], ["after", "at", "id"]],
  "request-payment": [
    ["amount", "subject", "paid"],
    ["id", "refused", "expired", "within", "less"],
  ],
  refund: [["reason"], ["due", "id", "refunded"]],
  member: [["action", "id"], MEMBER_FACTS],
  transfer: [["member"], []],
  book: [["field"], []],
  move: [["field", "to"], []],
  release: [["field"], []],
  wait: [["field"], ["rank"]],
  rank: [["field", "to"], []],
};

export const EVENT_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Compiles the actions of a transition or of a state; wrong ones are reported and left out. */
export function compileActions(
  source: readonly ActionNode[] | undefined,
  at: At,
  context: ActionContext,
): readonly Action[] {
  const produced = new Set<string>();
  return (source ?? []).flatMap((node, index) => {
    const action = compileAction(node, under(at, index), { ...context, produced });
    if (action?.type === "document") produced.add(action.params.document);
    return action ?? [];
  });
}

function compileAction({ type, params }: ActionNode, at: At, context: ListContext): Action | undefined {
  if (!isKnown(type)) {
    const known = Object.keys(PARAMS);
    context.report.add(
      "action-unknown",
      under(at, "type"),
      `L'action « ${type} » n'existe pas${didYouMean(type, known)}`,
    );
    return undefined;
  }
  if (!checkParams(type, params, at, context.report)) return undefined;
  const reader = readerOf(params, under(at, "params"), context);
  if (type === "member") context.governs(at);
  return COMPILERS[type](reader, context);
}

const isKnown = (type: string): type is Action["type"] => Object.hasOwn(PARAMS, type);

function checkParams(type: Action["type"], params: Readonly<Record<string, unknown>>, at: At, report: Report): boolean {
  const [required, optional] = PARAMS[type];
  const known = [...required, ...optional];
  let right = true;
  const wrong = (place: At, message: string) => {
    right = false;
    report.add("action-params", place, message);
  };
  for (const name of required) {
    if (!Object.hasOwn(params, name))
      wrong(under(at, "params"), `L'action « ${type} » demande le paramètre « ${name} ».`);
  }
  for (const [name, value] of Object.entries(params)) {
    const place = under(at, "params", name);
    if (!known.includes(name))
      wrong(place, `L'action « ${type} » n'a pas de paramètre « ${name} »${didYouMean(name, known)}`);
    else if (name === "set" || name === "answers") {
      if (!isTextMap(value)) wrong(place, `« ${name} » associe à chaque champ une expression.`);
    } else if (typeof value !== "string") wrong(place, `Le paramètre « ${name} » est un texte.`);
  }
  return right;
}

const isTextMap = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((member) => typeof member === "string");

/** Reads params whose shape has been checked. */
export interface ParamReader {
  readonly at: At;
  text(name: string): string | undefined;
  entries(name: string): readonly (readonly [string, string])[];
  expression(name: string, expected: Expected): Expression | undefined;
}

function readerOf(params: Readonly<Record<string, unknown>>, at: At, { names, report }: ActionContext): ParamReader {
  const text = (name: string) => (typeof params[name] === "string" ? params[name] : undefined);
  return {
    at,
    text,
    entries: (name) => (isTextMap(params[name]) ? Object.entries(params[name]) : []),
    expression(name, expected) {
      const source = text(name);
      return source === undefined
        ? undefined
        : checkedExpression(source, names, expected, under(at, name), report)?.expression;
    },
  };
}

type Compiler = (params: ParamReader, context: ListContext) => Action | undefined;

const COMPILERS: Readonly<Record<Action["type"], Compiler>> = {
  mail: compileMail,
  document: compileProduced,
  sms: compileSms,
  assign: compileAssign,
  price: compilePrice,
  "open-entry": compileOpen,
  "update-entry": compileUpdate,
  schedule: compileSchedule,
  "request-payment": compilePayment,
  refund: compileRefund,
  member: (params, { report }) => compileMember(params, report),
  transfer: compileTransfer,
  book: (params, context) => compileBooking("book", params, context),
  move: compileMove,
  release: (params, context) => compileBooking("release", params, context),
  wait: compileWait,
  rank: compileRank,
};

function compileProduced(params: ParamReader, { documents, report, uses }: ActionContext): Action | undefined {
  const document = params.text("document") ?? "";
  if (!documents.has(document)) {
    const message = `Le document « ${document} » n'existe pas${didYouMean(document, documents.keys())}`;
    report.add("document-unknown", under(params.at, "document"), message);
    return undefined;
  }
  uses({ document });
  return { type: "document", params: { document } };
}

function compilePrice(params: ParamReader): Action {
  const on = params.expression("on", "date");
  return { type: "price", params: { ...(on && { on }) } };
}

function compileTransfer(params: ParamReader): Action | undefined {
  const member = params.expression("member", "string");
  return member && { type: "transfer", params: { member } };
}

function compileAssign(params: ParamReader, { fields, names, report }: ActionContext): Action {
  const set: Record<string, Expression> = {};
  for (const [key, source] of params.entries("set")) {
    const at = under(params.at, "set", key);
    const field = fields.find((candidate) => candidate.key === key);
    const expected = field && assignable(field);
    if (!field) {
      const known = fields.map((candidate) => candidate.key);
      report.add("assign-field", at, `« ${key} » n'est pas un champ${didYouMean(key, known)}`);
    } else if (!expected) {
      report.add(
        "assign-field",
        at,
        `Le champ « ${key} » ne peut pas être écrit par le parcours : il est calculé ou composé.`,
      );
    } else {
      const checked = checkedExpression(source, names, expected, at, report);
      if (checked) set[key] = checked.expression;
      if (checked) checkChoice(checked.ast, field, at, report);
    }
  }
  return { type: "assign", params: { set } };
}

function checkChoice({ op, args }: ASTNode, field: Field, at: At, report: Report): void {
  const values = field.choices?.map((choice) => choice.value);
  if (!values || op !== "value" || typeof args !== "string" || values.includes(args)) return;
  const message = `« ${args} » n'est pas un choix de « ${field.title} »${didYouMean(args, values)}`;
  report.add("expression-choice", at, message);
}

function assignable(field: Field): Expected | undefined {
  // A sector that no address gives, or gives wrongly, is decided by an agent.
  if (field.computed && !field.sector) return undefined;
  if (field.type === "object" || (field.type === "array" && field.fields)) return undefined;
  if (field.type === "array") return "list<string>";
  if (field.type === "integer") return "int";
  if (field.type === "number") return "double";
  if (field.type === "boolean") return "bool";
  return field.widget === "date" ? "date" : "string";
}

function compileOpen(params: ParamReader, context: ActionContext): Action {
  return {
    type: "open-entry",
    params: { definition: definitionId(params, context), answers: answersOf(params, context) },
  };
}

function compileUpdate(params: ParamReader, context: ActionContext): Action | undefined {
  const entry = params.expression("entry", "string");
  const event = eventName(params, context.report);
  const definition = definitionId(params, context);
  const answers = answersOf(params, context);
  if (params.text("entry") !== undefined && !entry) return undefined;
  const ifTaken = params.text("ifTaken") === "true";
  return {
    type: "update-entry",
    params: { definition, event, answers, ...(entry && { entry }), ...(ifTaken && { ifTaken: true as const }) },
  };
}

function answersOf(params: ParamReader, { names, report }: ActionContext): ExpressionMap {
  const answers: Record<string, Expression> = {};
  for (const [key, source] of params.entries("answers")) {
    const checked = checkedExpression(source, names, "any", under(params.at, "answers", key), report);
    if (checked) answers[key] = checked.expression;
  }
  return answers;
}

function definitionId(params: ParamReader, { report }: ActionContext): string {
  const id = params.text("definition") ?? "";
  if (!DEFINITION_ID.test(id)) {
    report.add(
      "reference-syntax",
      under(params.at, "definition"),
      `« ${id} » n'est pas un identifiant : écrivez « domaine/nom ».`,
    );
  }
  return id;
}

function eventName(params: ParamReader, report: Report): string {
  const event = params.text("event") ?? "";
  if (!EVENT_NAME.test(event)) report.add("event-name", under(params.at, "event"), eventNameMessage(event));
  return event;
}

export const eventNameMessage = (event: string): string =>
  `« ${event} » ne peut pas nommer un évènement : des mots sans accent ni majuscule, joints par des tirets.`;
