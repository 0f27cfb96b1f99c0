import {
  type Actor,
  type Answers,
  actsByMandate,
  type CompiledDefinition,
  canRead,
  displayAnswers,
  type EntryEvent,
  type Explanation,
  type Form,
  formatMoney,
  type Json,
  knownAnswers,
  type Labels,
  SOURCE_WORDS,
  tableWords,
} from "../../engine/index.ts";
import { strings } from "../../renderer/strings.ts";
import { paymentWords } from "../../renderer/strings-payment.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { isShownPayment, knownPrices, paymentView } from "../entry-money.ts";
import { accountHolders, type Owner } from "../identity/account-holders.ts";
import { actorFor } from "../identity/actor-for.ts";
import { openNames } from "../identity/sealed-names.ts";
import { keptFiles } from "../internal-files.ts";
import { type ExportedDraft, type ExportedMessage, type Holdings, readHoldings } from "../store/account-export.ts";
import { searchAudit } from "../store/audit.ts";
import { listMandates, type Mandate } from "../store/mandates.ts";
import { GROUP } from "../store/members.ts";
import type { PaymentFile } from "../store/payments.ts";
import { CLAIMED } from "./claim-entry.ts";
import { exportProfile } from "./export-profile.ts";

/** The latest sign-ins that go with it. */
const SIGN_INS = 1000;

/** What a citizen takes away; keys are French, for she reads it. */
export type AccountExport = { readonly [key: string]: Json };

/**
 * All that the platform knows of a citizen by her account (RGPD art. 15 and 20): the account, its sign-ins, what it keeps, drafts, and
 * in every member the entries she holds, with the answers, facts and names of files that she may read. Kept in the log.
 */
export async function exportAccount(ctx: Context, owner: Owner): Promise<AccountExport> {
  const { account } = owner;
  const holdings = await readHoldings(ctx.db, accountHolders(ctx, owner));
  const drafts = await Promise.all(holdings.drafts.map((draft) => draftExport(ctx, owner, draft)));
  const entries = await Promise.all(holdings.entries.map((held) => entryExport(ctx, owner, held)));
  const [profile, mandates, signIns] = await Promise.all([
    exportProfile(ctx, account),
    listMandates(ctx, account.id),
    searchAudit(ctx.db, {
      member: GROUP,
      actions: ["sign-in", "sign-in-refused"],
      target: account.id,
      limit: SIGN_INS,
    }),
  ]);
  const { length } = holdings.entries;
  const actor = { kind: "citizen", id: account.id } as const;
  audit(ctx, { member: GROUP, action: "export", actor, target: account.id, detail: { entries: length } });
  return {
    date: ctx.clock().toISOString(),
    compte: { nom: account.name, adresseElectronique: account.email },
    connexions: signIns.map(({ at, action }) => ({ date: at.toISOString(), refusee: action === "sign-in-refused" })),
    ...profile,
    mandats: mandates.map((mandate) => mandateExport(account.id, mandate)),
    brouillons: drafts,
    demandes: entries.filter((entry) => entry !== null),
  };
}

const mandateExport = (account: string, mandate: Mandate): AccountExport => {
  const { from, to, offeredTo, startsOn, endsOn, endedAt, members, definitions, acts } = mandate;
  return {
    ...(from.id === account ? { donneA: to?.name ?? null, adresse: offeredTo } : { recuDe: from.name }),
    ...{ du: startsOn, au: endsOn, termineLe: endedAt?.toISOString() ?? null, peutAgir: acts },
    ...{ collectivites: members ?? "toutes", demarches: definitions ?? "toutes" },
  };
};

/** The citizen herself, before an entry of one of her sectors. */
const herself = (ctx: Context, owner: Owner, member: string, definition: CompiledDefinition): Actor =>
  actorFor(ctx, { ...owner, agent: null, visitor: null, via: null }, member, definition);

const nameOf = (ctx: Context, member: string): string => ctx.catalogue.member(member)?.name ?? member;

async function draftExport(ctx: Context, owner: Owner, draft: ExportedDraft): Promise<AccountExport> {
  const definition = await ctx.catalogue.version(draft.member, draft.definition, draft.version);
  const actor = herself(ctx, owner, draft.member, definition);
  return {
    collectivite: nameOf(ctx, draft.member),
    demarche: definition.title,
    enregistreLe: draft.updatedAt.toISOString(),
    donnees: knownAnswers(definition.form, draft.answers, actor),
  };
}

async function entryExport(
  ctx: Context,
  owner: Owner,
  { entry, events, files, messages, payments }: Holdings["entries"][number],
): Promise<AccountExport | null> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = herself(ctx, owner, entry.member, definition);
  if (!canRead(definition, entry, actor)) return null;
  const kept = new Set(keptFiles(definition, entry, events));
  const shown = files.filter(({ id }) => !kept.has(id));
  const reader: Reader = {
    now: ctx.clock().toISOString(),
    about: { member: nameOf(ctx, entry.member), title: definition.title },
    definition,
    actor,
    labels: new Map(shown.map(({ id, name }) => [id, name])),
  };
  return {
    collectivite: reader.about.member,
    demarche: definition.title,
    reference: entry.reference,
    envoyeeLe: entry.createdAt,
    modifieeLe: entry.updatedAt,
    etat: definition.workflow.states.get(entry.state)?.label ?? entry.state,
    reponses: read(reader, definition.form, entry.answers),
    donnees: knownAnswers(definition.form, entry.answers, actor),
    historique: events.map((event) => factExport(reader, { ...event, actor: openNames(ctx.secrets, event.actor) })),
    messages: messages.map((message) => messageExport(ctx, reader, message)),
    prix: knownPrices(definition, events, actor).map(priceExport),
    paiements: payments.filter(isShownPayment).map(paymentExport),
    fichiers: shown.map(({ name, type, size, createdAt }) => ({
      nom: name,
      type,
      octets: size,
      envoyeLe: createdAt.toISOString(),
    })),
  };
}

interface Reader {
  /** ISO 8601. */
  readonly now: string;
  readonly about: { readonly member: string; readonly title: string };
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
  readonly labels: Labels;
}

/** Questions and answers in the words of the form. */
function read({ now, about, actor, labels }: Reader, form: Form, answers: Answers): Json {
  const context = { now, about, actor: { kind: actor.kind, roles: actor.roles } };
  return displayAnswers(form, answers, context, labels)
    .flatMap(({ rows }) => rows)
    .filter(({ text }) => text !== "")
    .map(({ label, text }) => ({ question: label, reponse: text }));
}

function messageExport(ctx: Context, { labels }: Reader, { side, actor, body, files, at }: ExportedMessage): Json {
  const { name = null } = openNames(ctx.secrets, actor);
  return {
    date: at.toISOString(),
    de: side === "service" || actsByMandate(actor) ? name : "vous",
    texte: body,
    fichiers: files.flatMap((id) => labels.get(id) ?? []),
  };
}

/** How a price was made: what served and where it comes from, the line of the table, each step (CRPA R.311-3-1-2). */
const priceExport = ({ title, day, algorithm, inputs, tables, steps, total }: Explanation): Json => ({
  intitule: title,
  jourDuTarif: day,
  montant: formatMoney(total),
  ...(algorithm && { calcul: { sertA: algorithm.purpose, part: algorithm.degree } }),
  donnees: inputs.map((input) => ({
    donnee: input.title,
    valeur: input.text,
    ...(input.source && { origine: SOURCE_WORDS[input.source] }),
  })),
  grilles: tables.map((table) => ({
    grille: table.title,
    version: tableWords(table),
    decision: table.decision ?? null,
    ligne: table.row,
    cas: table.columns.map(({ title: column, value, cell }) => ({ colonne: column, valeur: value, ligne: cell })),
    montant: formatMoney(table.amount),
  })),
  etapes: steps.map(({ label, rule, amount, total: after }) => ({
    etape: label,
    regle: rule,
    montant: formatMoney(amount),
    total: formatMoney(after),
  })),
});

function paymentExport(file: PaymentFile): Json {
  const { subject, amount, state, until, received } = paymentView(file);
  return {
    objet: subject,
    montant: formatMoney(amount),
    etat: paymentWords.states[state],
    aPayerAvant: until,
    recus: received.map((one) => ({
      montant: formatMoney(one.amount),
      date: one.at,
      reference: one.reference,
      autorisation: one.authorisation,
      rembourse: one.refund === null ? null : one.refund === "done",
    })),
  };
}

/** A fact as the tracking page tells it: agents by their names (CRPA L.111-2), the citizen as herself. */
function factExport(reader: Reader, { type, from, to, at, actor: by, data }: EntryEvent): Json {
  const { workflow, forms } = reader.definition;
  const event = workflow.states.get(from ?? "")?.events.find((one) => one.type === type);
  const named = type === CLAIMED ? strings.tracking.claimed : undefined;
  const what = named ?? event?.past ?? event?.label ?? workflow.states.get(to)?.label ?? type;
  const form = forms.get(event?.form ?? "");
  const mine = reader.actor.holders.includes(by.id);
  return {
    date: at,
    fait: from === null ? workflow.opened : what,
    par: by.kind === "agent" || actsByMandate(by) ? (by.name ?? null) : mine ? "vous" : null,
    ...(form && data.answers && { reponses: read(reader, form, data.answers) }),
  };
}
