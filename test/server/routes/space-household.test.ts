import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { listHousehold } from "../../../server/store/household.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { Citizen } from "./front-office.ts";
import { type Office, openOffice } from "./space-office.ts";

/** A service for oneself or for someone else. */
const CARD: CompiledDefinition = buildDefinition({
  id: "carte/famille",
  properties: {
    nom: { type: "string", title: "Nom", "x-profile": "family-name", "x-profile-of": "person" },
    prenoms: { type: "string", title: "Prénoms", "x-profile": "given-names", "x-profile-of": "person" },
  },
  definition: { page: { forOther: true } },
});

let office: Office;
beforeAll(async () => {
  office = await openOffice([CARD]);
});
afterAll(() => office.stop());

const PATH = "/mon-espace/foyer";
const LINA = {
  "root[prenoms]": "Lina",
  "root[nom]": "Durand",
  "root[naissance][jour]": "4",
  "root[naissance][mois]": "5",
  "root[naissance][annee]": "2016",
  "root[lien]": "enfant",
};

async function withLina(email: string) {
  const citizen = await office.citizen(email);
  await citizen.open(`${PATH}/ajouter`);
  await citizen.send(LINA, [], `${PATH}/ajouter`);
  const [lina] = await listHousehold(office.ctx, citizen.id);
  return { citizen, lina };
}

describe("a household", () => {
  test("asks a visitor to sign in", async () => {
    const response = await new Citizen(office).browser.get(PATH);
    expect(response.headers.get("location")).toBe("/connexion?retour=%2Fmon-espace%2Ffoyer");
  });

  test("keeps the people she adds, sealed in the base", async () => {
    const { citizen, lina } = await withLina("ajoute@exemple.fr");
    expect(citizen.html).toContain("Lina Durand");
    expect(citizen.html).toContain("Mon enfant, naissance le 4 mai 2016");
    expect(lina).toMatchObject({ givenNames: "Lina", familyName: "Durand", birthDate: "2016-05-04", link: "enfant" });
    const rows = await readAs(office.ctx.db, { system: true }, (tx) => tx`select sealed::text from account_person`);
    expect(Buffer.from(JSON.stringify(rows)).toString()).not.toMatch(/Durand|447572616e64/);
  });

  test("is changed and left", async () => {
    const { citizen, lina } = await withLina("change@exemple.fr");
    await citizen.open(`${PATH}/${lina?.id}`);
    await citizen.send({ ...LINA, "root[nom]": "Durand-Weber" }, [], `${PATH}/${lina?.id}`);
    expect(citizen.html).toContain("Lina Durand-Weber");
    await citizen.send({}, [], `${PATH}/${lina?.id}/retirer`);
    expect(citizen.html).toContain("Vous n’avez encore ajouté personne.");
  });

  test("says what is missing, and keeps what was typed", async () => {
    const citizen = await office.citizen("manque@exemple.fr");
    await citizen.open(`${PATH}/ajouter`);
    await citizen.send({ "root[nom]": "Durand" }, [], `${PATH}/ajouter`);
    expect(citizen.status).toBe(422);
    expect(citizen.errors()).toHaveLength(2);
    expect(citizen.html).toContain('value="Durand"');
  });

  test("waits for a second press when the form comes back from a page that kept it", async () => {
    const { citizen, lina } = await withLina("revient@exemple.fr");
    await citizen.send({ _reprise: "1" }, [], `${PATH}/${lina?.id}/retirer`);
    expect(citizen.status).toBe(200);
    expect(await listHousehold(office.ctx, citizen.id)).toHaveLength(1);
  });

  test("of one citizen is nothing to another: neither read, changed nor removed", async () => {
    const { citizen, lina } = await withLina("mienne@exemple.fr");
    const other = await office.citizen("autrui@exemple.fr");
    await other.open(`${PATH}/${lina?.id}`);
    expect(other.status).toBe(404);
    await other.open(`${PATH}/ajouter`);
    await other.send(LINA, [], `${PATH}/${lina?.id}`);
    expect(other.status).toBe(404);
    await other.open(`${PATH}/ajouter`);
    await other.send({}, [], `${PATH}/${lina?.id}/retirer`);
    expect(other.status).toBe(404);
    expect(await listHousehold(office.ctx, citizen.id)).toHaveLength(1);
  });
});

describe("for whom a request is", () => {
  const SERVICE = "/mulhouse/carte/famille";

  async function files(citizen: Citizen, values: Record<string, string>) {
    await citizen.open(SERVICE);
    await citizen.send(values, [], `${SERVICE}/commencer`);
  }

  async function sends(citizen: Citizen) {
    await citizen.send({ "root[nom]": "Durand", "root[prenoms]": "Lina" });
    const check = citizen.html;
    await citizen.send({});
    const id = /demandes\/([^/?#]+)/.exec(citizen.path)?.[1] ?? "";
    const [opening] = await entryHistory(office.ctx, "mulhouse", id);
    return { check, opening, id };
  }

  test("is not asked of a visitor", async () => {
    const visitor = await new Citizen(office).open(SERVICE);
    expect(visitor.html).not.toContain("Pour qui");
  });

  test("a person of her household: her name fills the form, and the history says for whom", async () => {
    const { citizen, lina } = await withLina("pour-lina@exemple.fr");
    await files(citizen, { pour: lina?.id ?? "" });
    expect(citizen.html).toContain('value="Durand"');
    expect(citizen.html).toContain("Nous avons repris ces réponses de votre compte");
    const { check, opening, id } = await sends(citizen);
    expect(check).toContain("Demande faite pour Lina Durand");
    expect(opening?.actor).toMatchObject({ kind: "citizen", onBehalfOf: { kind: "household", name: "Lina Durand" } });
    expect(opening?.actor.onBehalfOf).not.toHaveProperty("id");
    await citizen.open(`/mulhouse/demandes/${id}`);
    expect(citizen.html).toContain("par vous, pour Lina Durand");
  });

  test("herself: nobody is named", async () => {
    const citizen = await office.citizen("pour-moi@exemple.fr");
    await files(citizen, { pour: "moi" });
    const { opening } = await sends(citizen);
    expect(opening?.actor.onBehalfOf).toBeUndefined();
  });

  test("someone else: she must be named", async () => {
    const citizen = await office.citizen("pour-autre@exemple.fr");
    await files(citizen, { pour: "autre", "pour-nom": " " });
    expect(citizen.status).toBe(422);
    expect(citizen.errors().join()).toContain("#debut_pour-nom");
    await citizen.send({ pour: "autre", "pour-nom": "Odile  Meyer" }, [], `${SERVICE}/commencer`);
    const { opening } = await sends(citizen);
    expect(opening?.actor.onBehalfOf).toEqual({ kind: "household", name: "Odile Meyer" });
  });

  test("somebody else's relative: refused", async () => {
    const { lina } = await withLina("a-elle@exemple.fr");
    const citizen = await office.citizen("pas-a-elle@exemple.fr");
    for (const pour of [lina?.id ?? "", randomUUID(), "' or 1=1"]) {
      await files(citizen, { pour });
      expect(citizen.status).toBe(422);
      expect(citizen.html).not.toContain("Durand");
    }
  });

  test("nothing in the base leads from the draft to the person or the account", async () => {
    const { citizen, lina } = await withLina("scelle@exemple.fr");
    await files(citizen, { pour: lina?.id ?? "" });
    const rows = await readAs(office.ctx.db, { system: true }, (tx) => tx`select to_jsonb(draft) as row from draft`);
    expect(JSON.stringify(rows)).toContain("Lina Durand");
    expect(JSON.stringify(rows)).not.toContain(lina?.id);
    expect(JSON.stringify(rows)).not.toContain(citizen.id);
  });
});
