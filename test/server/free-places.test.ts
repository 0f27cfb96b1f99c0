import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { actorsOf } from "../../server/identity/actor-for.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { offer } from "../helpers/offer.ts";
import { BOAT, boat, TRIP, trip, WANTED } from "../helpers/places-town.ts";
import { MEMBER, PARTNER } from "./town-places.ts";
import { openTown, type Someone, subjectOf, type Town } from "./whole-town.ts";

const DESK = `/${MEMBER}/agent/${BOAT.id}/places-libres`;
const MONDAY = "debut=2026-03-09&mois=1&annee=2015&jours1=lundi&de1=09:00&a1=11:00";
const ASKED: Answers = {
  debut: "2026-03-09",
  naissance: "2015-01-15",
  commune: "Barfleur",
  semaine: [{ jours: ["lundi"], de: "09:00", a: "11:00" }],
};

let town: Town;
let near = "";
let request = "";
beforeAll(async () => {
  town = await openTown();
  for (const definition of [BOAT, TRIP, WANTED]) await offer(town.ctx, definition, [MEMBER, PARTNER]);
  await saveShare(town.ctx.db, { member: PARTNER, definition: BOAT.id, with: MEMBER, unit: null, role: "lecteur" });
  await town.ctx.catalogue.reload();
  await opened(BOAT, boat("Loin", 2));
  near = await opened(BOAT, boat("Tout près", 2, { commune: "Barfleur" }));
  await opened(BOAT, boat("Secret", 1, { commune: "Barfleur", accord: false }));
  const full = await opened(BOAT, boat("Pleine", 1));
  await opened(TRIP, trip(full));
  await opened(BOAT, boat("D’à côté", 1), town.people.partner, PARTNER);
  request = await opened(WANTED, ASKED);
}, 60_000);
afterAll(() => town.stop());

async function opened(
  definition: typeof BOAT,
  answers: Answers,
  who: Someone = town.people.agent,
  member = MEMBER,
): Promise<string> {
  const actorIn = actorsOf(town.ctx, subjectOf(who));
  const outcome = await openEntry(town.ctx, {
    member,
    definition,
    actor: actorIn(member, definition),
    actorIn,
    answers,
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value.view.id;
}
async function page(path: string, status = 200, who: "agent" = "agent"): Promise<string> {
  const { headers } = await town.sitting(who);
  const answer = await town.app.request(path, { headers });
  expect([path, answer.status]).toEqual([path, status]);
  return (await answer.text()).replace(/[\s\u00a0\u202f]+/g, " ");
}
/** Names in the order of the table. */
const names = (html: string) => [...html.matchAll(/data-label="Fiche"><a [^>]*>([^<]*)</g)].map(([, name]) => name);

test("an agent finds who has a place at these hours, in every member she reads, the commune asked first", async () => {
  const html = await page(`${DESK}?${MONDAY}&commune=barfleur`);
  expect(names(html)).toHaveLength(4);
  expect(names(html)).toEqual(expect.arrayContaining(["Loin", "D’à côté", "Secret", "Tout près"]));
  expect(html).toContain("2 places libres à toutes vos heures");
  expect(await page(`/${MEMBER}/agent/${BOAT.id}`)).toContain(DESK);
});

test("the page of a request leads there, with what it asks", async () => {
  const html = await page(`/${MEMBER}/agent/${WANTED.id}/${request}`);
  const href = /href="([^"]*places-libres[^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const found = await page(href);
  expect(found).toMatch(/value="lundi" checked/);
  expect(found).toContain("Proposer les fiches cochées");
  expect(names(found)).not.toContain("Pleine");
});

test("what she chooses is proposed with what each publishes and nothing else", async () => {
  const html = await page(`/${MEMBER}/agent/${WANTED.id}/${request}?evenement=proposer&fiche=${near}`);
  expect(html).toContain("Tout près");
  expect(html).toContain("02 61 91 01 01");
  const secret = names(await page(`${DESK}?${MONDAY}`));
  expect(secret).toContain("Secret");
  const hostile = `/${MEMBER}/agent/${WANTED.id}/${request}?evenement=proposer&fiche=0&fiche=%00&fiche=${"x".repeat(9000)}`;
  expect(await page(hostile)).not.toContain("02 61 91 01 01");
});

test("a request of another, or none, is not answered from there", async () => {
  const elsewhere = await opened(WANTED, ASKED, town.people.partner, PARTNER);
  for (const pour of [
    `${PARTNER}/${WANTED.id}/${elsewhere}`,
    `${MEMBER}/${BOAT.id}/${near}`,
    "x",
    `${MEMBER}/${WANTED.id}/${near}`,
  ]) {
    expect(await page(`${DESK}?${MONDAY}&pour=${encodeURIComponent(pour)}`)).not.toContain(
      "Proposer les fiches cochées",
    );
  }
  await page(`/${MEMBER}/agent/${TRIP.id}/places-libres?${MONDAY}`, 404);
  await page(`${DESK}?jours1=lundi&de1=12:00&a1=08:00`, 400);
});
