import { extendNames, type Names } from "./cel-names.ts";
import { compileActivity } from "./compile-activity.ts";
import { compileAgenda } from "./compile-agenda.ts";
import { compileCommission } from "./compile-commission.ts";
import { compileDated, datedMails } from "./compile-dated.ts";
import { compileDescription } from "./compile-definition.ts";
import { compileLabel } from "./compile-documents.ts";
import { compileDuplicates } from "./compile-duplicates.ts";
import { type CompiledForm, compileForm, type FormContext } from "./compile-form.ts";
import { compileForms, placed } from "./compile-forms.ts";
import { withIncomplete } from "./compile-incomplete.ts";
import { checkInternalListed } from "./compile-internal.ts";
import { checkLaw } from "./compile-law.ts";
import { compileLayouts } from "./compile-layouts.ts";
import { compileMailing } from "./compile-mailing.ts";
import { checkGoverned } from "./compile-member.ts";
import { compileNational } from "./compile-national.ts";
import { checkNobodyElse } from "./compile-profile.ts";
import { compilePublic } from "./compile-public.ts";
import { published, withForms } from "./compile-published.ts";
import { compileScoring } from "./compile-scoring.ts";
import { checkMovedSeats, checkSeatEvents } from "./compile-seat.ts";
import { compileSectors } from "./compile-sector.ts";
import { compileSessions } from "./compile-sessions.ts";
import { checkFeeds, checkMoved } from "./compile-slot.ts";
import { compileSources, withSourceFields } from "./compile-sources.ts";
import { checkCards, compileValidity } from "./compile-validity.ts";
import { compileWorkflow } from "./compile-workflow.ts";
import { compileWritten, newUses, writtenFiles, writtenIds } from "./compile-written.ts";
import type { CompiledDefinition, DefinitionSource } from "./definition.ts";
import type { Json } from "./entry.ts";
import { closedToHolder } from "./holder-view.ts";
import { withMerged } from "./merged.ts";
import type { DefinitionFile, WorkflowFile } from "./meta.generated.ts";
import { checkShape } from "./meta.ts";
import { compilePartForms } from "./part-edit.ts";
import { type At, newReport, type Report, under } from "./report.ts";
import { failed, ok, type Result } from "./result.ts";
import { compileSeeks } from "./seeks.ts";
import type { Shared } from "./shared-piece.ts";

/** Files nest no deeper: each level of a definition costs a few. */
const DEEPEST = 64;

/**
 * Checks a definition and its workflow, and prepares them to run. Returns every issue at once, by file and place; never
 * throws, whatever the files hold. Compiling `schema` and `workflowSource` of the result again gives the same result.
 * @param shared pieces that `$ref` names, by path under `schemas/`: "shared/adresse.json"
 * @param options.published true for a version that was published already: what the law makes its clock and its mails say
 *   is then not asked of it again
 * @param options.largestFile bytes of the largest file the installation takes, which no field may exceed; not asked of
 *   what was published before the installation lowered it: the lower limit then holds
 */
export function compile(
  source: DefinitionSource,
  shared: Shared,
  { published = false, largestFile }: { readonly published?: boolean; readonly largestFile?: number } = {},
): Result<CompiledDefinition> {
  const report = newReport();
  const schemaAt: At = { file: source.file, pointer: "" };
  const workflowAt: At = { file: source.workflowFile, pointer: "" };
  const { schema, workflow } = source;
  const hasDefinition = isShallow(schema, schemaAt, report) && checkShape("definition", schema, schemaAt, report);
  const hasWorkflow = isShallow(workflow, workflowAt, report) && checkShape("workflow", workflow, workflowAt, report);
  const context = { shared: shallowOnly(shared, report), report, largestFile, published };
  if (hasDefinition && hasWorkflow) {
    const compiled = compileBoth(schema, schemaAt, workflow, workflowAt, context);
    if (compiled && !published) checkLaw(compiled, { definition: schemaAt, workflow: workflowAt }, report);
    if (compiled && report.issues().length === 0) return ok(compiled);
  } else if (hasDefinition) {
    compileOwn(schema, schemaAt, context);
  }
  return failed(report.issues());
}

interface Context extends FormContext {
  /** See `compile`. */
  readonly published: boolean;
}

function compileOwn(file: DefinitionFile, at: At, context: Context) {
  const part = file["x-definition"];
  const partAt = under(at, "x-definition");
  const compiled = compileForm(
    {
      id: "entry",
      title: file.title,
      schema: withSourceFields(file, at, context.report),
      at,
      ...(part.steps && { steps: { source: part.steps, at: under(partAt, "steps") } }),
      ...(part.rules && { rules: { source: part.rules, at: under(partAt, "rules") } }),
      pricing: { at: partAt, tariffs: part.tariffs ?? {}, fees: part.fees ?? {}, published: context.published },
    },
    context,
  );
  const own = { ...compiled, form: withIncomplete(compiled.form, part, partAt, context.report) };
  checkInternalListed(part, own.form, partAt, context.report);
  if (!part.page?.forOther) checkNobodyElse(own.form, under(at, "properties"), context.report);
  const known = { order: own.form.order, names: own.names };
  const sources = compileSources(file, known, at, context.report);
  const national = compileNational(part, { fields: own.form.order, at: partAt, report: context.report });
  const scoring = scoringOf(part, own, partAt, context.report);
  return {
    own,
    description: { ...compileDescription(file, known, at, context.report), sources, scoring, ...national },
  };
}

function compileBoth(
  file: DefinitionFile,
  at: At,
  workflow: WorkflowFile,
  workflowAt: At,
  context: Context,
): CompiledDefinition | undefined {
  const { report } = context;
  const part = file["x-definition"];
  const partAt = under(at, "x-definition");
  checkWorkflowId(part.workflow, workflow, under(partAt, "workflow"), report);
  const { own: given, description } = compileOwn(file, at, context);
  const own = part.holder ? { ...given, form: closedToHolder(given.form, part.holder.fields) } : given;
  const formFiles = placed(workflow.forms, under(workflowAt, "forms"), part.forms, under(partAt, "forms"));
  const forms = compileForms(formFiles, workflow, under(workflowAt, "states"), context);
  const written = writtenFiles(workflow, workflowAt, part, partAt);
  const names = namesFor(own, forms);
  const uses = newUses(datedMails(part));
  const governed: At[] = [];
  const compiled = compileWorkflow(workflow, workflowAt, {
    report,
    fields: own.form.order,
    forms: new Set(forms.keys()),
    ...writtenIds(written),
    namesFor: names,
    governs: (place) => governed.push(place),
    usedBy: uses.usedBy,
  });
  const texts = compileWritten(written, uses, names, report);
  for (const [id, { form }] of forms) checkMoves(form, own.form, formFiles.get(id)?.at ?? partAt, report);
  const offered = compiled && offeredBy(file, given, compiled.states, written, partAt, report);
  const states = compiled?.states ?? new Map();
  const commission = commissionOf(compiled ? part : {}, own, { states, forms, at: partAt, report });
  const asked = askedForms(forms, compilePartForms(states, own.form, under(workflowAt, "states"), report));
  const seeks = compileSeeks(compiled ? part : {}, { form: own.form, forms: asked, states }, partAt, report);
  const label = part.label ? compileLabel(part.label, own.names, under(partAt, "label"), report) : null;
  if (compiled && governed.length > 0) checkGoverned(governed, description.rights, compiled.states, report);
  if (!compiled || !offered || report.issues().length > 0) return undefined;
  return {
    ...description,
    form: own.form,
    forms: asked,
    workflow: offered.duplicates ? withMerged(compiled) : compiled,
    ...{ ...texts, ...offered, commission, label, seeks },
    ...{ tariffs: [...own.tables.values()].map(({ tariff }) => tariff), governs: governed.length > 0 },
    schema: published(file, own, part.forms, forms) as unknown as CompiledDefinition["schema"],
    workflowSource: withForms(workflow, forms) as unknown as CompiledDefinition["workflowSource"],
  };
}

/** What events ask: forms of their own, and parts of the entry's. */
const askedForms = (forms: ReadonlyMap<string, CompiledForm>, parts: CompiledDefinition["forms"]) =>
  new Map([...[...forms].map(([id, { form }]) => [id, form] as const), ...parts]);

function scoringOf(
  { scoring }: DefinitionFile["x-definition"],
  { form, names, tables }: CompiledForm,
  at: At,
  report: Report,
): CompiledDefinition["scoring"] {
  return scoring
    ? compileScoring(scoring, { names, fields: form.order, tables, at: under(at, "scoring"), report })
    : null;
}

function checkWorkflowId(wanted: string, { id }: WorkflowFile, at: At, report: Report): void {
  if (wanted === id) return;
  report.add("workflow-id", at, `La définition demande le parcours « ${wanted} », mais ce fichier est « ${id} ».`);
}

/** What the form of an event moves is in the entry. */
function checkMoves(form: CompiledDefinition["form"], own: CompiledDefinition["form"], at: At, report: Report): void {
  checkMoved(form, own, at, report);
  checkMovedSeats(form, own, at, report);
}

/** What its entries are to others: what is booked, where an address lies, files of other software. */
function offeredBy(
  file: DefinitionFile,
  { form, names }: CompiledForm,
  states: CompiledDefinition["workflow"]["states"],
  { documents, templates }: ReturnType<typeof writtenFiles>,
  at: At,
  report: Report,
): Pick<
  CompiledDefinition,
  "activity" | "agenda" | "duplicates" | "layouts" | "mailing" | "publicView" | "sectors" | "sessions" | "validity"
> &
  Pick<CompiledDefinition, "confirmation" | "holderView" | "reminders"> {
  const {
    activity,
    agenda,
    duplicates,
    mailing,
    occupation,
    public: shown,
    sectors,
    sessions,
    validity,
    kind,
  } = file["x-definition"];
  const reading = { fields: form.order, names, report };
  checkCards(documents, file, report);
  checkFeeds(form, at, report);
  checkSeatEvents(form, states, at, report);
  return {
    activity: activity ? compileActivity(activity, kind, states, { ...reading, at: under(at, "activity") }) : null,
    agenda: agenda ? compileAgenda(agenda, kind, states, { ...reading, at: under(at, "agenda") }) : null,
    validity: validity ? compileValidity(validity, file, states, { ...reading, at: under(at, "validity") }) : null,
    duplicates: duplicates ? compileDuplicates(duplicates, kind, { ...reading, at: under(at, "duplicates") }) : null,
    publicView: shown ? compilePublic(shown, kind, states, { ...reading, at: under(at, "public") }, occupation) : null,
    mailing: mailing ? compileMailing(mailing, { ...reading, at: under(at, "mailing") }) : null,
    ...compileDated(file["x-definition"], { ...reading, states, templates: new Set(templates.keys()), at }),
    layouts: compileLayouts(file["x-definition"], { ...reading, at }),
    sectors: sectors ? compileSectors(sectors, kind, states, { ...reading, at: under(at, "sectors") }) : null,
    sessions: sessions ? compileSessions(sessions, kind, states, { ...reading, at: under(at, "sessions") }) : null,
  };
}

function commissionOf(
  { commission, scoring }: Partial<DefinitionFile["x-definition"]>,
  { form, names }: CompiledForm,
  {
    forms,
    ...place
  }: {
    readonly states: CompiledDefinition["workflow"]["states"];
    readonly forms: ReadonlyMap<string, CompiledForm>;
    readonly at: At;
    readonly report: Report;
  },
): CompiledDefinition["commission"] {
  if (!commission) return null;
  const asked = new Map([...forms].map(([id, compiled]) => [id, compiled.form]));
  return compileCommission(commission, {
    ...{ names, fields: form.order, forms: asked, ranked: scoring !== undefined },
    ...{ ...place, at: under(place.at, "commission") },
  });
}

/** Names of the workflow's expressions and mails, prepared once for each form an event may ask for. */
function namesFor(own: CompiledForm, forms: ReadonlyMap<string, CompiledForm>) {
  const base = extendNames(own.names, { about: true });
  const known = new Map<string | undefined, Names>([[undefined, base]]);
  return (id: string | undefined): Names => {
    const form = id === "entry" ? own.form : forms.get(id ?? "")?.form;
    const names = known.get(form?.id) ?? extendNames(base, { ...(form && { event: form.order }) });
    known.set(form?.id, names);
    return names;
  };
}

function isShallow(value: unknown, at: At, report: Report): boolean {
  if (!deeperThan(value, DEEPEST)) return true;
  report.add("too-deep", at, `Ce fichier a plus de ${DEEPEST} niveaux l'un dans l'autre.`);
  return false;
}

function shallowOnly(shared: Shared, report: Report): Shared {
  return new Map([...shared].filter(([file, piece]) => isShallow(piece, { file, pointer: "" }, report)));
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value as Readonly<Record<string, Json>>).some((member) => deeperThan(member, levels - 1));
}
