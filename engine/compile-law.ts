import { checkClock, type Files } from "./compile-clock.ts";
import { checkCertificates, checkDecisionDocuments } from "./compile-law-documents.ts";
import type { AskedItems } from "./compile-missing.ts";
import type { CompiledDefinition, State, StateEvent } from "./definition.ts";
import { machineOf } from "./event.ts";
import { APPEAL, actionsOn, DECIDED, type Element, quotes, writtenAt } from "./legal-elements.ts";
import type { Action, NodeSource } from "./machine.ts";
import { type Report, under } from "./report.ts";
import { isFiledByCitizens } from "./rights.ts";

/** CRPA R.112-11-1: what every acknowledgement of receipt says. */
const RECEIPT: readonly Element[] = [
  { by: ["today", "now", "entry.createdAt"], name: "la date de réception ({{text(today)}})" },
  { by: ["about.service"], name: "le service chargé du dossier ({{about.service}})" },
  { by: ["about.contact"], name: "l'adresse et le téléphone de ce service ({{about.contact}})" },
];

/** The same article, for a request whose silence means something: the regime and its date, the attestation or the appeal. */
const SILENCE: Element = {
  by: ["about.silence"],
  name: "ce que vaut le silence, et à quelle date ({{about.silence}})",
};

/** CRPA R.112-11-4: what is missing, until when, and what that does to the delay (L.114-5). */
const asksFor = ({ until }: AskedItems): readonly Element[] => [
  { by: ["event"], name: "ce qui manque ({{event.…}})" },
  { by: ["about.deadline", until.source], name: "la date limite ({{about.deadline}})" },
  { by: ["about.effect"], name: "l'effet de la demande de pièces sur le délai ({{about.effect}})" },
];

/**
 * Checks that a compiled definition does what the law makes it do: silence can decide, a suspension says until when,
 * and its mails and documents say all they must.
 */
export function checkLaw(definition: CompiledDefinition, files: Files, report: Report): void {
  checkClock(definition, files, report);
  if (definition.kind !== "service" || !isFiledByCitizens(definition)) return;
  checkLegalMails(definition, files, report);
  checkDecisionDocuments(definition, files, report);
  checkCertificates(definition, files, report);
}

/**
 * Checks that the mails of a service say what the law makes them say: the acknowledgement of receipt (without which
 * the delays for appeal bind nobody, CRPA L.112-12), a request for missing items, a decision.
 */
function checkLegalMails(definition: CompiledDefinition, files: Files, report: Report): void {
  checkAcknowledgement(definition, files, report);
  for (const state of definition.workflow.states.values()) {
    for (const event of state.events) checkEventMails(definition, state, event, files, report);
  }
}

function checkEventMails(
  definition: CompiledDefinition,
  state: State,
  { type, missing, decision }: StateEvent,
  files: Files,
  report: Report,
): void {
  const mails = mailsIn(actionsOn(definition, state.id, type));
  if (missing && definition.clock.regime !== "none") {
    checkMails(mails, asksFor(missing), "missing-mail", definition, files, report);
  }
  if (decision) {
    const elements = decision === "unfavorable" ? [DECIDED, APPEAL] : [DECIDED];
    checkMails(mails, elements, "decision-mail", definition, files, report);
  }
}

function checkAcknowledgement(definition: CompiledDefinition, files: Files, report: Report): void {
  const { source } = machineOf(definition);
  const mails = mailsIn(openingNodes(source.states, source.initial).flatMap(({ entry }) => entry));
  if (mails.length === 0) {
    const message =
      "Rien n'accuse réception de la demande (articles L. 112-11 et R. 112-11-1) : l'état initial envoie un courriel (« entry »).";
    report.add("acknowledgement", under(files.workflow, "states", source.initial), message);
    return;
  }
  const elements = definition.clock.regime === "none" ? RECEIPT : [...RECEIPT, SILENCE];
  checkMails(mails, elements, "acknowledgement", definition, files, report);
}

/** Reports each mail that lacks an element; `about.acknowledgement` holds all those of an acknowledgement. */
function checkMails(
  mails: readonly string[],
  elements: readonly Element[],
  code: "acknowledgement" | "missing-mail" | "decision-mail",
  definition: CompiledDefinition,
  files: Files,
  report: Report,
): void {
  for (const id of mails) {
    const template = definition.templates.get(id);
    if (!template) continue;
    const lacking = elements.filter(({ by }) => !by.some((path) => quotes(template.body, path)));
    if (code === "acknowledgement" && quotes(template.body, "about.acknowledgement")) continue;
    for (const { name } of lacking) {
      report.add(code, writtenAt("templates", id, definition, files), `Le courriel « ${id} » doit donner ${name}.`);
    }
  }
}

/** The states entered by opening, outer ones first. */
function openingNodes(states: ReadonlyMap<string, NodeSource>, initial: string): readonly NodeSource[] {
  const node = states.get(initial);
  if (!node) return [];
  return [node, ...(node.initial === undefined ? [] : openingNodes(node.states, node.initial))];
}

const mailsIn = (actions: readonly Action[]): readonly string[] =>
  actions.flatMap((action) => (action.type === "mail" ? [action.params.template] : []));
