import { randomUUID } from "node:crypto";
import { pendingEmailChange, requestEmailChange } from "../../../server/commands/change-account-email.ts";
import { makeDocument } from "../../../server/commands/make-document.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { issueReset } from "../../../server/commands/reset-account-password.ts";
import { unsubscribeAddress } from "../../../server/commands/unsubscribe.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { actorFor } from "../../../server/identity/actor-for.ts";
import { issueToken } from "../../../server/identity/one-time-codes.ts";
import { issuePaperCode, paperCode } from "../../../server/identity/paper-codes.ts";
import { memberFiles } from "../../../server/site.ts";
import { accountById } from "../../../server/store/accounts.ts";
import { entryDocuments } from "../../../server/store/documents.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { savePerson } from "../../../server/store/household.ts";
import { saveUnits } from "../../../server/store/units.ts";
import { ANSWERS as CARD_ANSWERS, grantedCard } from "../renewing-town.ts";
import type { Person } from "../town-people.ts";
import { COORDINATOR, MEMBER, TERRACE } from "../town-places.ts";
import {
  begin,
  enrol,
  fileEntry,
  hire,
  link,
  PASSWORD,
  PDF,
  passwordHash,
  type Someone,
  subjectOf,
  type Town,
} from "../whole-town.ts";
import { ACTIVITY_RECIPES } from "./activity.recipes.ts";
import { AGENDA_RECIPES } from "./agenda.recipes.ts";
import { CONVERSATION_RECIPES } from "./conversation.recipes.ts";
import { DUPLICATE_RECIPES } from "./duplicates.recipes.ts";
import { FICHE_RECIPES } from "./fiches.recipes.ts";
import { FIGURE_RECIPES } from "./figures.recipes.ts";
import { FILE_RECIPES } from "./files.recipes.ts";
import { IMPORT_RECIPES } from "./imports.recipes.ts";
import { MANDATE_RECIPES } from "./mandates.recipes.ts";
import { MEETING_RECIPES } from "./meetings.recipes.ts";
import { NATIONAL_RECIPES } from "./national.recipes.ts";
import { OUTSIDE_RECIPES } from "./outside.recipes.ts";
import { PAYMENT_RECIPES } from "./payments.recipes.ts";
import { PUBLISHED_RECIPES } from "./published.recipes.ts";
import { QUICK_RECIPES } from "./quick.recipes.ts";
import { RIGHTS_RECIPES } from "./rights.recipes.ts";
import { SESSION_RECIPES } from "./sessions.recipes.ts";
import { TARIFF_RECIPES } from "./tariffs.recipes.ts";
import type { Recipe, Sending } from "./try-route.ts";
import { WORK_RECIPES } from "./works.recipes.ts";

/** An answer to every question of the terrace, as a form sends them. */
const TYPED = { "root[nom]": "Chez Yvonne", "root[courriel]": "yvonne@exemple.fr" };
const ANSWERS = { nom: "Chez Yvonne", courriel: "yvonne@exemple.fr" };
const NEW_PASSWORD = "grenouille sous la pluie";
const HOUR = 3_600_000;

/** A demande of the holder, with the document it owed her. */
async function withDocument(town: Town): Promise<{ entry: string; document: string; code: string }> {
  const { ctx } = town;
  const entry = await fileEntry(town, town.people.holder);
  const owed = { member: MEMBER, entry, seq: 1, rank: 2 };
  await withActor(ctx.db, { system: true }, (tx) => makeDocument(ctx, tx, owed, "accuse"));
  const [made] = (await entryDocuments(ctx, MEMBER, entry)).made;
  if (!made) throw new Error("no document");
  return { entry, document: made.id, code: made.code };
}

/** A demande that the agent filed for someone at her counter. */
async function filedForSomeone({ ctx, people }: Town): Promise<string> {
  const actor = actorFor(ctx, subjectOf(people.agent), MEMBER, TERRACE);
  const counter = { channel: "guichet", holder: `porteur-${randomUUID()}` } as const;
  const opened = await openEntry(ctx, { member: MEMBER, definition: TERRACE, actor, counter, answers: ANSWERS });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** What someone types who has the receipt of such a demande. */
async function onPaper(town: Town) {
  const entry = await findEntry(town.ctx, MEMBER, await filedForSomeone(town));
  if (!entry) throw new Error("no demande");
  await issuePaperCode(town.ctx, entry);
  const code = await paperCode(town.ctx, entry);
  return { "root[reference]": entry.reference, "root[code]": code ?? "" };
}

/** The link that confirms a new account. */
async function signUp({ ctx }: Town): Promise<{ token: string }> {
  const account = { name: "Léa Meyer", email: `${randomUUID()}@exemple.fr`, passwordHash: await passwordHash };
  const payload = { ...account, visitor: "", grants: "[]", back: null, kept: null };
  return { token: await issueToken(ctx, "sign-up", payload, HOUR) };
}

/** The link that lets someone choose another password. */
async function reset({ ctx }: Town): Promise<{ token: string }> {
  const { account } = await enrol(ctx, "Léa Meyer");
  const stored = account && (await accountById(ctx.db, account.id));
  if (!stored) throw new Error("no account");
  return { token: await issueReset(ctx, stored, { back: null, kept: null }) };
}

/** A citizen like this one whom the request may change for good; nothing for the others. */
async function another({ ctx, people }: Town, person: Person): Promise<{ as?: Someone }> {
  const { account } = people[person];
  return account ? { as: await enrol(ctx, account.name) } : {};
}

/** The link that confirms the new address of the holder's account. */
async function newAddress(town: Town, person: Person): Promise<Sending> {
  const { ctx } = town;
  const owner = await enrol(ctx, "Camille Schmitt");
  if (!owner.account) throw new Error("no account");
  await requestEmailChange(ctx, owner.account, `${randomUUID()}@exemple.fr`, "");
  const pending = await pendingEmailChange(ctx, owner.account.id);
  const payload = { account: owner.account.id, id: pending?.change.id ?? "", side: "new" };
  const params = { token: await issueToken(ctx, "email-change", payload, HOUR) };
  return person === "holder" ? { params, as: owner } : { params };
}

/** Someone of the holder's household. */
async function relative({ ctx, people }: Town): Promise<{ person: string }> {
  const id = randomUUID();
  const lina = { id, givenNames: "Lina", familyName: "Schmitt", birthDate: null, link: "enfant" } as const;
  await savePerson(ctx, people.holder.account?.id ?? "", lina);
  return { person: id };
}

function drawing(): FormData {
  const form = new FormData();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>';
  form.append("logo", new File([svg], "logo.svg", { type: "image/svg+xml" }));
  return form;
}

/** An agent of the member at hand, whom the request may change. */
async function colleague({ ctx }: Town): Promise<{ id: string }> {
  const { agent } = await hire(ctx, "Marie Essai", MEMBER, ["agent"], ["voirie"]);
  return { id: agent?.id ?? "" };
}

/** The link by which an agent chooses a password. */
async function agentPassword(town: Town): Promise<{ token: string }> {
  const { ctx } = town;
  const before = ctx.secrets.mac("agent-password", await passwordHash).toString("base64url");
  const payload = { member: MEMBER, agent: (await colleague(town)).id, before };
  return { token: await issueToken(ctx, "agent-password", payload, HOUR) };
}

/** A unit of the member at hand, where nobody works. */
async function unit({ ctx }: Town): Promise<{ unit: string }> {
  const id = `essai-${randomUUID()}`;
  await saveUnits(ctx.db, MEMBER, [{ id, name: "Essai", contact: {} }]);
  await ctx.catalogue.reload();
  return { unit: id };
}

const ADMIN = "/:member/agent/administration";
const AGENT = { nom: "Paul Haas", "role.0": "agent", "unite.0": "voirie", "definition.0": "" };

const theme: Recipe = ({ ctx }) => {
  const member = ctx.catalogue.member(MEMBER);
  return { params: { file: member ? memberFiles(member).theme.name : "" } };
};
const logo: Recipe = ({ ctx }) => {
  const member = ctx.catalogue.member(MEMBER);
  return { params: { file: (member && memberFiles(member).logo?.name) ?? "" } };
};

/** The token of the link by which whoever a mail to many is about receives no more of them. */
async function wayOut(town: Town): Promise<string> {
  return (
    unsubscribeAddress(town.ctx, MEMBER, await fileEntry(town, town.people.holder))
      .split("/")
      .at(-1) ?? ""
  );
}

/**
 * How to send what a route needs, by method and path, when the usual parameters and an empty form do not do. A thing
 * that the request changes is made anew by each call.
 */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  ...ACTIVITY_RECIPES,
  ...AGENDA_RECIPES,
  ...SESSION_RECIPES,
  ...QUICK_RECIPES,
  ...DUPLICATE_RECIPES,
  ...NATIONAL_RECIPES,
  ...CONVERSATION_RECIPES,
  ...MANDATE_RECIPES,
  ...OUTSIDE_RECIPES,
  ...PAYMENT_RECIPES,
  ...PUBLISHED_RECIPES,
  ...RIGHTS_RECIPES,
  ...TARIFF_RECIPES,
  ...MEETING_RECIPES,
  ...IMPORT_RECIPES,
  ...WORK_RECIPES,
  "GET /assets/:name": ({ assets }) => ({ params: { name: assets.links.front.replace("/assets/", "") } }),
  "GET /:member/:file{theme-[0-9a-f]{8}\\.css}": theme,
  "GET /:member/:file{logo-[0-9a-f]{8}\\.(?:svg|png|jpg)}": logo,

  "POST /:member/agent/administration/donnees": () => ({
    form: { siret: "21680224900013", jeton: "jeton-de-l-essai" },
  }),

  "POST /connexion": ({ people }) => ({ form: { email: people.citizen.account?.email ?? "", password: PASSWORD } }),
  "POST /agent/connexion": ({ people }) => ({ form: { email: people.agent.agent?.email ?? "", password: PASSWORD } }),

  "POST /inscription": () => ({
    form: { prenom: "Léa", nom: "Meyer", email: `${randomUUID()}@exemple.fr`, password: NEW_PASSWORD },
  }),
  "GET /inscription/:token": async (town) => ({ params: await signUp(town) }),
  "POST /inscription/:token": async (town) => ({ params: await signUp(town), form: { password: PASSWORD } }),
  "POST /mot-de-passe": () => ({ form: { email: `${randomUUID()}@exemple.fr` } }),
  "GET /mot-de-passe/:token": async (town) => ({ params: await reset(town) }),
  "POST /mot-de-passe/:token": async (town) => ({ params: await reset(town), form: { password: NEW_PASSWORD } }),

  "POST /mon-espace/compte/nom": () => ({ form: { name: "Camille Schmitt" } }),
  "POST /mon-espace/compte/adresse": () => ({ form: { email: `${randomUUID()}@exemple.fr` } }),
  "GET /mon-espace/compte/adresse/:token": newAddress,
  "POST /mon-espace/compte/adresse/:token": newAddress,
  "POST /mon-espace/compte/mot-de-passe": async (town, person) => ({
    form: { current: PASSWORD, password: NEW_PASSWORD },
    ...(await another(town, person)),
  }),
  "POST /mon-espace/compte/fermeture": async (town, person) => ({
    form: { password: PASSWORD },
    ...(await another(town, person)),
  }),
  "POST /mon-espace/rattacher": () => ({ form: { "root[reference]": "X7K4-QP9M" } }),

  "POST /:member/demarches/:draft/:step": () => ({ form: TYPED }),
  "GET /:member/reprise/:token": async (town) => ({
    params: { token: await link(town, "draft", await begin(town, town.people.holder)) },
  }),
  "GET /:member/desabonnement/:token": async (town) => ({ params: { token: await wayOut(town) } }),
  "POST /:member/desabonnement/:token": async (town) => ({ params: { token: await wayOut(town) } }),
  "GET /:member/suivi/:token": async (town) => ({
    params: { token: await link(town, "entry", await fileEntry(town, town.people.holder)) },
  }),
  "POST /:member/demarches/:draft/plus-tard": async (town) => {
    const draft = await begin(town, town.people.holder);
    const token = await link(town, "draft", draft);
    const lien = `${town.ctx.config.publicUrl}/${MEMBER}/reprise/${token}`;
    return { params: { draft }, form: { lien, courriel: "yvonne@exemple.fr" } };
  },
  "POST /:member/demandes/:entry/evenements/:type": () => ({ params: { type: "retirer" }, form: { _revision: "1" } }),
  "POST /:member/demandes/:entry/renouveler": async (town) => ({ params: { entry: await grantedCard(town) } }),
  ...FILE_RECIPES,

  "GET /:member/demandes/:entry/documents/:document": async (town) => ({ params: await withDocument(town) }),
  "GET /:member/agent/:domain/:name/:entry/documents/:document": async (town) => ({ params: await withDocument(town) }),
  "GET /:member/verifier/:code": async (town) => ({ params: await withDocument(town) }),

  "POST /:member/agent/:domain/:name/vues": () => ({ form: { acte: "creer", nom: randomUUID(), partage: "nobody" } }),
  "POST /:member/agent/:domain/:name/nouveau": () => ({ form: { ...TYPED, cle: randomUUID() } }),
  "POST /:member/agent/:domain/:name/:id/evenements/:type": () => ({
    params: { type: "prendre-en-charge" },
    form: { revision: "1" },
  }),
  "POST /:member/agent/:domain/:name/:id/assigner": ({ people }) => ({
    form: { revision: "1", assignee: people.agent.agent?.id ?? "" },
  }),

  "POST /:member/agent/administration/personnalisations/:domain/:name/:action{publier|abandonner|choisir}": () => ({
    params: { action: "abandonner" },
  }),
  "GET /:member/agent/administration/personnalisations/:domain/:name/:part": () => ({ params: { part: "mots" } }),
  "POST /:member/agent/administration/personnalisations/:domain/:name/:part": () => ({ params: { part: "mots" } }),
  "GET /:member/agent/administration/documents/:domain/:name/:document": () => ({ params: { document: "accuse" } }),
  "POST /:member/agent/administration/definitions/publier": () => ({
    form: { definition: JSON.stringify(TERRACE.schema), parcours: "instruction" },
  }),
  "GET /:member/agent/:domain/:name/:id/recepisse": async (town) => ({ params: { id: await filedForSomeone(town) } }),
  "POST /:member/agent/:domain/:name/:id/recepisse": async (town) => ({ params: { id: await filedForSomeone(town) } }),
  "POST /:member/suivi": async (town) => ({ form: await onPaper(town) }),

  "POST /api/v1/:member/attachments": () => {
    const form = new FormData();
    form.append("file", new File([PDF], "plan.pdf", { type: "application/pdf" }));
    return { form };
  },
  "GET /api/v1/:member/:domain/:name/entries/:id/documents/:document": async (town) => {
    const { entry: id, document } = await withDocument(town);
    return { params: { id, document } };
  },
  "POST /api/v1/:member/:domain/:name/entries": () => ({ json: { nom: "Chez Yvonne", courriel: "y@exemple.fr" } }),
  "POST /api/v1/:member/:domain/:name/entries/:id/renewal": async (town) => ({
    params: { domain: "essai", name: "carte", id: await grantedCard(town) },
    json: CARD_ANSWERS,
  }),
  "POST /api/v1/:member/:domain/:name/entries/:id/events": () => ({ json: { type: "prendre-en-charge" } }),

  ...FICHE_RECIPES,
  ...FIGURE_RECIPES,
  "POST /agent/mot-de-passe": ({ people }) => ({ form: { email: people.agent.agent?.email ?? "" } }),
  "GET /agent/inscription/:token": async (town) => ({ params: await agentPassword(town) }),
  "POST /agent/inscription/:token": async (town) => ({
    params: await agentPassword(town),
    form: { password: NEW_PASSWORD, encore: NEW_PASSWORD },
  }),
  [`POST ${ADMIN}/agents/nouveau`]: () => ({ form: { ...AGENT, email: `${randomUUID()}@mulhouse.example` } }),
  [`GET ${ADMIN}/agents/:id`]: async (town) => ({ params: await colleague(town) }),
  [`POST ${ADMIN}/agents/:id`]: async (town) => ({ params: await colleague(town), form: AGENT }),
  [`POST ${ADMIN}/agents/:id/:action`]: async (town) => ({
    params: { ...(await colleague(town)), action: "fermer" },
  }),
  [`POST ${ADMIN}/unites/nouveau`]: () => ({ form: { nom: `Unité ${randomUUID()}` } }),
  [`GET ${ADMIN}/unites/:unit`]: async (town) => ({ params: await unit(town) }),
  [`POST ${ADMIN}/unites/:unit`]: async (town) => ({
    params: await unit(town),
    form: { nom: `Unité ${randomUUID()}` },
  }),
  [`POST ${ADMIN}/unites/:unit/supprimer`]: async (town) => ({ params: await unit(town) }),

  "GET /mon-espace/foyer/:person": async (town) => ({ params: await relative(town) }),
  "POST /mon-espace/foyer/:person": async (town) => ({
    params: await relative(town),
    form: { "root[prenoms]": "Lina", "root[nom]": "Schmitt", "root[lien]": "enfant" },
  }),
  "POST /mon-espace/foyer/:person/retirer": async (town) => ({ params: await relative(town) }),
  [`POST ${ADMIN}/collectivite/logo`]: () => ({ form: drawing() }),
  [`GET ${ADMIN}/collectivite/:section`]: () => ({ params: { section: "presentation" } }),
  [`POST ${ADMIN}/collectivite/:section`]: () => ({
    params: { section: "presentation" },
    form: { nom: "Ville de Mulhouse" },
  }),
  [`POST ${ADMIN}/catalogue/:domain/:name/:action`]: () => ({ params: { action: "offrir" }, form: { offert: "oui" } }),
  // A page of the group: in the member that coordinates it.
  [`GET ${ADMIN}/collectivites`]: () => ({ params: { member: COORDINATOR } }),
};
