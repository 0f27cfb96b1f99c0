import type { Names } from "./cel-names.ts";
import { type ActionContext, compileActions, EVENT_NAME, eventNameMessage } from "./compile-actions.ts";
import { checkedExpression } from "./compile-expression.ts";
import { compileLegal, type Legal } from "./compile-missing.ts";
import { durationMessage, parseDuration } from "./duration.ts";
import type { Arc } from "./machine.ts";
import { type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import { checkWho } from "./who.ts";
import { type Candidate, findTarget, type StateNode } from "./workflow-graph.ts";

/** What transitions may refer to. */
export interface WorkflowContext extends Omit<ActionContext, "names" | "uses"> {
  readonly states: ReadonlyMap<string, StateNode>;
  /** Forms an event may ask for. */
  readonly forms: ReadonlySet<string>;
  /** Names an expression may read when the event asks for this form; "entry" for an edit, undefined without a form. */
  readonly namesFor: (form: string | undefined) => Names;
  /** Told of each template and document used, with the form of the event at hand. */
  readonly usedBy: (used: Parameters<ActionContext["uses"]>[0], form: string | undefined) => void;
}

/** A transition checked: where it leads, and what the machine runs. */
export interface CheckedTransition {
  readonly target: StateNode | undefined;
  readonly arc: Arc;
  /** What its words say of the legal clock; undefined for a transition without words. */
  readonly legal: Legal | undefined;
}

/** Checks one transition: its event or delay, target, guard, actions and what people read of it. */
export function compileTransition(candidate: Candidate, context: WorkflowContext): CheckedTransition {
  const { node, at, source, form } = candidate;
  const { report } = context;
  checkKey(candidate, report);
  checkMeta(candidate, context);
  const target = targetOf(candidate, context);
  const names = context.namesFor(form);
  const guard =
    node.guard === undefined ? undefined : checkedExpression(node.guard, names, "bool", under(at, "guard"), report);
  const uses: ActionContext["uses"] = (used) => context.usedBy(used, form);
  const actions = compileActions(node.actions, under(at, "actions"), { ...context, names, uses });
  if (node.meta?.edit && target && target !== source) {
    report.add(
      "edit-target",
      under(at, "target"),
      "Une modification ne change pas d'état : retirez « target », ou « edit ».",
    );
  }
  return {
    target,
    legal: node.meta && compileLegal(node.meta, names, under(at, "meta"), report),
    arc: {
      ...(target && { target: target.path }),
      ...(guard && { guard: guard.expression }),
      actions,
      reenter: node.reenter ?? false,
    },
  };
}

function checkKey({ kind, key, source }: Candidate, report: Report): void {
  const at = under(source.at, kind, key);
  if (kind === "on" && !EVENT_NAME.test(key)) report.add("event-name", at, eventNameMessage(key));
  if (kind === "after" && !parseDuration(key)) report.add("delay", at, durationMessage(key));
}

function targetOf({ node, at, source, kind }: Candidate, { states, report }: WorkflowContext): StateNode | undefined {
  if (node.target === undefined) {
    if (kind === "always")
      report.add("always-target", at, "Une transition automatique (« always ») doit mener à un autre état.");
    return undefined;
  }
  const target = findTarget(node.target, source, states);
  if (!target) {
    const message = `L'état « ${node.target} » n'existe pas${didYouMean(node.target, states.keys())}`;
    report.add("target", under(at, "target"), message);
  }
  return target;
}

function checkMeta(candidate: Candidate, { forms, report }: WorkflowContext): void {
  const { node, at, kind } = candidate;
  const { meta } = node;
  if (kind !== "on") {
    if (meta?.form !== undefined || meta?.edit) {
      report.add(
        "event-form",
        under(at, "meta"),
        "Une transition que personne n'envoie ne peut pas demander de formulaire.",
      );
    }
    return;
  }
  checkWho(meta?.who ?? [], under(at, "meta", "who"), report);
  if (meta?.fields && !meta.edit) {
    const message = 'Ce qui est modifié se dit d\'une modification : ajoutez "edit": true, ou retirez « fields ».';
    report.add("event-fields", under(at, "meta", "fields"), message);
  }
  if (meta?.form === undefined) return;
  if (meta.edit) {
    report.add(
      "event-form",
      under(at, "meta", "form"),
      "Une modification emploie le formulaire de la demande : retirez « form ».",
    );
  } else if (!forms.has(meta.form)) {
    const message = `Le formulaire « ${meta.form} » n'existe pas${didYouMean(meta.form, forms)}`;
    report.add("form-unknown", under(at, "meta", "form"), message);
  }
}
