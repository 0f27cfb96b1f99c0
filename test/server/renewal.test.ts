import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stopOffering } from "../../server/commands/adopt.ts";
import { renewalId } from "../../server/commands/renewals.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { adopt } from "../../server/store/definitions.ts";
import { findEntry } from "../../server/store/entries.ts";
import { drain } from "../../server/worker/worker.ts";
import { cardDefinition } from "../engine/validity.definition.ts";
import { offer } from "../helpers/offer.ts";
import { Browser } from "./identity/installation.ts";
import { ANSWERS, CARD, decides, grantedCard } from "./renewing-town.ts";
import type { Person } from "./town-people.ts";
import { MEMBER } from "./town-places.ts";
import { enrol, link, openTown, type Someone, sit, type Town, upload } from "./whole-town.ts";

const DAY = 86_400_000;
let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

interface Hand {
  get(path: string): Promise<Response>;
  post(path: string, form?: Record<string, string>): Promise<Response>;
}

/** Someone's browser. */
async function browser(who: Someone | Person): Promise<Hand> {
  const { headers, csrf } = typeof who === "string" ? await town.sitting(who) : await sit(town.ctx, who);
  return {
    get: (path) => Promise.resolve(town.app.request(path, { headers })),
    post: (path, form = {}) =>
      Promise.resolve(
        town.app.request(path, {
          method: "POST",
          headers: { ...headers, "Sec-Fetch-Site": "same-origin" },
          body: new URLSearchParams({ _csrf: csrf, ...form }),
        }),
      ),
  };
}

/** Begins the renewal of a card; the address of its draft. */
async function begins(hand: Hand, id: string): Promise<string> {
  const answer = await hand.post(`/${MEMBER}/demandes/${id}/renouveler`);
  expect(answer.status).toBe(303);
  return /^\/[^/]+\/demarches\/[^/]+/.exec(answer.headers.get("location") ?? "")?.[0] ?? "";
}

/** Swears again and sends; the id of what it makes, or the answer when nothing is made. */
async function sends(hand: Hand, draft: string): Promise<string | Response> {
  const page = await (await hand.get(`${draft}/pieces`)).text();
  const kept = [...page.matchAll(/name="(root\[preuves\](?:\[\d*\])?)"[^>]*value="([^"]+)"/g)].map(([, name, id]) => [
    name,
    id,
  ]);
  await hand.post(`${draft}/pieces`, { ...Object.fromEntries(kept), "root[attestation]": "true" });
  const answer = await hand.post(`${draft}/verifier`);
  const made = /demandes\/([^?]+)\?confirmation/.exec(answer.headers.get("location") ?? "")?.[1];
  return made ?? answer;
}

/** The words of a page, its spaces made plain. */
const words = async (answer: Response): Promise<string> => (await answer.text()).replaceAll(/[\u00a0\u202f]/g, " ");

const stored = async (id: string) => {
  const entry = await findEntry(town.ctx, MEMBER, id);
  if (!entry) throw new Error("no entry");
  return entry;
};

describe("a renewal", () => {
  test("starts from the last answers, is linked with what it renews, and ends it once granted", async () => {
    const old = await grantedCard(town);
    const holder = await browser("holder");
    expect(await words(await holder.get(`/${MEMBER}/demandes/${old}`))).toContain("Changer de zone");
    const draft = await begins(holder, old);
    const first = await words(await holder.get(`${draft}/vous`));
    expect(first).toContain('value="Weber"');
    expect(first).toContain("Vérifiez chaque réponse");
    const made = await sends(holder, draft);
    const entry = await stored(String(made));
    expect(entry.answers).toMatchObject({ nom: "Weber", zone: "nord", avant: old, finAvant: "2027-03-03" });
    expect(entry.holder).toBe((await stored(old)).holder);
    expect((await stored(old)).state).toBe("valable");
    await decides(town, entry.id, "accorder");
    await drain(town.ctx);
    expect((await stored(old)).state).toBe("remplacee");
    expect((await stored(entry.id)).answers["fin"]).toBe("2028-03-03");
    const page = await words(await holder.get(`/${MEMBER}/demandes/${entry.id}`));
    expect(page).toContain("Valable jusqu’au 3 mars 2028");
    const agent = await (await (await browser("agent")).get(`/${MEMBER}/agent/${CARD.id}/${old}`)).text();
    expect(agent).toContain(entry.reference);
  });

  test("goes on with the draft that was begun, and is made once by two who send at once", async () => {
    const old = await grantedCard(town);
    const [one, two] = [await browser("holder"), await browser("holder")];
    const draft = await begins(one, old);
    expect(await begins(two, old)).toBe(draft);
    // A second draft, as two presses at the same instant would make.
    const { db } = town.ctx;
    const id = draft.split("/").at(-1) ?? "";
    const twin = crypto.randomUUID();
    await withActor(db, { member: MEMBER }, (tx) => {
      return tx`insert into draft (member_id, id, definition, version, owner, answers, prefilled, renewal, created_at,
          updated_at, expires_at)
        select member_id, ${twin}, definition, version, owner, answers, prefilled, renewal, created_at, updated_at, expires_at
        from draft where member_id = ${MEMBER} and id = ${id}`;
    });
    const made = await Promise.all([sends(one, draft), sends(two, draft.replace(id, twin))]);
    const ids = made.filter((each) => typeof each === "string");
    expect(ids).toHaveLength(1);
    const refused = made.find((each) => typeof each !== "string");
    expect((refused as Response).status).toBe(409);
    expect(await (refused as Response).text()).toContain("déjà été demandé");
    const page = await (await one.get(`/${MEMBER}/demandes/${old}`)).text();
    expect(page).toContain(`/demandes/${ids[0]}`);
    expect((await one.post(`/${MEMBER}/demandes/${old}/renouveler`)).status).toBe(403);
  });

  test("may be tried again when the first was refused, under another name", async () => {
    const old = await grantedCard(town);
    const holder = await browser("holder");
    const first = String(await sends(holder, await begins(holder, old)));
    expect(first).toBe(renewalId(town.ctx, { member: MEMBER, id: old }, 0));
    await decides(town, first, "refuser");
    const second = String(await sends(holder, await begins(holder, old)));
    expect(second).toBe(renewalId(town.ctx, { member: MEMBER, id: old }, 1));
  });

  test("keeps the files, as its own, and asks again only for those the definition says", async () => {
    const someone = town.people.holder;
    const [proof, photo] = [await upload(town, someone), await upload(town, someone, MEMBER, "photo.pdf")];
    const old = await grantedCard(town, { answers: { ...ANSWERS, preuves: [proof], photo } });
    const holder = await browser("holder");
    const draft = await begins(holder, old);
    expect(await words(await holder.get(`${draft}/vous`))).toContain("À donner de nouveau : Photo");
    const entry = await stored(String(await sends(holder, draft)));
    const [copy] = entry.answers["preuves"] as readonly string[];
    expect(copy).not.toBe(proof);
    expect(entry.answers).not.toHaveProperty("photo");
    const [before, after] = [
      `/${MEMBER}/demandes/${old}/fichiers/${proof}`,
      `/${MEMBER}/demandes/${entry.id}/fichiers/${copy}`,
    ];
    expect(await words(await holder.get(after))).toBe(await words(await holder.get(before)));
  });
});

describe("who may renew", () => {
  test("is whoever holds it, and nobody else", async () => {
    const old = await grantedCard(town);
    for (const person of ["citizen", "elsewhere"] as const) {
      expect((await (await browser(person)).post(`/${MEMBER}/demandes/${old}/renouveler`)).status).toBe(404);
    }
    const agent = await browser("agent");
    expect((await agent.post(`/${MEMBER}/demandes/${old}/renouveler`)).status).toBe(403);
    const holder = await browser("holder");
    const draft = await begins(holder, old);
    expect((await (await browser("citizen")).get(`${draft}/vous`)).status).toBe(404);
  });

  test("is whoever has the tracking link, who then follows what she has sent", async () => {
    const account = await enrol(town.ctx, "Sans compte ici");
    const old = await grantedCard(town, { who: account });
    const visitor = new Browser(town.app);
    await visitor.get(`/${MEMBER}/suivi/${await link(town, "entry", old)}`);
    const page = await (await visitor.get(`/${MEMBER}/demandes/${old}`)).text();
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const hand: Hand = {
      get: (path) => visitor.get(path),
      post: (path, form = {}) => visitor.post(path, { _csrf: csrf, ...form }),
    };
    const made = String(await sends(hand, await begins(hand, old)));
    expect((await visitor.get(`/${MEMBER}/demandes/${made}`)).status).toBe(200);
    expect((await stored(made)).holder).toBe((await stored(old)).holder);
    const own = await browser(account);
    expect((await own.get(`/${MEMBER}/demandes/${made}`)).status).toBe(200);
  });
});

describe("in time", () => {
  test("she is warned by mail and on her space, then the right ends by itself and may be renewed late", async () => {
    const someone = await enrol(town.ctx, "Anne Longtemps");
    const old = await grantedCard(town, { who: someone });
    const space = async () => (await (await browser(someone)).get("/mon-espace")).text();
    expect(await space()).not.toContain("À renouveler");
    town.advance(340 * DAY);
    await drain(town.ctx);
    const until = String((await stored(old)).answers["fin"]);
    const page = await space();
    expect(page).toContain("À renouveler");
    expect(page).toContain(`/demandes/${old}#renouveler`);
    const home = await words(await (await browser(someone)).get(`/${MEMBER}`));
    expect(home).toContain("À renouveler");
    const [mail] = await withActor(town.ctx.db, { system: true }, (tx) => {
      return tx<{ params: { subject: string } }[]>`
        select params from effect where entry_id = ${old} and type = 'mail' and params->>'template' = 'prevenir'`;
    });
    expect(mail?.params.subject).toContain("À renouveler avant le");
    town.advance(60 * DAY);
    await drain(town.ctx);
    expect((await stored(old)).state).toBe("expiree");
    expect(until < town.ctx.clock().toISOString().slice(0, 10)).toBe(true);
    expect(await space()).toContain("Terminée le");
    const hand = await browser(someone);
    await sends(hand, await begins(hand, old));
    expect(await space()).not.toContain("À renouveler");
  });
});

describe("when the definition has changed meanwhile", () => {
  test("what no longer fits is left out, and she is told", async () => {
    const old = await grantedCard(town);
    const zone = { type: "string", title: "Quartier", oneOf: [{ const: "est", title: "Est" }] };
    await offer(town.ctx, cardDefinition({ unit: "voirie", version: 2, properties: { zone } }));
    const holder = await browser("holder");
    const draft = await begins(holder, old);
    const page = await words(await holder.get(`${draft}/vous`));
    expect(page).toContain("Nous n’avons pas pu reprendre vos réponses à : Zone.");
    const unanswered = await holder.get(`${draft}/verifier`);
    expect(unanswered.headers.get("location")).toBe(`${draft}/vous`);
    await holder.post(`${draft}/vous`, {
      "root[nom]": "Weber",
      "root[courriel]": "weber@courriel.example",
      "root[zone]": "est",
    });
    const entry = await stored(String(await sends(holder, draft)));
    expect([entry.version, entry.answers["zone"], entry.answers["avant"]]).toEqual([2, "est", old]);
  });

  test("nothing is renewed of what is no longer offered, and she is told to ask the service", async () => {
    const old = await grantedCard(town);
    const by = town.people.functional.agent;
    if (!by) throw new Error("no agent");
    await stopOffering(town.ctx, by, CARD.id);
    await town.ctx.catalogue.reload();
    const holder = await browser("holder");
    expect(await words(await holder.get(`/${MEMBER}/demandes/${old}`))).toContain("n’est plus proposée en ligne");
    expect((await holder.post(`/${MEMBER}/demandes/${old}/renouveler`)).status).toBe(403);
    await adopt(town.ctx.db, MEMBER, CARD.id);
    await town.ctx.catalogue.reload();
  });
});
