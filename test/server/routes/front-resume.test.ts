import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findDraft } from "../../../server/store/drafts.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { addCitizen } from "../identity/installation.ts";
import { Citizen, openTownHall, PARTY, signInOn, type TownHall } from "./front-office.ts";

let hall: TownHall;
beforeAll(async () => {
  hall = await openTownHall();
});
afterAll(() => hall.stop());

const begin = () => new Citizen(hall).begin();
const draftOf = (citizen: Citizen) => /demarches\/([^/?#]+)/.exec(citizen.path)?.[1] ?? "";
const answersOf = async (id: string) => (await findDraft(hall.ctx, "mulhouse", id, hall.ctx.clock()))?.answers;
const DAY = 86_400_000;

describe("a draft left for later", () => {
  test("is opened again by its link, in another browser, and by nothing else", async () => {
    const citizen = await begin();
    const draft = draftOf(citizen);
    await citizen.send({ ...PARTY, _action: "later" });
    const link = /http:\/\/[^<]*\/reprise\/[\w-]+/.exec(citizen.html)?.[0] ?? "";
    const stranger = await new Citizen(hall).open(`/mulhouse/demarches/${draft}`);
    expect(stranger.status).toBe(404);
    const elsewhere = await new Citizen(hall).open(new URL(link).pathname);
    expect(draftOf(elsewhere)).toBe(draft);
    expect(elsewhere.status).toBe(200);
    await elsewhere.open(`/mulhouse/demarches/${draft}/demande`);
    expect(elsewhere.html).toContain('value="Un anniversaire"');
  });

  test("has its link sent to an address that is one, in a mail that says until when", async () => {
    const citizen = await begin();
    await citizen.send({ ...PARTY, _action: "later" });
    await citizen.send({ courriel: "camille" });
    expect(citizen.status).toBe(422);
    expect(citizen.errors()).toEqual(["#later_courriel Écrivez une adresse comme nom@exemple.fr"]);
    await citizen.send({ courriel: "camille@exemple.fr" });
    expect(citizen.html).toContain("camille@exemple.fr");
    const [mail] = await latestMails(hall.ctx, 1);
    expect(mail).toMatchObject({ recipient: "camille@exemple.fr" });
    expect(mail?.body).toContain("/mulhouse/reprise/");
    expect(mail?.body).toContain("2 avril 2026");
  });

  test("writes to nobody a link of another draft, nor more than a few times", async () => {
    const citizen = await begin();
    await citizen.send({ ...PARTY, _action: "later" });
    const before = (await latestMails(hall.ctx, 100)).length;
    const forged = await citizen.post({ courriel: "victime@exemple.fr", lien: "https://ailleurs.example/piege" });
    expect(forged.status).toBe(303);
    expect(await latestMails(hall.ctx, 100)).toHaveLength(before);
    for (let time = 0; time < 5; time += 1) await citizen.send({ courriel: "camille@exemple.fr" });
    await citizen.send({ courriel: "camille@exemple.fr" });
    expect(citizen.status).toBe(422);
    expect(await latestMails(hall.ctx, 100)).toHaveLength(before + 5);
  });

  test("is listed on the member's home until it expires", async () => {
    const citizen = await begin();
    const draft = draftOf(citizen);
    await citizen.open("/mulhouse");
    expect(citizen.html).toContain(`/mulhouse/demarches/${draft}`);
    const now = hall.ctx.clock().getTime();
    expect(await findDraft(hall.ctx, "mulhouse", draft, new Date(now + 29 * DAY))).not.toBeNull();
    expect(await findDraft(hall.ctx, "mulhouse", draft, new Date(now + 31 * DAY))).toBeNull();
  });

  test("with a link cut short or unknown, says so", async () => {
    for (const token of ["abc", "A".repeat(32)]) {
      const citizen = await new Citizen(hall).open(`/mulhouse/reprise/${token}`);
      expect([citizen.status, citizen.title()]).toEqual([
        404,
        "Ce lien ne fonctionne plus – Mulhouse Alsace Agglomération".replace(
          "Mulhouse Alsace Agglomération",
          "mulhouse",
        ),
      ]);
    }
  });
});

describe("a session that ended while a page was being filled", () => {
  test("keeps what was typed and goes on with a new draft", async () => {
    const citizen = await begin();
    const lost = draftOf(citizen);
    citizen.browser.cookies.clear();
    await citizen.send(PARTY);
    expect(citizen.status).toBe(403);
    expect(citizen.title()).toContain("Votre session a pris fin");
    expect(citizen.html).toContain("Un anniversaire");
    await citizen.send({ ...kept(citizen), _action: "continue" }, [], "/mulhouse/salles/reservation/commencer");
    expect(draftOf(citizen)).not.toBe(lost);
    expect(citizen.path).toMatch(/\/materiel$/);
    expect(await answersOf(draftOf(citizen))).toMatchObject({ objet: "fete", jour: "2026-03-27", personnes: 40 });
  });

  test("gives an account its own draft back, with what was typed since", async () => {
    const email = `${randomUUID()}@exemple.fr`;
    await addCitizen(hall.ctx, email);
    const citizen = new Citizen(hall);
    await signInOn(await citizen.open("/connexion"), email);
    await citizen.begin();
    const own = draftOf(citizen);
    await citizen.send(PARTY);
    await citizen.open(`/mulhouse/demarches/${own}/materiel`);
    citizen.browser.cookies.clear();
    await citizen.send({ "root[materiel][0][nom]": "Bancs" });
    await citizen.send({ ...kept(citizen), _action: "sign-in" }, [], "/mulhouse/salles/reservation/commencer");
    expect(citizen.title()).toContain("Se connecter");
    await signInOn(citizen, email);
    const values = { ...kept(citizen), _reprise: "1" };
    await citizen.send(values, [], "/mulhouse/salles/reservation/commencer");
    expect(draftOf(citizen)).toBe(own);
    expect(await answersOf(own)).toMatchObject({ occasion: "Un anniversaire", materiel: [{ nom: "Bancs" }] });
  });

  test("says nothing of whether the draft of someone else exists", async () => {
    const other = await begin();
    const citizen = await begin();
    const answers = await Promise.all(
      [draftOf(other), randomUUID()].map((id) =>
        citizen.post(PARTY, [], `/mulhouse/demarches/${id}/demande`).then(async (response) => ({
          status: response.status,
          html: (await response.text()).replace(/name="_csrf" value="[^"]*"/, ""),
        })),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(await answersOf(draftOf(other))).toEqual({});
  });
});

/** The hidden fields of the page's own form, but the token. */
function kept(citizen: Citizen): Record<string, string> {
  const pairs = [...citizen.html.matchAll(/<input type="hidden" name="([^"]+)" value(?:="([^"]*)")?/g)];
  return Object.fromEntries(
    pairs.map(([, name = "", value = ""]) => [name, value]).filter(([name]) => !OURS.has(name ?? "")),
  );
}

const OURS = new Set(["_csrf", "_demarche", "_brouillon", "_etape"]);
