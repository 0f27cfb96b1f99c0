import { type Asking, askedSeat, askedSlots, isAsking } from "./asked-seats.ts";
import type { AskedBookings } from "./bookings.ts";
import { changes } from "./changes.ts";
import type { CompiledDefinition } from "./definition.ts";
import { addDuration, parisDay, parisMidnight, parseDuration } from "./duration.ts";
import { type Effect, type MemberEffect, OPENED_BY_THIS, type TimerEffect } from "./effect.ts";
import type { Answers, Json } from "./entry.ts";
import { type Explanation, explanations } from "./explanation.ts";
import type { Expression, Form, Scope } from "./form.ts";
import { own, put, segmentsOf, toJson } from "./json.ts";
import type { Action, ExpressionMap, Step } from "./machine.ts";
import { isMailAddress, mailOf, smsOf } from "./mail.ts";
import { writesToApplicant } from "./mailed-to.ts";
import type { MemberParams } from "./member-params.ts";
import { paymentOf } from "./payment.ts";
import { refundOf } from "./refund.ts";
import { resolve } from "./resolve.ts";
import type { Issue } from "./result.ts";
import type { AskedSeat } from "./seats.ts";
import { unpricedIssues } from "./unpriced.ts";

export interface CarriedOut {
  /** Those of the scope when no action assigns. */
  readonly answers: Answers;
  readonly effects: readonly Effect[];
  /** What they ask of the slots that the entry names. */
  readonly asked: AskedBookings;
  /** And of the places in sessions. */
  readonly seats: readonly AskedSeat[];
  /** What assigned values break: nothing may be stored then. */
  readonly issues: readonly Issue[];
  /** How prices were made anew. */
  readonly prices: readonly Explanation[];
}

/**
 * Turns what the machine decided into answers and effects. Actions run in order, each seeing the answers that the ones
 * before it assigned, and the state reached. What begins to hold knows its last day before the first of them.
 * @param from state before the event; null for an opening
 */
export function carryOut(definition: CompiledDefinition, step: Step, scope: Scope, from: string | null): CarriedOut {
  const effects: Effect[] = [
    ...step.cancelled.map((sendId) => ({ type: "cancel" as const, sendId })),
    ...step.timers.map(({ sendId, event, delay }) => timer(sendId, event, later(scope.now, delay))),
  ];
  const issues: Issue[] = [];
  const seats: AskedSeat[] = [];
  let prices: readonly Explanation[] = [];
  const granted = grant(definition, step.state, from, scope);
  issues.push(...granted.issues);
  effects.push(...granted.effects);
  let here = { ...scope, answers: granted.answers };
  for (const action of step.actions) {
    if (isAsking(action)) {
      seats.push(askedSeat(action, here));
    } else if (isChanging(action)) {
      const changed = changeAnswers(definition.form, action, here);
      issues.push(...(changed.issues ?? []));
      prices = changed.prices ?? prices;
      here = { ...here, answers: changed.answers };
    } else sort(effectOf(definition, action, here), effects, issues);
  }
  return { answers: here.answers, effects, asked: askedSlots(seats), seats, issues, prices };
}

/** What reaching a state where something holds for a time does: its last day is written, what it replaces is told. */
function grant(
  { id, form, validity }: CompiledDefinition,
  to: string,
  from: string | null,
  scope: Scope,
): Pick<CarriedOut, "answers" | "effects" | "issues"> {
  const { answers } = scope;
  if (!validity?.states.includes(to) || (from !== null && validity.states.includes(from))) {
    return { answers, effects: [], issues: [] };
  }
  const { until, value, renewal } = validity;
  const after = assign(form, { [until]: value }, scope);
  const message = "La fin de validité ne peut pas être calculée avec ces réponses.";
  const issues = own(after, until) === undefined ? [{ code: "validity", pointer: "", message }] : [];
  const entry = renewal && own(answers, renewal.of);
  const effects =
    renewal?.replaced !== undefined && typeof entry === "string"
      ? [
          {
            type: "update-entry" as const,
            definition: id,
            entry,
            event: renewal.replaced,
            answers: {},
            ifTaken: true as const,
          },
        ]
      : [];
  return { answers: after, effects, issues };
}

type Changing = Extract<Action, { readonly type: "assign" | "move" | "price" }>;

const isChanging = (action: Action): action is Changing => ["assign", "move", "price"].includes(action.type);

/** What an action makes of the answers. */
function changeAnswers(
  form: Form,
  action: Changing,
  scope: Scope,
): Pick<CarriedOut, "answers"> & Partial<Pick<CarriedOut, "issues" | "prices">> {
  if (action.type === "move") return { answers: move(action.params, scope) };
  if (action.type === "price") return price(form, action.params.on, scope);
  const answers = assign(form, action.params.set, scope);
  return { answers, issues: assignedIssues(form, action.params.set, answers) };
}

/** What an action owes, or what keeps it from being known. */
function sort(owed: Effect | Issue | undefined, effects: Effect[], issues: Issue[]): void {
  if (owed === undefined) return;
  if ("type" in owed) effects.push(owed);
  else issues.push(owed);
}

function effectOf(
  definition: CompiledDefinition,
  action: Exclude<Action, Changing | Asking>,
  scope: Scope,
): Effect | Issue | undefined {
  switch (action.type) {
    case "request-payment":
      return paymentOf(action, scope);
    case "refund":
      return refundOf(action, scope);
    case "mail":
    case "sms":
      return tell(definition, action, scope);
    case "document":
      return { type: "document", document: action.params.document };
    case "open-entry":
      return {
        type: "open-entry",
        definition: action.params.definition,
        answers: evaluateAll(action.params.answers, scope),
      };
    case "update-entry": {
      const { definition: id, event, answers, entry: named, ifTaken } = action.params;
      const entry = named ? named.evaluate(scope) : OPENED_BY_THIS;
      return typeof entry === "string" && entry !== ""
        ? {
            ...{ type: "update-entry", definition: id, entry, event, answers: evaluateAll(answers, scope) },
            ...(ifTaken && { ifTaken }),
          }
        : undefined;
    }
    case "schedule": {
      const { id, event, after, at } = action.params;
      const runAt = after === undefined ? instantOf(at?.evaluate(scope)) : later(scope.now, after);
      // A date that is no longer known takes back the timer an earlier event set.
      return runAt === undefined ? { type: "cancel", sendId: id } : timer(id, event, runAt);
    }
    case "transfer": {
      const to = action.params.member.evaluate(scope);
      return typeof to === "string" && to !== "" ? { type: "transfer", to } : undefined;
    }
    case "member":
      return memberEffect(action.params, scope);
  }
}

/** A mail or a text message; whoever filed and gave no address is told on paper. */
function tell(
  definition: CompiledDefinition,
  action: Extract<Action, { readonly type: "mail" | "sms" }>,
  scope: Scope,
): Effect | undefined {
  const template = definition.templates.get(action.params.template);
  if (template === undefined) return undefined;
  const to = action.params.to.evaluate(scope);
  if (action.type === "sms") return smsOf(to, template, scope);
  const { document } = action.params;
  const mail = (address: string) => ({ ...mailOf(address, template, scope), ...(document && { document }) });
  if (isMailAddress(to)) return mail(to);
  return writesToApplicant(definition, action) ? mail("") : undefined;
}

function memberEffect(params: MemberParams, scope: Scope): MemberEffect | undefined {
  const read = (expression: Expression) => expression.evaluate(scope);
  const words = (expression: Expression) => String(read(expression) ?? "");
  const id = words(params.id);
  if (id === "") return undefined;
  if (params.action !== "invite") return { type: "member", action: params.action, id };
  const { name, kind, siren, insee, population, adminName, adminEmail } = params;
  return {
    type: "member",
    action: "invite",
    id,
    name: words(name),
    kind: words(kind),
    siren: words(siren),
    insee: words(insee),
    population: Number(read(population) ?? 0),
    adminName: words(adminName),
    adminEmail: words(adminEmail),
  };
}

const timer = (sendId: string, event: string, runAt: string): TimerEffect => ({ type: "timer", sendId, event, runAt });

function later(now: string, delay: string): string {
  const duration = parseDuration(delay);
  if (duration === null) {
    throw new Error(`a compiled workflow holds the delay ${delay}, which is no duration`);
  }
  return addDuration(now, duration);
}

/** A date begins at midnight in Paris. */
function instantOf(value: unknown): string | undefined {
  if (typeof value !== "string" || Number.isNaN(Date.parse(value))) {
    return undefined;
  }
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? parisMidnight(value) : new Date(value).toISOString();
}

function evaluateAll(expressions: ExpressionMap, scope: Scope): Answers {
  const answers: Record<string, Json> = {};
  for (const [key, expression] of Object.entries(expressions)) {
    const value = toJson(expression.evaluate(scope));
    if (value !== undefined) {
      put(answers, key, value);
    }
  }
  return answers;
}

/**
 * What lacks an answer leaves the field without one. Conditions and computed fields follow the assigned values; what
 * only time or another actor would hide or compute otherwise stays as it was stored.
 */
function assign(form: Form, set: ExpressionMap, scope: Scope): Answers {
  const stored = scope.answers;
  const unset = Object.entries(stored).filter(([key]) => !Object.hasOwn(set, key));
  const assigned = { ...Object.fromEntries(unset), ...evaluateAll(set, scope) };
  return moved(form, stored, { ...scope, stored }, { ...scope, answers: assigned, stored: assigned });
}

/** The stored answers with what differs between the two ways of settling them. */
function moved(form: Form, stored: Answers, was: Scope, is: Scope): Answers {
  const after = resolve(form, is.answers, is).answers;
  const changed = changes(resolve(form, was.answers, was).answers, after);
  if (changed.length === 0) {
    return stored;
  }
  const keys = new Set(changed.map(({ field }) => field));
  const kept = Object.entries(stored).filter(([key]) => !keys.has(key));
  const taken = Object.entries(after).filter(([key]) => keys.has(key));
  return Object.fromEntries([...kept, ...taken]);
}

/** The slot chosen in the event's form, in the place of the one the entry had. */
function move({ field, to }: { readonly field: string; readonly to: string }, { answers, event }: Scope): Answers {
  const slot = own(event ?? {}, to);
  return slot === undefined ? answers : { ...answers, [field]: slot };
}

/** Prices made anew for the answers as they are, by the tariffs of a day: that of the filing unless said otherwise. */
function price(
  form: Form,
  on: Expression | undefined,
  scope: Scope,
): Pick<CarriedOut, "answers" | "issues" | "prices"> {
  const day = on?.evaluate(scope) ?? scope.entry?.createdAt ?? scope.now;
  const pricedOn = parisDay(typeof day === "string" && day.length > 10 ? day : parisMidnight(String(day)));
  const is = { ...scope, stored: scope.answers, pricedOn };
  const answers = moved(form, scope.answers, { ...scope, stored: scope.answers }, is);
  return {
    answers,
    issues: unpricedIssues(form, resolve(form, answers, is), is),
    prices: explanations(form, answers, is),
  };
}

function assignedIssues(form: Form, set: ExpressionMap, answers: Answers): readonly Issue[] {
  return form.validate(answers).filter(({ pointer }) => Object.hasOwn(set, segmentsOf(pointer)[0] ?? ""));
}
