import type { ASTNode } from "@marcbachmann/cel-js";
import { running } from "./cel.ts";
import type { Expression, Field } from "./form.ts";

/** The number and the field of a question, by the path expressions read it by ("logement", "adresse.voie", "item.prenom"). */
export type Questions = ReadonlyMap<string, { readonly number: string; readonly field: Field }>;

/**
 * A condition in the words of a paper form: "vous avez répondu « Un immeuble » à la question 3". Undefined for what has no
 * short wording; of conditions that must all hold, those that have one are said, since asking too much misleads nobody.
 */
export const saidCondition = ({ source }: Expression, questions: Questions): string | undefined =>
  said(running.parse(source).ast, true, questions);

function said(node: ASTNode, holds: boolean, questions: Questions): string | undefined {
  switch (node.op) {
    case "!_":
      return said(node.args, !holds, questions);
    case "&&":
    case "||":
      return both(node.op === (holds ? "&&" : "||"), node.args, holds, questions);
    case "==":
    case "!=":
      return compared(node.args, (node.op === "==") === holds, questions);
    case "in":
      return among(node.args, holds, questions);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return measured(holds ? node.op : OPPOSITE[node.op], node.args, questions);
    case "call":
      return node.args[0] === "present" ? given(node.args[1][0], holds, questions) : undefined;
    default:
      return ticked(node, holds, questions);
  }
}

const OPPOSITE = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

function both(all: boolean, sides: readonly ASTNode[], holds: boolean, questions: Questions): string | undefined {
  const words = sides.map((side) => said(side, holds, questions));
  const known = words.filter((word) => word !== undefined);
  if (!all && known.length < words.length) return undefined;
  return known.length === 0 ? undefined : known.join(all ? " et " : " ou si ");
}

function pathOf(node: ASTNode | undefined): string | undefined {
  if (node?.op === "id") return node.args;
  if (node?.op !== ".") return undefined;
  const owner = pathOf(node.args[0]);
  return owner && `${owner}.${node.args[1]}`;
}

const found = (node: ASTNode | undefined, questions: Questions) => questions.get(pathOf(node) ?? "");

const labelOf = ({ choices }: Field, value: unknown): string =>
  `« ${choices?.find((choice) => choice.value === value)?.label ?? String(value)} »`;

function compared([left, right]: readonly ASTNode[], holds: boolean, questions: Questions): string | undefined {
  const [question, value] = left?.op === "value" ? [found(right, questions), left] : [found(left, questions), right];
  if (!question || value?.op !== "value") return undefined;
  if (typeof value.args === "boolean") return answered(question, value.args === holds ? "« Oui »" : "« Non »", true);
  return typeof value.args === "string" ? answered(question, labelOf(question.field, value.args), holds) : undefined;
}

function among([left, right]: readonly ASTNode[], holds: boolean, questions: Questions): string | undefined {
  if (right?.op === "list") {
    const question = found(left, questions);
    const labels = right.args.map((each) => question && each.op === "value" && labelOf(question.field, each.args));
    return question && labels.every(Boolean) ? answered(question, labels.join(" ou "), holds) : undefined;
  }
  const question = found(right, questions);
  if (!question || left?.op !== "value") return undefined;
  const box = `${labelOf(question.field, left.args)} à la question ${question.number}`;
  return holds ? `vous avez coché ${box}` : `vous n’avez pas coché ${box}`;
}

const answered = ({ number }: { readonly number: string }, answer: string, holds: boolean): string =>
  holds
    ? `vous avez répondu ${answer} à la question ${number}`
    : `vous n’avez pas répondu ${answer} à la question ${number}`;

const MEASURES = { "<": "moins de", "<=": "au plus", ">": "plus de", ">=": "au moins" } as const;

function measured(
  op: keyof typeof MEASURES,
  [left, right]: readonly ASTNode[],
  questions: Questions,
): string | undefined {
  if (right?.op !== "value" || (typeof right.args !== "bigint" && typeof right.args !== "number")) return undefined;
  const amount = `${MEASURES[op]} ${right.args}`;
  const question = found(left, questions);
  if (question) return `vous avez répondu ${amount} à la question ${question.number}`;
  if (left?.op !== "call" || left.args[0] !== "age") return undefined;
  const birth = found(left.args[1][0], questions);
  return birth && `la personne de la question ${birth.number} a ${amount} ans`;
}

function given(node: ASTNode | undefined, holds: boolean, questions: Questions): string | undefined {
  const question = found(node, questions);
  return question && `vous avez ${holds ? "répondu à" : "laissé vide"} la question ${question.number}`;
}

/** A question answered by yes or no; one worked out from others is said by them. */
function ticked(node: ASTNode, holds: boolean, questions: Questions): string | undefined {
  const question = found(node, questions);
  if (!question) return undefined;
  const { computed, type } = question.field;
  if (computed) return said(running.parse(computed.source).ast, holds, questions);
  return type === "boolean" ? answered(question, holds ? "« Oui »" : "« Non »", true) : undefined;
}
