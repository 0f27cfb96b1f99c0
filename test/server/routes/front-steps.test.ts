import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findDraft } from "../../../server/store/drafts.ts";
import { Citizen, CONTACT, openTownHall, PARTY, pdf, type TownHall, toCheck, type Values } from "./front-office.ts";

let hall: TownHall;
beforeAll(async () => {
  hall = await openTownHall();
});
afterAll(() => hall.stop());

const begin = () => new Citizen(hall).begin();
const step = (citizen: Citizen, id: string) => citizen.path.replace(/(demarches\/[^/]+)\/.*/, `$1/${id}`);
const answersOf = async (citizen: Citizen) => {
  const id = /demarches\/([^/?#]+)/.exec(citizen.path)?.[1] ?? "";
  return (await findDraft(hall.ctx, "mulhouse", id, hall.ctx.clock()))?.answers;
};

describe("a service", () => {
  test("is read without a cookie; the draft begins with the button", async () => {
    const citizen = await new Citizen(hall).open("/mulhouse/salles/reservation");
    expect(citizen.html).toContain("Réservez une salle.");
    expect(citizen.browser.cookies.size).toBe(0);
    await citizen.begin();
    expect(citizen.browser.cookies.size).toBe(1);
    expect(citizen.html).toContain("Étape 1 sur 4");
    expect(citizen.html).toContain("<h1>Votre demande</h1>");
  });

  test("that asks an account leads to the sign-in page", async () => {
    const citizen = await new Citizen(hall).open("/mulhouse/carte/famille");
    expect(citizen.html).toContain("/connexion?retour=%2Fmulhouse%2Fcarte%2Ffamille");
    await citizen.send({}, [], "/mulhouse/carte/famille/commencer");
    expect(citizen.title()).toContain("Se connecter");
  });

  test("offers to go on with a draft already begun", async () => {
    const citizen = await begin();
    const draft = citizen.path.replace(/\/demande$/, "");
    await citizen.open("/mulhouse/salles/reservation");
    expect(citizen.html).toContain("Vous avez commencé cette démarche");
    expect(citizen.html).toContain(`href="${draft}"`);
  });

  test("of another member does not exist here", async () => {
    expect((await new Citizen(hall).open("/rixheim/salles/reservation")).status).toBe(404);
  });
});

describe("a step", () => {
  test("comes back with what was typed, right or wrong, and a linked summary; the draft is saved all the same", async () => {
    const citizen = await begin();
    await citizen.send({ ...PARTY, "root[jour][jour]": "31", "root[jour][mois]": "2", "root[personnes]": "quarante" });
    expect(citizen.status).toBe(422);
    expect(citizen.title()).toMatch(/^Erreur : /);
    expect(citizen.errors().map((error) => error.split(" ")[0])).toEqual(["#root_jour", "#root_personnes"]);
    expect(citizen.html).toContain('value="quarante"');
    expect(citizen.html).toMatch(/id="root_jour"[^>]*value="31"/);
    expect(await answersOf(citizen)).toMatchObject({ jour: "2026-02-31", personnes: "quarante" });
  });

  test("keeps no social security number: it is shown again to be erased, the draft holds the rest", async () => {
    const citizen = await begin();
    await citizen.send(PARTY);
    await citizen.send({ "root[materiel][0][nom]": "Tables pour 1 84 12 76 451 089 46, merci" });
    expect(citizen.status).toBe(422);
    expect(citizen.errors()).toEqual([expect.stringContaining("#root_materiel_0_nom")]);
    expect(citizen.html).toContain('value="Tables pour 1 84 12 76 451 089 46, merci"');
    expect(await answersOf(citizen)).toMatchObject({ materiel: [{ nom: "Tables pour [effacé], merci" }] });
  });

  test("shows a question that an answer has just called for, gently: no error is counted", async () => {
    const citizen = await begin();
    const { "root[occasion]": _, ...rest } = PARTY;
    await citizen.send(rest);
    expect(citizen.path).toContain("?precision=1");
    expect(citizen.status).toBe(200);
    expect(citizen.html).toContain("Encore une précision");
    expect(citizen.html).toContain("Quelle occasion ?".replace(" ?", "\u00a0?"));
    expect(citizen.errors()).toEqual([]);
    await citizen.send(rest);
    expect(citizen.errors()).toEqual([expect.stringContaining("#root_occasion")]);
  });

  test("forgets what was emptied and keeps what was hidden, in case the answer changes back", async () => {
    const citizen = await begin();
    await citizen.send(PARTY);
    await citizen.open(step(citizen, "demande"));
    await citizen.send({ ...PARTY, "root[objet]": "reunion", "root[personnes]": "" });
    const answers = await answersOf(citizen);
    expect(answers).not.toHaveProperty("personnes");
    await citizen.send({ ...PARTY, "root[objet]": "fete" });
    expect(await answersOf(citizen)).toMatchObject({ occasion: "Un anniversaire" });
  });

  test("further than the first that is not filled leads back to it", async () => {
    const citizen = await begin();
    await citizen.open(step(citizen, "contact"));
    expect(citizen.path).toMatch(/\/demande$/);
    await citizen.open(step(citizen, "verifier"));
    expect(citizen.path).toMatch(/\/demande$/);
  });

  test("that is no longer asked leads to where the path goes on", async () => {
    const citizen = await begin();
    await citizen.send({ ...PARTY, "root[objet]": "reunion" });
    expect(citizen.path).toMatch(/\/association$/);
    await citizen.open(step(citizen, "demande"));
    await citizen.send(PARTY);
    expect(citizen.path).toMatch(/\/materiel$/);
    await citizen.open(step(citizen, "association"));
    expect(citizen.path).not.toMatch(/\/association$/);
  });

  test("adds and removes an item by its buttons, and comes back at the item", async () => {
    const citizen = await begin();
    await citizen.send(PARTY);
    await citizen.send({ _action: "add:/materiel" });
    expect(citizen.path).toMatch(/\/materiel#root_materiel_0$/);
    const item = { "root[materiel][0][_]": "1", "root[materiel][0][nom]": "Bancs" };
    await citizen.send({ ...item, _action: "add:/materiel" });
    expect(citizen.path).toMatch(/#root_materiel_1$/);
    await citizen.send({ ...item, "root[materiel][1][_]": "1", _action: "remove:/materiel/1" });
    expect(await answersOf(citizen)).toMatchObject({ materiel: [{ nom: "Bancs" }] });
    expect(citizen.html).toContain('value="Bancs"');
  });

  test("keeps the file it can, says what is wrong with the other, and asks for neither again", async () => {
    const citizen = await begin();
    await citizen.send(PARTY);
    const program = new File(["MZ9000"], "programme.exe");
    await citizen.send({ _action: "add:/materiel" });
    await citizen.send({ "root[materiel][0][_]": "1", "root[materiel][0][nom]": "" }, [program, pdf("assurance.pdf")]);
    expect(citizen.status).toBe(422);
    expect(citizen.errors()).toEqual([
      expect.stringContaining("#root_assurance programme.exe"),
      expect.stringContaining("#root_materiel_0_nom"),
    ]);
    expect(citizen.html).toContain("assurance.pdf");
    const [id = ""] = ((await answersOf(citizen))?.["assurance"] ?? []) as string[];
    expect(citizen.html).toContain(`name="root[assurance]" value="${id}"`);
    await citizen.send({ "root[materiel][0][_]": "1", "root[materiel][0][nom]": "Bancs", "root[assurance]": id });
    expect(citizen.path).toMatch(/\/contact$/);
    await citizen.open(step(citizen, "materiel"));
    await citizen.send({ "root[assurance]": id, _action: "remove:/assurance/0" });
    expect(citizen.html).not.toContain("assurance.pdf");
  });

  test("saves for the script without an answer, and draws fields without a message", async () => {
    const citizen = await begin();
    const { "root[occasion]": _, ...rest } = PARTY;
    const saved = await citizen.post(rest, [], citizen.action(), { "X-Partial": "save" });
    expect([saved.status, await saved.text()]).toEqual([204, ""]);
    expect(await answersOf(citizen)).toMatchObject({ objet: "fete" });
    const drawn = await citizen.post(rest, [], citizen.action(), { "X-Partial": "fields" });
    const html = await drawn.text();
    expect(html).toMatch(/^<div class="fields">/);
    expect(html).toContain('id="root_occasion"');
    expect(html).not.toContain('class="error"');
  });
});

describe("what the script saves", () => {
  const partial = (citizen: Citizen, kind: string, values: Values, files: readonly File[] = []) =>
    citizen.post(values, files, citizen.action(), { "X-Partial": kind });

  test.each(["save", "fields"])("takes nothing back when it comes after the page was sent: %s", async (kind) => {
    const citizen = await begin();
    const late = new Citizen(hall, citizen);
    await citizen.send(PARTY);
    await partial(late, kind, { ...PARTY, "root[personnes]": "4", "root[occasion]": "Un" });
    expect(await answersOf(citizen)).toMatchObject({ personnes: 40, occasion: "Un anniversaire" });
    await citizen.open(step(citizen, "materiel"));
    expect(citizen.path).toMatch(/\/materiel$/);
  });

  test("is refused with the state of the draft when another page wrote meanwhile, and taken the next time", async () => {
    const citizen = await begin();
    const other = new Citizen(hall, citizen);
    await partial(other, "save", { "root[occasion]": "Un anniversaire" });
    const refused = await partial(citizen, "save", PARTY);
    expect(refused.status).toBe(409);
    const _revision = refused.headers.get("x-revision") ?? "";
    citizen.html = citizen.html.replace(/(name="_revision" value=")\d+/, `$1${_revision}`);
    const taken = await partial(citizen, "save", PARTY);
    expect([taken.status, taken.headers.get("x-revision")]).toEqual([204, String(Number(_revision) + 1)]);
    expect(await answersOf(citizen)).toMatchObject({ personnes: 40 });
  });

  test("keeps a file that was long to come, and not the words that left with it", async () => {
    const citizen = await begin();
    await citizen.send(PARTY);
    await citizen.send({ _action: "add:/materiel" });
    const other = new Citizen(hall, citizen);
    await partial(other, "save", { "root[materiel][0][_]": "1", "root[materiel][0][nom]": "Bancs" });
    const drawn = await partial(citizen, "fields", { "root[materiel][0][_]": "1", "root[materiel][0][nom]": "Ba" }, [
      pdf("assurance.pdf"),
    ]);
    expect(await drawn.text()).toContain("assurance.pdf");
    expect(await answersOf(citizen)).toMatchObject({ materiel: [{ nom: "Bancs" }], assurance: [expect.any(String)] });
  });
});

describe("the check", () => {
  test("shows every answer in French and leads to each step and back", async () => {
    const citizen = await toCheck(new Citizen(hall));
    expect(citizen.path).toMatch(/\/verifier$/);
    expect(citizen.html).toContain("27 mars 2026");
    expect(citizen.html).toContain(`${step(citizen, "demande")}?retour=verifier`);
    await citizen.open(`${step(citizen, "demande")}?retour=verifier`);
    await citizen.send({ ...PARTY, "root[personnes]": "50" });
    expect(citizen.path).toMatch(/\/verifier$/);
    expect(citizen.html).toContain(">50<");
  });

  test("after a change that opens a step, leads through that step first", async () => {
    const citizen = await toCheck(new Citizen(hall));
    await citizen.open(`${step(citizen, "demande")}?retour=verifier`);
    await citizen.send({ ...PARTY, "root[objet]": "reunion" });
    expect(citizen.path).toMatch(/\/association\?retour=verifier$/);
    await citizen.send({ "root[association]": "Les amis du canal" });
    expect(citizen.path).toMatch(/\/verifier$/);
  });

  test("sends once, however often it is pressed", async () => {
    const citizen = await toCheck(new Citizen(hall));
    const both = await Promise.all([citizen.post({}), citizen.post({})]);
    const presses = [...both, await citizen.post({})];
    const places = presses.map((response) => response.headers.get("location"));
    expect(places[0]).toMatch(/^\/mulhouse\/demandes\/.*\?confirmation$/);
    expect(new Set(places).size).toBe(1);
    const draft = step(citizen, "verifier");
    await citizen.open(draft);
    expect(`${citizen.path}?confirmation`).toBe(places[0]);
  });

  test("sends nothing that is not complete", async () => {
    const citizen = await begin();
    await citizen.send(PARTY);
    const action = step(citizen, "verifier");
    await citizen.send({}, [], action);
    expect(citizen.path).toMatch(/\/contact\?erreurs$/);
    expect(citizen.errors()).toHaveLength(2);
    await citizen.send(CONTACT);
    expect(citizen.path).toMatch(/\/verifier$/);
  });
});
