import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../../engine/index.ts";
import { auditWritten } from "../../../server/audit.ts";
import { startDraft } from "../../../server/commands/draft.ts";
import { exportAccount } from "../../../server/commands/export-account.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { createOutsideAccount } from "../../../server/commands/outside-account.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import type { CivilIdentity } from "../../../server/connectors/franceconnect/civil-identity.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { actorFor } from "../../../server/identity/actor-for.ts";
import { keepTyped } from "../../../server/identity/profile.ts";
import type { AccountIdentity } from "../../../server/identity/subject.ts";
import { createToken } from "../../../server/identity/tokens.ts";

import { findAccount } from "../../../server/store/accounts.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { listHousehold, savePerson } from "../../../server/store/household.ts";
import { GROUP } from "../../../server/store/members.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { addCitizen, type Browser, MEMBERS, PASSWORD } from "../identity/installation.ts";
import { type AccountOffice, openAccountOffice, post, signedIn } from "./account-office.ts";

const parts = (id: string, sector: string) =>
  buildDefinition({
    id,
    definition: { privacy: { purpose: "Essai", legalBasis: "6-1-e", sector, retention: "P1Y" } },
    required: ["nom"],
    properties: {
      nom: { type: "string", title: "Quel nom ?" },
      avis: { type: "string", title: "Avis du service", "x-internal": true },
    },
    workflow: {
      opened: "Demande envoyée",
      states: {
        deposee: {
          meta: { label: "À étudier", sentence: "Reçue.", tone: "active", task: true },
          on: { noter: { target: "notee", meta: { label: "Noter", form: "note", past: "Le service a étudié" } } },
        },
        notee: { type: "final", meta: { label: "Étudiée", sentence: "Étudiée.", tone: "success" } },
      },
      forms: {
        note: {
          title: "Note",
          type: "object",
          properties: {
            remarque: { type: "string", title: "Remarque interne", "x-internal": true },
            message: { type: "string", title: "Message" },
          },
        },
      },
    },
  });
const SCHOOL = parts("ecole/cantine", "ecole");
const SOCIAL = parts("social/aide", "social");
const CATALOGUE = catalogueOf(MEMBERS, [SCHOOL, SOCIAL]);

const EMAIL = "camille@exemple.fr";
const ACCOUNT = "/mon-espace/compte";
let office: AccountOffice;
let browser: Browser;
let account: AccountIdentity;

const as = (who: AccountIdentity, member: string, definition: typeof SCHOOL): Actor =>
  actorFor(office.ctx, { account: who, agent: null, grants: [], visitor: null, via: null }, member, definition);

async function file(who: AccountIdentity, member: string, definition: typeof SCHOOL, nom: string): Promise<string> {
  const opened = await openEntry(office.ctx, {
    member,
    definition,
    answers: { nom },
    actor: as(who, member, definition),
  });
  if (!opened.ok) throw new Error(opened.problem.detail);
  return opened.value.view.id;
}

beforeAll(async () => {
  office = await openAccountOffice({ catalogue: CATALOGUE });
});
beforeEach(async () => {
  const { ctx } = office;
  await ctx.db`delete from rate_limit`;
  await ctx.db`delete from api_token`;
  await ctx.db`delete from session`;
  await ctx.db`delete from account`;
  office.advance(60_000);
  account = await addCitizen(ctx, EMAIL);
  browser = await signedIn(office, EMAIL);
});
afterAll(() => office.stop());

describe("the file of someone's data", () => {
  test("holds what she has in every member and sector, as she may read it, and nothing of anyone else", async () => {
    const { ctx } = office;
    const neighbour = await addCitizen(ctx, "voisine@exemple.fr");
    await file(neighbour, "mulhouse", SCHOOL, "Voisine");
    await file(account, "rixheim", SOCIAL, "Aide de Camille");
    const id = await file(account, "mulhouse", SCHOOL, "Cantine de Camille");
    const agent: Actor = {
      ...{ kind: "agent", id: "a-1", name: "Sophie Muller", member: "mulhouse" },
      ...{ roles: ["agent"], units: [], holders: [] },
    };
    const answers = { remarque: "Dossier douteux", message: "Tout est là" };
    const event = { member: "mulhouse", definitionId: SCHOOL.id, id, actor: agent, type: "noter" };
    const sent = await sendEvent(ctx, { ...event, revision: null, answers });
    if (!sent.ok) throw new Error(sent.problem.detail);
    await keepTyped(ctx, account, {
      "family-name": "Schmitt",
      address: { "address-line1": "2 rue des Tanneurs", "postal-code": "68100", "address-level2": "Mulhouse" },
    });
    const child = { givenNames: "Lou", familyName: "Schmitt", birthDate: "2016-05-04", link: "enfant" } as const;
    await savePerson(ctx, account.id, { ...child, id: randomUUID() });
    await savePerson(ctx, neighbour.id, { ...child, givenNames: "Voisine", id: randomUUID() });
    const draft = { member: "mulhouse", definition: SOCIAL, actor: as(account, "mulhouse", SOCIAL) };
    await startDraft(ctx, { ...draft, answers: { nom: "Brouillon de Camille" } });

    await auditWritten(ctx);
    const answer = await post(browser, `${ACCOUNT}/donnees`);
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="mes-donnees-\d{4}-\d\d-\d\d\.json"$/,
    );
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const text = await answer.text();
    const data = JSON.parse(text);
    expect(data.compte).toEqual({ nom: "Camille Schmitt", adresseElectronique: EMAIL });
    expect(data.informations).toMatchObject([
      { question: "Adresse électronique", reponse: EMAIL, origine: "l’adresse de votre compte", le: null },
      { question: "Nom de naissance", reponse: "Schmitt", origine: "saisi ici" },
      {
        question: "Adresse postale",
        reponse: { voie: "2 rue des Tanneurs", codePostal: "68100", commune: "Mulhouse" },
      },
    ]);
    expect(data.identiteFranceConnect).toBeNull();
    expect(data.foyer).toEqual([{ prenoms: "Lou", nom: "Schmitt", naissance: "2016-05-04", lien: "Mon enfant" }]);
    expect(data.connexions).toMatchObject([{ refusee: false }]);
    expect(data.brouillons).toMatchObject([
      { collectivite: "Ville de Mulhouse", donnees: { nom: "Brouillon de Camille" } },
    ]);
    expect(data.demandes).toHaveLength(2);
    const canteen = data.demandes.find((each: { collectivite: string }) => each.collectivite === "Ville de Mulhouse");
    expect(canteen).toMatchObject({
      etat: "Étudiée",
      donnees: { nom: "Cantine de Camille" },
      reponses: [{ question: "Quel nom ?", reponse: "Cantine de Camille" }],
      historique: [
        { fait: "Demande envoyée", par: "vous" },
        {
          fait: "Le service a étudié",
          par: "Sophie Muller",
          reponses: [{ question: "Message", reponse: "Tout est là" }],
        },
      ],
    });
    expect(text).not.toMatch(/Voisine|douteux|interne|Avis/);
    expect(text).not.toContain(account.id);
    expect(text).not.toContain(as(account, "mulhouse", SCHOOL).id);
    await auditWritten(ctx);
    const log = await searchAudit(ctx.db, { member: GROUP, target: account.id, actions: ["export"], limit: 5 });
    expect(log.map(({ detail }) => detail)).toEqual([{ entries: 2 }]);
  });

  test("says what FranceConnect vouched for, in French", async () => {
    const { ctx } = office;
    const person: CivilIdentity = {
      ...{ familyName: "DUPONT", givenNames: ["Nadia", "Rose"], birthdate: "1985-03-27", gender: "female" as const },
      ...{ birthplace: "68224", birthcountry: "99100", email: null },
    };
    const made = await createOutsideAccount(
      ctx,
      { issuer: "https://fc.example", subject: "s-1", person },
      { email: "", address: "192.0.2.1" },
    );
    if (!made.ok) throw new Error(made.problem.detail);
    const data = await exportAccount(ctx, { account: made.value, grants: [] });
    expect(data["identiteFranceConnect"]).toMatchObject({
      ...{ nomDeNaissance: "DUPONT", prenoms: ["Nadia", "Rose"], naissance: "1985-03-27", sexe: "féminin" },
      ...{ codeCommuneDeNaissance: "68224", codePaysDeNaissance: "99100" },
    });
    const given = { question: "Prénoms", reponse: "Nadia Rose", origine: "donné par FranceConnect" };
    expect(data["informations"]).toContainEqual(expect.objectContaining(given));
  });

  test("is refused to another site's form", async () => {
    const answer = await browser.post(`${ACCOUNT}/donnees`, {}, { "Sec-Fetch-Site": "cross-site" });
    expect(answer.status).toBe(403);
  });
});

describe("closing an account", () => {
  const drafts = () => readAs(office.ctx.db, { system: true }, (tx) => tx`select id from draft`);

  test("removes it with sessions, tokens and drafts; requests stay where they are", async () => {
    const { ctx } = office;
    await readAs(ctx.db, { system: true }, (tx) => tx`delete from draft`);
    const id = await file(account, "mulhouse", SCHOOL, "À garder");
    const draft = { member: "rixheim", definition: SCHOOL, actor: as(account, "rixheim", SCHOOL) };
    await startDraft(ctx, { ...draft, answers: {} });
    await createToken(ctx, { account: account.id }, "essai");
    const person = { givenNames: "Lou", familyName: "Schmitt", birthDate: null, link: "enfant" } as const;
    await savePerson(ctx, account.id, { ...person, id: randomUUID() });
    const other = await signedIn(office, EMAIL);
    expect((await post(browser, `${ACCOUNT}/fermeture`, { password: "pas le bon" })).status).toBe(422);
    expect(await findAccount(ctx.db, EMAIL)).not.toBeNull();
    expect(await drafts()).toHaveLength(1);
    const answer = await post(browser, `${ACCOUNT}/fermeture`, { password: PASSWORD });
    expect(await answer.text()).toContain("Votre compte est fermé");
    expect(browser.cookies.size).toBe(0);
    expect((await other.get("/qui")).status).toBe(303);
    expect(await findAccount(ctx.db, EMAIL)).toBeNull();
    expect(await ctx.db`select id from api_token`).toEqual([]);
    expect(await drafts()).toHaveLength(0);
    expect(await listHousehold(ctx, account.id)).toEqual([]);
    const kept = await readAs(ctx.db, { member: "mulhouse" }, (tx) => tx`select id from entry where id = ${id}`);
    expect(kept).toHaveLength(1);
    expect((await office.mail(EMAIL)).subject).toBe("Votre compte est fermé");
  });

  test("asks who has no password for a code sent by mail, tried five times at most", async () => {
    const { ctx } = office;
    await ctx.db`update account set password_hash = null`;
    const asked = await post(browser, `${ACCOUNT}/fermeture`, { demander: "1" });
    expect(asked.headers.get("location")).toBe(`${ACCOUNT}/fermeture?code`);
    const code = /\d{8}/.exec((await office.mail(EMAIL)).body)?.[0] ?? "";
    const wrong = code === "00000000" ? "11111111" : "00000000";
    for (let round = 0; round < 5; round += 1) {
      expect((await post(browser, `${ACCOUNT}/fermeture`, { code: wrong })).status).toBe(422);
    }
    expect((await post(browser, `${ACCOUNT}/fermeture`, { code })).status).toBe(422);
    office.advance(1000);
    await post(browser, `${ACCOUNT}/fermeture`, { demander: "1" });
    const next = /\d{8}/.exec((await office.mail(EMAIL)).body)?.[0] ?? "";
    expect((await post(browser, `${ACCOUNT}/fermeture`, { code: next })).status).toBe(200);
    expect(await findAccount(ctx.db, EMAIL)).toBeNull();
  });

  test("takes the word of who has neither password nor address, vouched for by FranceConnect only", async () => {
    const { ctx } = office;
    await ctx.db`update account set password_hash = null, email = null`;
    expect((await post(browser, `${ACCOUNT}/fermeture`, { tick: "1" })).status).toBe(422);
    await ctx.db`update session set via = 'franceconnect'`;
    expect((await post(browser, `${ACCOUNT}/fermeture`, {})).status).toBe(422);
    expect((await post(browser, `${ACCOUNT}/fermeture`, { tick: "1" })).status).toBe(200);
    expect(await ctx.db`select id from account`).toEqual([]);
  });
});
