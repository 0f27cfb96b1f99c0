import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { createAccessLink } from "../../../server/identity/access-links.ts";
import { changeProfile, readProfile } from "../../../server/store/account-profile.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { Citizen, type Values } from "./front-office.ts";
import { fileAs, type Office, openOffice } from "./space-office.ts";

const service = (id: string, sector: string): CompiledDefinition =>
  buildDefinition({
    id,
    properties: {
      nom: { type: "string", title: "Nom", "x-profile": "family-name" },
      telephone: { type: "string", format: "phone", title: "Téléphone", "x-widget": "phone", "x-profile": "phone" },
    },
    definition: { privacy: { purpose: "Essai", legalBasis: "6-1-e", sector, retention: "P1Y" } },
  });
const SCHOOL = service("ecole/cantine", "ecole");
const SPORT = service("sport/piscine", "sport");

let office: Office;
beforeAll(async () => {
  office = await openOffice([SCHOOL, SPORT]);
});
afterAll(() => office.stop());

const PATH = "/mon-espace/informations";
const start = async (citizen: Citizen, id: string, values: Values = {}, member = "mulhouse") => {
  await citizen.open(`/${member}/${id}`);
  return citizen.send(values, [], `/${member}/${id}/commencer`);
};
const typed = async (citizen: Citizen, values: Values) => {
  await citizen.open(PATH);
  return citizen.send(values, [], PATH);
};

/** Files for the school and keeps her telephone number from there. */
async function keepsFromSchool(email: string) {
  const citizen = await office.citizen(email);
  const entry = await fileAs(office, citizen.id, "mulhouse", SCHOOL, { nom: "Weber", telephone: "+33612345678" });
  await citizen.open(`/mulhouse/demandes/${entry.id}?confirmation`);
  const confirmation = citizen.html;
  await citizen.send({}, [], `/mulhouse/demandes/${entry.id}/garder`);
  return { citizen, confirmation, entry };
}

describe("what an account keeps", () => {
  test("asks a visitor to sign in", async () => {
    const response = await new Citizen(office).browser.get(PATH);
    expect(response.headers.get("location")).toBe("/connexion?retour=%2Fmon-espace%2Finformations");
  });

  test("begins with her account's own address, and says so", async () => {
    const citizen = await (await office.citizen("debut@exemple.fr")).open(PATH);
    expect(citizen.html).toContain('value="debut@exemple.fr"');
    expect(citizen.html).toContain("l’adresse de votre compte");
  });

  test("is what she types, with its origin and its date, sealed in the base", async () => {
    const citizen = await office.citizen("tape@exemple.fr");
    await typed(citizen, { "root[nom]": "Schoenauer", "root[telephone]": "06 12 34 56 78" });
    expect(citizen.html).toContain("Vos informations sont enregistrées.");
    expect(citizen.html).toContain('value="Schoenauer"');
    expect(citizen.html).toContain("saisi ici, le 3 mars 2026");
    const [row] = await office.ctx.db`select profile from account where id = ${citizen.id}`;
    expect(Buffer.from(row?.["profile"]).includes("Schoenauer")).toBe(false);
    await typed(citizen, { "root[telephone]": "06 12 34 56 78" });
    expect(citizen.html).not.toContain("Schoenauer");
  });

  test("is refused when it is no telephone number, and kept on the page", async () => {
    const citizen = await office.citizen("faux@exemple.fr");
    await typed(citizen, { "root[nom]": "Weber", "root[telephone]": "12" });
    expect(citizen.status).toBe(422);
    expect(citizen.html).toContain('value="Weber"');
    expect(await readProfile(office.ctx, citizen.id)).toEqual({});
  });

  test("shows what FranceConnect vouched for, unless she typed something else; both stay stored", async () => {
    const citizen = await office.citizen("fc@exemple.fr");
    const vouched = {
      familyName: "Dubois",
      givenNames: ["Angela", "Claire"],
      birthdate: "1962-08-24",
      gender: "female",
    };
    await changeProfile(office.ctx, citizen.id, () => ({
      franceconnect: { ...vouched, at: "2026-03-03T09:00:00.000Z" },
    }));
    await citizen.open(PATH);
    expect(citizen.html).toContain('value="Angela Claire"');
    expect(citizen.html).toContain("donné par FranceConnect, le 3 mars 2026");
    await typed(citizen, { "root[nom]": "Martin" });
    expect(citizen.html).toContain('value="Martin"');
    expect(await readProfile(office.ctx, citizen.id)).toHaveProperty("franceconnect.familyName", "Dubois");
  });
});

describe("a draft begun with what an account knows", () => {
  test("says which answers were filled, and shows them all before sending", async () => {
    const citizen = await office.citizen("rempli@exemple.fr");
    await typed(citizen, { "root[nom]": "Schoenauer" });
    await start(citizen, SPORT.id);
    expect(citizen.html).toContain('value="Schoenauer"');
    expect(citizen.html).toContain("Nous avons repris ces réponses de votre compte : vérifiez-les (Nom).");
  });

  test("is empty for a visitor", async () => {
    const visitor = await start(new Citizen(office), SPORT.id);
    expect(visitor.html).not.toContain("Nous avons repris");
  });
});

describe("what was given to a service", () => {
  test("is kept only when she asks, and says from where", async () => {
    const { citizen, confirmation } = await keepsFromSchool("garde@exemple.fr");
    expect(confirmation).toContain("Garder mes coordonnées pour mes prochaines démarches");
    expect(citizen.html).toContain("gardé de « Demande d'essai » (Ville de Mulhouse), le 3 mars 2026");
    expect(citizen.html).not.toContain('value="Weber"');
  });

  test("fills another request of the same sector, not of another without a yes", async () => {
    const { citizen } = await keepsFromSchool("secteur@exemple.fr");
    await start(citizen, SCHOOL.id);
    expect(citizen.html).toContain("06 12 34 56 78");
    await citizen.open(`/mulhouse/${SPORT.id}`);
    expect(citizen.html).toMatch(/Reprendre de «\sDemande d.essai\s»/);
    expect(citizen.html).not.toContain("06 12 34 56 78");
    await start(citizen, SPORT.id);
    expect(citizen.html).not.toContain("06 12 34 56 78");
    await start(citizen, SPORT.id, { reprendre: "mulhouse ecole" });
    expect(citizen.html).toContain("06 12 34 56 78");
  });

  test("is another member's too: the same sector elsewhere asks as well", async () => {
    const { citizen } = await keepsFromSchool("ailleurs@exemple.fr");
    await start(citizen, SCHOOL.id, {}, "rixheim");
    expect(citizen.html).not.toContain("06 12 34 56 78");
  });

  test("is not kept for whoever only has the link of the request", async () => {
    const { entry } = await keepsFromSchool("titulaire@exemple.fr");
    const until = new Date(office.ctx.clock().getTime() + 3_600_000);
    const link = { member: "mulhouse", kind: "entry" as const, target: entry.id, expiresAt: until };
    const token = await createAccessLink(office.ctx, link);
    const reader = await office.citizen("lectrice@exemple.fr");
    await reader.open(`/mulhouse/suivi/${token}`);
    expect(reader.status).toBe(200);
    await reader.send({}, [], `/mulhouse/demandes/${entry.id}/garder`);
    expect(await readProfile(office.ctx, reader.id)).toEqual({});
  });

  test("is not offered to someone without an account", async () => {
    const visitor = await start(new Citizen(office), SCHOOL.id);
    await visitor.send({ "root[nom]": "Weber", "root[telephone]": "06 12 34 56 78" });
    await visitor.send({});
    expect(visitor.html).toContain("Votre demande est envoyée");
    expect(visitor.html).not.toContain("Garder mes coordonnées");
  });
});
