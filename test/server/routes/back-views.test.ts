import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withActor } from "../../../server/db/with-actor.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { type Browser, hidden } from "../identity/installation.ts";
import { atWork, file, GARDEN, hire, type Office, openOffice, words } from "./back-office.ts";

const QUEUE = `/mulhouse/agent/${PERMIT.id}`;
let office: Office;
let anne: AgentIdentity;
let browser: Browser;

const rows = (html: string) => [...html.matchAll(/class="row-link">([^<]+)</g)].map(([, reference]) => reference);

beforeAll(async () => {
  office = await openOffice();
  anne = await hire(office.ctx, "Anne Keller");
  browser = await atWork(office, anne);
  for (let rank = 0; rank < 6; rank += 1) {
    await file(office, anne, PERMIT, { nom: `Muller ${rank}`, vehicule: rank < 2 ? "utilitaire" : "voiture" });
  }
});
afterAll(() => office.stop());

/** Posts a form of the view bar as the page shown would. */
async function post(who: Browser, fields: Record<string, string>): Promise<Response> {
  const page = await (await who.get(QUEUE)).text();
  return who.post(`${QUEUE}/vues`, { _csrf: hidden(page, "_csrf"), ...fields });
}

async function keep(who: Browser, nom: string, liste: string, partage = "nobody"): Promise<string> {
  const answer = await post(who, { acte: "creer", nom, partage, liste });
  expect(answer.status).toBe(303);
  const id = /vue=([0-9a-f-]{36})/.exec(answer.headers.get("location") ?? "")?.[1];
  if (!id) throw new Error(`no view in ${answer.headers.get("location")}`);
  return id;
}

describe("a view", () => {
  test("keeps the filters, the columns, the sort and the group, and opens by its name on the left with its count", async () => {
    const liste = "filtre[vehicule]=utilitaire&tri=-nom&colonne=nom&colonne=places";
    const id = await keep(browser, "Utilitaires", liste);
    const html = await (await browser.get(`${QUEUE}?vue=${id}`)).text();
    expect(rows(html)).toHaveLength(2);
    expect(words(html)).toMatch(/Muller 1 .*Muller 0/);
    expect([...html.matchAll(/<th scope="col"/g)]).toHaveLength(4);
    const left = await (await browser.get(QUEUE)).text();
    expect(words(left)).toContain("Utilitaires 2");
    expect(left).toContain(`href="${QUEUE}?vue=${id}"`);
  });

  test("changed in place says so, goes back, or is saved as it stands", async () => {
    const id = await keep(browser, "Voitures", "filtre[vehicule]=voiture");
    const changed = await (
      await browser.get(`${QUEUE}?vue=${id}&etat=_a-traiter&filtre[vehicule]=voiture&tri=nom`)
    ).text();
    expect(words(changed)).toContain("Vous avez changé cette vue. Revenir à la vue enregistrée");
    const saved = await post(browser, { acte: "enregistrer", vue: id, liste: "filtre[vehicule]=voiture&tri=nom" });
    expect(saved.status).toBe(303);
    const again = await (await browser.get(`${QUEUE}?vue=${id}`)).text();
    expect(words(again)).not.toContain("Vous avez changé cette vue");
    expect(again).toMatch(/aria-sort="ascending"><a [^>]*tri=-nom/);
  });

  test("may be what the list opens with, and no longer", async () => {
    const id = await keep(browser, "D’abord", "filtre[vehicule]=utilitaire");
    await post(browser, { acte: "defaut", vue: id, liste: "" });
    const opened = await (await browser.get(QUEUE)).text();
    expect(rows(opened)).toHaveLength(2);
    // Taking every choice away shows everything, not the view again.
    expect(rows(await (await browser.get(`${QUEUE}?vue=aucune`)).text())).toHaveLength(6);
    await post(browser, { acte: "sans-defaut", vue: id, liste: "" });
    expect(rows(await (await browser.get(QUEUE)).text())).toHaveLength(6);
  });

  test("without a name, or with one she has, comes back with what was typed and says what to do", async () => {
    await keep(browser, "Doublon", "");
    for (const [nom, sentence] of [
      ["  ", "Donnez un nom à cette vue."],
      ["DOUBLON", "Vous avez déjà une vue de ce nom"],
      ["x".repeat(61), "60 caractères au plus"],
    ] as const) {
      const answer = await post(browser, { acte: "creer", nom, partage: "member", liste: "filtre[vehicule]=voiture" });
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(words(html)).toContain(sentence);
      expect(html).toContain('id="vue_nom"');
      expect(html).toMatch(/value="member" checked|checked value="member"/);
      expect(rows(html)).toHaveLength(4);
    }
  });

  test("opens though its definition lost a field, a state or a column, and says what it leaves out", async () => {
    const id = await keep(
      browser,
      "Ancienne",
      "filtre[couleur]=rouge&filtre[vehicule]=utilitaire&colonne=couleur&colonne=nom&tri=-couleur",
    );
    const html = await (await browser.get(`${QUEUE}?vue=${id}`)).text();
    expect(rows(html)).toHaveLength(2);
    expect(words(html)).toContain("Le formulaire a changé : « couleur » n’existe plus");
  });

  test("is forgotten by its owner", async () => {
    const id = await keep(browser, "Éphémère", "pour=moi");
    const html = await (await browser.get(`${QUEUE}?vue=${id}`)).text();
    expect(html).toMatch(/<details class="confirmed">(?:(?!<\/details>).)*name="acte" value="supprimer"/s);
    expect(html.match(/name="acte" value="supprimer"/g)).toHaveLength(1);
    expect((await post(browser, { acte: "supprimer", vue: id, liste: "" })).status).toBe(303);
    expect(words(await (await browser.get(QUEUE)).text())).not.toContain("Éphémère");
  });
});

describe("a shared view", () => {
  test("is seen by the colleagues it is shared with, who may neither change nor forget it", async () => {
    const whole = await keep(browser, "Pour tous", "filtre[vehicule]=voiture", "member");
    const unit = await keep(browser, "Pour le jardin", "tri=nom", "unit:espaces-verts");
    const mine = await keep(browser, "Pour moi", "tri=-nom");
    const colleague = await atWork(office, await hire(office.ctx, "Jean Roth", { units: ["espaces-verts"] }));
    const other = await atWork(office, await hire(office.ctx, "Luc Haas", { units: ["etat-civil"] }));
    const seen = words(await (await colleague.get(QUEUE)).text());
    expect(seen).toContain("Pour tous");
    expect(seen).toContain("Pour le jardin");
    expect(seen).not.toContain("Pour moi");
    const elsewhere = words(await (await other.get(QUEUE)).text());
    expect(elsewhere).toContain("Pour tous");
    expect(elsewhere).not.toContain("Pour le jardin");
    const open = await (await colleague.get(`${QUEUE}?vue=${whole}`)).text();
    expect(rows(open)).toHaveLength(4);
    expect(words(open)).toContain("vue de Anne Keller");
    for (const acte of ["enregistrer", "modifier", "supprimer"]) {
      expect((await post(colleague, { acte, vue: whole, nom: "À moi", liste: "tri=nom" })).status).toBe(404);
    }
    expect((await post(colleague, { acte: "defaut", vue: mine, liste: "" })).status).toBe(404);
    expect((await post(other, { acte: "defaut", vue: unit, liste: "" })).status).toBe(404);
    expect(rows(await (await browser.get(`${QUEUE}?vue=${whole}`)).text())).toHaveLength(4);
  });

  test("with a unit that is not hers is refused", async () => {
    const answer = await post(browser, { acte: "creer", nom: "Ailleurs", partage: "unit:etat-civil", liste: "" });
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain("Choisissez avec qui partager");
  });

  test("of a list she may not see says nothing of it", async () => {
    const garden = `/mulhouse/agent/${GARDEN.id}`;
    const page = await (await browser.get(garden)).text();
    const kept = await browser.post(`${garden}/vues`, {
      ...{ _csrf: hidden(page, "_csrf"), acte: "creer", nom: "Potagers", partage: "member", liste: "" },
    });
    expect(kept.status).toBe(303);
    const outside = await atWork(office, await hire(office.ctx, "Eva Jung", { units: ["etat-civil"] }));
    expect(await (await outside.get(QUEUE)).text()).not.toContain("Potagers");
  });

  test("is never seen in another member", async () => {
    await keep(browser, "De Mulhouse", "tri=nom", "member");
    const elsewhere = await atWork(office, await hire(office.ctx, "Paul Ott", { member: "rixheim" }));
    expect(await (await elsewhere.get(`/rixheim/agent/${PERMIT.id}`)).text()).not.toContain("De Mulhouse");
  });

  test("is forgotten by a functional administrator when its owner has left", async () => {
    const id = await keep(browser, "Orpheline", "tri=nom", "member");
    const admin = await hire(office.ctx, "Zoé Chef", { roles: ["agent", "admin-fonctionnel"] });
    await withActor(office.ctx.db, { member: "mulhouse" }, (tx) =>
      tx`delete from agent_role where agent_id = ${anne.id}`.then(() => undefined),
    );
    const chief = await atWork(office, admin);
    expect((await post(chief, { acte: "supprimer", vue: id, liste: "" })).status).toBe(303);
  });
});
