import type { DocumentFile, EventMeta, TemplateFile } from "./meta.generated.ts";
import type { OverlayEvent, OverlayState, OverlayTemplate } from "./overlay-file.generated.ts";
import { comesFrom, entryOf, type Merging } from "./overlay-merging.ts";
import { type At, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import { allStates, candidatesOf, readStates } from "./workflow-graph.ts";

/** Title, page, columns, sentences of rules, retention: what a definition says besides its fields. */
export function mergeDescription(merging: Merging): void {
  const { overlay, at, definition, definitionAt, report } = merging;
  const part = definition["x-definition"];
  const partAt = under(definitionAt, "x-definition");
  if (overlay.title !== undefined) definition.title = overlay.title;
  if (overlay.description !== undefined) definition.description = overlay.description;
  if (overlay.page) part.page = { ...part.page, ...overlay.page };
  if (overlay.list) {
    part.list = overlay.list;
    const order = part.order?.replace(/^-/, "");
    if (order !== undefined && !overlay.list.includes(order) && !/^(created|updated)At$/.test(order)) delete part.order;
    comesFrom(merging, under(partAt, "list"), under(at, "list"));
  }
  if (overlay.retention !== undefined) {
    part.privacy = { ...part.privacy, retention: overlay.retention };
    comesFrom(merging, under(partAt, "privacy", "retention"), under(at, "retention"));
  }
  const codes = (part.rules ?? []).map(({ code }) => code);
  for (const [code, { message }] of Object.entries(overlay.rules ?? {})) {
    const rule = part.rules?.find((candidate) => candidate.code === code);
    if (rule) rule.message = message;
    else
      report.add(
        "overlay-rule",
        under(at, "rules", code),
        `La règle « ${code} » n'existe pas${didYouMean(code, codes)}`,
      );
  }
}

/** Mails: those of the definition take the place of the workflow's, as in `placed`. */
export function mergeTemplates(merging: Merging): void {
  const { overlay, at, report } = merging;
  for (const [id, change] of Object.entries(overlay.templates ?? {})) {
    const here = under(at, "templates", id);
    const found = findTemplate(id, merging);
    if (!found) {
      const known = [...Object.keys(merging.workflow.templates ?? {}), ...Object.keys(ownTemplates(merging) ?? {})];
      report.add("overlay-template", here, `Le courriel « ${id} » n'existe pas${didYouMean(id, known)}`);
      continue;
    }
    checkLegal(found.template, change, here, merging);
    Object.assign(found.template, change);
    // A fault of an expression is placed on the template or on one of its texts.
    comesFrom(merging, found.at, here);
  }
}

/** Documents: their title and their words, like those of mails. */
export function mergeDocuments(merging: Merging): void {
  const { overlay, at, report, definition, definitionAt, workflow, workflowAt } = merging;
  const ours = definition["x-definition"].documents;
  for (const [id, change] of Object.entries(overlay.documents ?? {})) {
    const here = under(at, "documents", id);
    const own = entryOf(ours, id);
    const found: DocumentFile | undefined = own ?? entryOf(workflow.documents, id);
    if (!found) {
      const known = [...Object.keys(workflow.documents ?? {}), ...Object.keys(ours ?? {})];
      report.add("overlay-document", here, `Le document « ${id} » n'existe pas${didYouMean(id, known)}`);
      continue;
    }
    Object.assign(found, change);
    comesFrom(
      merging,
      own ? under(definitionAt, "x-definition", "documents", id) : under(workflowAt, "documents", id),
      here,
    );
  }
}

const ownTemplates = ({ definition }: Merging) => definition["x-definition"].templates;

function findTemplate(id: string, merging: Merging): { readonly template: TemplateFile; readonly at: At } | undefined {
  const own = entryOf(ownTemplates(merging), id);
  if (own) return { template: own, at: under(merging.definitionAt, "x-definition", "templates", id) };
  const shared = entryOf(merging.workflow.templates, id);
  return shared && { template: shared, at: under(merging.workflowAt, "templates", id) };
}

/** What the acknowledgement of receipt must say (CRPA R.112-5, R.112-11-1): the service, how to reach it, what silence means. */
const LEGAL = ["about.service", "about.contact", "about.silence"];

function checkLegal(base: TemplateFile, change: OverlayTemplate, at: At, { report }: Merging): void {
  const { body } = change;
  if (body === undefined) return;
  const missing = LEGAL.filter((name) => quotes(base.body, name) && !quotes(body, name));
  if (missing.length === 0) return;
  const listed = missing.map((name) => `{{${name}}}`).join(", ");
  report.add("overlay-legal", under(at, "body"), `La loi veut que ce courriel dise encore : ${listed}.`);
}

const quotes = (text: string, name: string): boolean =>
  text.split("{{").some((piece, index) => index > 0 && (piece.split("}}", 1)[0] ?? "").includes(name));

/** Labels and sentences of states and events. */
export function mergeWorkflowWords(merging: Merging): void {
  const { overlay, at, workflow, workflowAt, report } = merging;
  const states = allStates(readStates(workflow.states, under(workflowAt, "states")));
  for (const [path, words] of Object.entries(overlay.states ?? {})) {
    const state = states.find((candidate) => candidate.path === path);
    if (state?.node.meta) {
      Object.assign(state.node.meta, words);
      rememberWords(merging, words, under(state.at, "meta"), under(at, "states", path));
    } else {
      const known = states.flatMap(({ node, path: id }) => (node.meta ? [id] : []));
      report.add(
        "overlay-state",
        under(at, "states", path),
        `L'état « ${path} » n'existe pas${didYouMean(path, known)}`,
      );
    }
  }
  const sent = states.flatMap(candidatesOf).filter(({ kind }) => kind === "on");
  for (const [event, words] of Object.entries(overlay.events ?? {})) {
    const metas = sent.flatMap(({ key, node }): EventMeta[] => (key === event && node.meta ? [node.meta] : []));
    for (const meta of metas) Object.assign(meta, words);
    if (metas.length > 0) continue;
    const known = new Set(sent.map(({ key }) => key));
    const message = `L'évènement « ${event} » n'existe pas${didYouMean(event, known)}`;
    report.add("overlay-event", under(at, "events", event), message);
  }
}

function rememberWords(merging: Merging, words: OverlayState | OverlayEvent, place: At, from: At): void {
  for (const name of Object.keys(words)) comesFrom(merging, under(place, name), under(from, name));
}
