import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../server/commands/verify.ts";
import { findEntry } from "../../server/store/entries.ts";
import { offer } from "../helpers/offer.ts";
import {
  attested,
  fiche,
  fichePlaces,
  heldFiche,
  invite,
  KEEPER,
  LUCIE,
  mailsTo,
  pageOf,
  STAGE,
  take,
} from "./fiche-town.ts";
import { hidden } from "./identity/installation.ts";
import { browserOf, read, send } from "./routes/conversation-office.ts";
import { MEMBER, PARTNER } from "./town-places.ts";
import { fileEntry, openTown, type Town } from "./whole-town.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
  for (const definition of [KEEPER, STAGE]) await offer(town.ctx, definition, [MEMBER, PARTNER]);
});
afterAll(() => town.stop());

const DAY = 86_400_000;
const stored = async (id: string) => {
  const entry = await findEntry(town.ctx, MEMBER, id);
  if (!entry) throw new Error("no entry");
  return entry;
};
function later(milliseconds: number, link: string): string {
  town.advance(milliseconds);
  return link;
}
const GOOD = {
  "confirmer[places]": "2",
  "confirmer[jours]": "mardi",
  "confirmer[horaires]": "toute la journée",
};

describe("an invitation", () => {
  test("is a link to the address of the fiche, which names nobody, and makes the fiche hers who takes it", async () => {
    const id = await fiche(town);
    const link = await invite(town, id);
    const [mail] = await mailsTo(town, "lucie@exemple.fr");
    expect(`${mail?.subject} ${mail?.body}`).not.toContain("Lucie");
    const before = await pageOf(town, "nobody", link);
    expect(before.html).toContain("Créer un compte");
    expect(before.html).not.toContain("Lucie");
    expect(before.html).not.toContain(">Rattacher ma fiche");
    const taken = await take(town, link);
    expect(taken.headers.get("location")).toBe(`${fichePlaces(id).front}?fait=Rattachee`);
    const page = await pageOf(town, "holder", fichePlaces(id).front);
    expect(page.html).toContain("de 8 h à 18 h");
    expect((await pageOf(town, "holder", "/mon-espace")).html).toContain("Ma fiche de gardienne");
    expect((await pageOf(town, "agent", fichePlaces(id).back)).html).toContain("lit sa fiche dans son espace depuis");
    expect((await verify(town.ctx)).broken).toEqual([]);
  });

  test.each<[string, (id: string, link: string) => Promise<string>]>([
    ["used already", (_, link) => take(town, link).then(() => link)],
    ["two weeks old", async (_, link) => later(14 * DAY + 1, link)],
    ["replaced by another", (id, link) => invite(town, id).then(() => link)],
    [
      "sent to an address that the fiche no longer has",
      async (id, link) => {
        const agent = await browserOf(town, town.people.agent);
        const { back } = fichePlaces(id);
        const html = await read(agent, `${back}?evenement=modifier`);
        const form = { "root[nom]": "Lucie", "root[courriel]": "autre@exemple.fr", "root[places]": "0" };
        const done = await send(agent, back, `${back}/evenements/modifier`, {
          ...form,
          revision: hidden(html, "revision"),
        });
        expect(done.status).toBe(303);
        return link;
      },
    ],
    ["of another member", async (_, link) => link.replace(`/${MEMBER}/`, `/${PARTNER}/`)],
    ["guessed", async (_, link) => `${link.slice(0, -3)}AAA`],
  ])("opens nothing when it is %s", async (_, spoil) => {
    const id = await fiche(town);
    const link = await spoil(id, await invite(town, id));
    const page = await pageOf(town, "citizen", link);
    expect([page.status, page.html.includes("Ce lien n’est plus valable")]).toEqual([404, true]);
    expect((await take(town, link, "citizen")).status).toBe(404);
    const { holder } = await stored(id);
    expect((await pageOf(town, "citizen", fichePlaces(id).front)).status).toBe(404);
    expect(holder === null || (await pageOf(town, "holder", fichePlaces(id).front)).status === 200).toBe(true);
  });

  test("goes to one of two who take it at the same moment", async () => {
    const id = await fiche(town);
    const link = await invite(town, id);
    const taken = await Promise.all([take(town, link, "holder"), take(town, link, "citizen")]);
    expect(taken.map(({ status }) => status).sort()).toEqual([303, 404]);
    const opens = await Promise.all(
      (["holder", "citizen"] as const).map(
        async (person) => (await pageOf(town, person, fichePlaces(id).front)).status,
      ),
    );
    expect(opens.sort()).toEqual([200, 404]);
  });

  test("is not sent for a fiche without an address, nor by who only reads, nor more than a few times an hour", async () => {
    const { courriel: _, ...without } = LUCIE;
    const id = await fileEntry(town, town.people.agent, KEEPER, without);
    const { back } = fichePlaces(id);
    const agent = await browserOf(town, town.people.agent);
    const refused = await send(agent, back, `${back}/titulaire/inviter`, {});
    expect([refused.status, (await refused.text()).includes("n’a pas d’adresse électronique")]).toEqual([422, true]);
    const other = await fiche(town);
    const place = fichePlaces(other).back;
    const reader = await browserOf(town, town.people.reader);
    expect((await send(reader, place, `${place}/titulaire/inviter`, {})).status).toBe(403);
    for (let time = 0; time < 5; time += 1) await invite(town, other);
    expect((await send(agent, place, `${place}/titulaire/inviter`, {})).status).toBe(429);
  });

  test("taken back, leaves her nothing to read, and may be sent again", async () => {
    const id = await heldFiche(town);
    const { back, front } = fichePlaces(id);
    const agent = await browserOf(town, town.people.agent);
    expect((await send(agent, back, `${back}/titulaire/retirer`, {})).status).toBe(303);
    expect((await pageOf(town, "holder", front)).status).toBe(404);
    await take(town, await invite(town, id));
    expect((await pageOf(town, "holder", front)).status).toBe(200);
  });
});

describe("a fiche in a space", () => {
  test("shows what is opened to her, and no note nor closed field, on any page", async () => {
    const id = await heldFiche(town);
    const { front } = fichePlaces(id);
    const pages = [front, `${front}/evenements/confirmer`, "/mon-espace"];
    for (const path of pages) {
      const { html } = await pageOf(town, "holder", path);
      expect(html).not.toContain("Très appréciée");
      expect(html).not.toContain("Nord");
    }
    const { token } = town.people.holder;
    const answer = await town.app.request(`/api/v1/${MEMBER}/${KEEPER.id}/entries/${id}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const said = await answer.text();
    expect(said).toContain("de 8 h à 18 h");
    expect(said).not.toContain("Nord");
    expect(said).not.toContain("appréciée");
  });

  test.each(["citizen", "nobody", "elsewhere", "agent", "reader", "member"] as const)(
    "does not exist for %s, whatever the address",
    async (person) => {
      const id = await heldFiche(town);
      const { front } = fichePlaces(id);
      const paths = [front, `${front}/evenements/confirmer`, `${front}/liens/x/${MEMBER}/${id}/documents/${id}`];
      const statuses = await Promise.all(paths.map(async (path) => (await pageOf(town, person, path)).status));
      expect(statuses).toEqual([404, 404, 404]);
    },
  );

  test("is not opened by the pages of a request", async () => {
    const id = await heldFiche(town);
    const paths = ["", "/messages", "/avis"].map((suffix) => `/${MEMBER}/demandes/${id}${suffix}`);
    const statuses = await Promise.all(paths.map(async (path) => (await pageOf(town, "holder", path)).status));
    expect(statuses).toEqual([404, 404, 404]);
  });
});

describe("what is about her", () => {
  const documentOf = (id: string, linked: string, document: string, relation = "stages") =>
    `${fichePlaces(id).front}/liens/${relation}/${MEMBER}/${linked}/documents/${document}`;

  test("is on her page, with the hours of the year and the certificates to download", async () => {
    const id = await heldFiche(town);
    const year = town.ctx.clock().getFullYear();
    const { linked, document, internal } = await attested(town, id, { jour: `${year}-01-05` });
    const { html } = await pageOf(town, "holder", fichePlaces(id).front);
    expect(html).toContain("Premiers secours");
    expect(html).toContain("7 sur 58");
    expect(html).toContain(documentOf(id, linked, document));
    expect(html).not.toContain(internal);
    expect((await pageOf(town, "holder", documentOf(id, linked, document))).status).toBe(200);
    expect((await pageOf(town, "holder", documentOf(id, linked, internal))).status).toBe(404);
    expect((await pageOf(town, "citizen", documentOf(id, linked, document))).status).toBe(404);
    expect((await pageOf(town, "holder", documentOf(id, linked, document, "notes"))).status).toBe(404);
  });

  test("is not what someone else wrote of her fiche, nor what is about another", async () => {
    const id = await heldFiche(town);
    const other = await attested(town, await fiche(town, { nom: "Odile" }), { intitule: "Stage d’Odile", proche: id });
    const { html } = await pageOf(town, "holder", fichePlaces(id).front);
    expect(html).not.toContain("Stage d’Odile");
    for (const relation of ["stages", "proches"]) {
      const path = documentOf(id, other.linked, other.document, relation);
      expect((await pageOf(town, "holder", path)).status).toBe(404);
    }
  });
});

describe("confirming", () => {
  const place = (id: string) => `${fichePlaces(id).front}/evenements/confirmer`;
  const posts = async (
    id: string,
    fields: Readonly<Record<string, string>>,
    person: "holder" | "citizen" = "holder",
  ) => {
    const browser = await browserOf(town, town.people[person]);
    const from = person === "holder" ? place(id) : "/mon-espace";
    const revision = person === "holder" ? hidden(await read(browser, place(id)), "_revision") : "3";
    return send(browser, from, place(id), { _revision: revision, ...fields });
  };

  test("is filled with what the fiche holds, changes it, and says when", async () => {
    const id = await heldFiche(town);
    const { html } = await pageOf(town, "holder", place(id));
    expect(html).toMatch(/name="confirmer\[places\]"[^>]*value="1"|value="1"[^>]*name="confirmer\[places\]"/);
    expect(html).toContain("de 8 h à 18 h");
    const done = await posts(id, GOOD);
    expect(done.status).toBe(303);
    const today = town.ctx.clock().toISOString().slice(0, 10);
    expect((await stored(id)).answers).toMatchObject({
      places: 2,
      jours: ["mardi"],
      confirmee: today,
      secteur: "Nord",
    });
    expect((await pageOf(town, "agent", fichePlaces(id).back)).html).toContain("toute la journée");
  });

  test("takes « Rien n’a changé » for what it is", async () => {
    const id = await heldFiche(town);
    const same = { "confirmer[places]": "1", "confirmer[jours]": "lundi", "confirmer[horaires]": "de 8 h à 18 h" };
    expect((await posts(id, { ...same, _inchange: "1" })).status).toBe(303);
    expect((await stored(id)).answers).toMatchObject({ places: 1, jours: ["lundi"] });
    const changed = await posts(id, { ...GOOD, _inchange: "1" });
    const html = await changed.text();
    expect(changed.status).toBe(422);
    expect(html).toContain("toute la journée");
    expect(html).toContain("Vous avez modifié des réponses");
    expect((await stored(id)).answers["places"]).toBe(1);
  });

  test("keeps what she typed when something is wrong, and says what", async () => {
    const id = await heldFiche(town);
    const wrong = await posts(id, { ...GOOD, "confirmer[places]": "9" });
    const html = await wrong.text();
    expect([wrong.status, html.includes("Quatre places au plus."), html.includes("toute la journée")]).toEqual([
      422,
      true,
      true,
    ]);
    expect((await stored(id)).answers["confirmee"]).toBeUndefined();
  });

  test("on a page that is behind gives back what she typed; the same button twice is once", async () => {
    const id = await heldFiche(town);
    const revision = hidden(
      await (await browserOf(town, town.people.holder)).get(place(id)).then((r) => r.text()),
      "_revision",
    );
    expect((await posts(id, { ...GOOD, _revision: revision })).status).toBe(303);
    const twice = await posts(id, { ...GOOD, _revision: revision });
    expect(twice.headers.get("location")).toBe(`${fichePlaces(id).front}?fait=confirmer`);
    const behind = await posts(id, { ...GOOD, "confirmer[places]": "4", _revision: revision });
    const html = await behind.text();
    expect([behind.status, html.includes("Votre fiche a changé entre-temps")]).toEqual([409, true]);
    expect(html).toMatch(/value="4"/);
    expect((await stored(id)).answers["places"]).toBe(2);
  });

  test("changes nothing else, whatever is sent, and is nobody else's", async () => {
    const id = await heldFiche(town);
    const more = { "confirmer[nom]": "Pirate", "root[secteur]": "Sud", "confirmer[confirmee]": "2030-01-01" };
    expect((await posts(id, { ...GOOD, ...more })).status).toBe(303);
    const { answers } = await stored(id);
    expect([answers["nom"], answers["secteur"]]).toEqual(["Lucie", "Nord"]);
    expect(answers["confirmee"]).not.toBe("2030-01-01");
    expect((await posts(id, GOOD, "citizen")).status).toBe(404);
    const { token } = town.people.holder;
    const api = await town.app.request(`/api/v1/${MEMBER}/${KEEPER.id}/entries/${id}/events`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ type: "confirmer", answers: { places: 0, secteur: "Sud" } }),
    });
    expect(api.status).toBe(422);
  });

  test("is said by the list, which keeps those that are still to confirm, or those that are", async () => {
    const { list } = fichePlaces("");
    const wanted = await fiche(town, { nom: "Ursule Attend" });
    const said = await heldFiche(town, { nom: "Brune Confirme" });
    expect((await posts(said, GOOD)).status).toBe(303);
    const over = await fiche(town, { nom: "Fanny Finie" });
    const { back } = fichePlaces(over);
    const agent = await browserOf(town, town.people.agent);
    const revision = hidden(await read(agent, `${back}?evenement=arreter`), "revision");
    expect((await send(agent, back, `${back}/evenements/arreter`, { revision })).status).toBe(303);
    const names = async (value: string) => {
      const { html } = await pageOf(town, "agent", `${list}?tri=-createdAt&filtre[_confirmation]=${value}`);
      return ["Ursule Attend", "Brune Confirme", "Fanny Finie"].filter((name) => html.includes(name));
    };
    expect(await names("a-confirmer")).toEqual(["Ursule Attend"]);
    expect(await names("confirme")).toEqual(["Brune Confirme"]);
    expect((await pageOf(town, "agent", fichePlaces(wanted).back)).html).toContain("À confirmer");
  });

  test("is done by an agent on the telephone", async () => {
    const id = await fiche(town);
    const { back } = fichePlaces(id);
    const agent = await browserOf(town, town.people.agent);
    const html = await read(agent, `${back}?evenement=confirmer`);
    expect(html).not.toContain("Très appréciée");
    const fields = { "root[places]": "3", "root[jours]": "lundi", revision: hidden(html, "revision") };
    const done = await send(agent, back, `${back}/evenements/confirmer`, fields);
    expect(done.status).toBe(303);
    expect((await stored(id)).answers).toMatchObject({ places: 3, nom: "Lucie", secteur: "Nord" });
    expect((await stored(id)).answers["confirmee"]).toBeDefined();
    expect((await stored(id)).answers["horaires"]).toBeUndefined();
  });
});
