import { expect, test } from "vitest";
import { BIRTH } from "../helpers/samples.ts";
import { fillsTheForm } from "./helpers/birth-certificate.ts";
import { addNeighbours } from "./helpers/neighbours.ts";
import {
  adopts,
  brands,
  choosesAPassword,
  givesHerselfRoles,
  invites,
  type Newcomer,
  opensToCitizens,
  overlays,
  publishesItsOwn,
} from "./helpers/newcomer.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town(addNeighbours);

const SAUSHEIM: Newcomer = {
  id: "sausheim",
  name: "Sausheim",
  siren: "216803007",
  insee: "68300",
  email: "odile.frey@sausheim.example",
};
/** Of another canton. */
const ENSISHEIM: Newcomer = {
  id: "ensisheim",
  name: "Ensisheim",
  siren: "216800821",
  insee: "68082",
  email: "odile.frey@ensisheim.example",
};
const OWN = "salles/pret";
const overlayOf = ({ name }: Newcomer) => ({
  service: BIRTH,
  title: `Obtenir un acte à ${name}, en ligne`,
  question: "Par qui avez-vous connu ce service ?",
  hidden: "À quoi ce document servira-t-il",
});

/** The seconds of each part, as a machine goes through it. */
function stopwatch() {
  let last = performance.now();
  const parts: Record<string, number> = {};
  return {
    part(name: string): void {
      const now = performance.now();
      parts[name] = Math.round((now - last) / 100) / 10;
      last = now;
    },
    parts,
  };
}

/** Which process serves, since when (seconds since 1970), as it says itself. */
async function server(): Promise<{ readonly pid: number | undefined; readonly since: number }> {
  const metrics = await (await fetch(`${the().server.url}/metrics`)).text();
  const since = Number(/^process_start_time_seconds (\S+)$/m.exec(metrics)?.[1]);
  expect(since).toBeGreaterThan(0);
  return { pid: the().server.process.pid, since };
}

/** How many members the group's page shows. */
async function members(runner: Person): Promise<number> {
  await runner.opens("/m2a/agent/administration");
  await runner.follows("Membres du groupe");
  return runner.page.locator("tbody tr").count();
}

/** Tries a page until it is there: an effect of the register takes its turn. */
async function awaits(person: Person, path: string, words: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await person.page.goto(the().server.url + path);
        return person.page.title();
      },
      { timeout: 60_000 },
    )
    .toContain(words);
}

/** A citizen finds the member under its own name, and files the service it has changed. */
async function files(citizen: Person, who: Newcomer): Promise<string> {
  const own = overlayOf(who);
  const address = `nadia@${who.id}.example`;
  await citizen.opens("/");
  await citizen.follows(who.name);
  await citizen.sees(`Le cœur de ${who.name}`);
  await citizen.sees("Bienvenue chez vous.");
  expect(await citizen.page.locator("header img").first().getAttribute("src")).toMatch(/logo-[0-9a-f]{8}\.svg$/);
  await citizen.follows(own.title);
  await citizen.presses("Commencer la demande");
  await citizen.writes(own.question, "Par le bulletin municipal");
  await citizen.doesNotSee(own.hidden);
  await fillsTheForm(citizen, address);
  await citizen.sees("Par le bulletin municipal");
  await citizen.presses("Envoyer la demande");
  await citizen.isAt("Votre demande est envoyée");
  await citizen.sees(who.name);
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
}

/** Another files the service that the member wrote. */
async function borrows(citizen: Person, { id, name }: Newcomer): Promise<void> {
  await citizen.opens(`/${id}/${OWN}`);
  await citizen.isAt("Emprunter la salle, version 2");
  await citizen.presses("Commencer");
  await citizen.writes("Votre nom", "Paul Haas");
  await citizen.writes("Votre adresse électronique", "paul@exemple.fr");
  await citizen.presses("Continuer");
  await citizen.presses("Envoyer");
  await citizen.sees(name);
}

test("a fortieth member joins, from its invitation to its first requests, and nothing is restarted", async () => {
  const before = await server();
  const watch = stopwatch();
  const runner = await the().agent("m2a", "admin-groupe");
  expect(await members(runner)).toBe(39);
  await invites(runner, SAUSHEIM);
  const sheet = runner.page.url();
  await expect.poll(() => members(runner), { timeout: 60_000 }).toBe(40);
  watch.part("invitation");

  const citizen = await the().visitor("Nadia");
  await citizen.opens(`/${SAUSHEIM.id}`);
  await citizen.sees("Page introuvable");
  const admin = await the().visitor("Odile");
  await choosesAPassword(admin, SAUSHEIM);
  await givesHerselfRoles(admin, SAUSHEIM);
  watch.part("account and roles");
  await brands(admin, SAUSHEIM);
  watch.part("branding");
  await adopts(admin, SAUSHEIM, "Demander un acte de naissance", "État civil");
  await adopts(admin, SAUSHEIM, "Assistantes maternelles", "Relais petite enfance");
  watch.part("two adoptions");
  await overlays(admin, SAUSHEIM, overlayOf(SAUSHEIM));
  watch.part("overlay");
  await publishesItsOwn(admin, SAUSHEIM, OWN);
  watch.part("own definition, two versions");
  await runner.opens(sheet);
  await opensToCitizens(runner);
  await awaits(citizen, `/${SAUSHEIM.id}`, SAUSHEIM.name);
  watch.part("délibération and opening");

  const reference = await files(citizen, SAUSHEIM);
  await admin.opens(`/${SAUSHEIM.id}/agent/${BIRTH}`);
  await admin.sees(reference);
  await borrows(citizen, SAUSHEIM);
  watch.part("two requests");

  const after = await server();
  expect(after).toEqual(before);
  const up = Math.round(Date.now() / 1000 - after.since);
  console.info(`Sausheim joins, in a machine's time. Server ${after.pid}, up ${up} s, never restarted.`);
  console.table(Object.entries(watch.parts).map(([part, seconds]) => ({ part, seconds })));
  for (const person of [runner, admin, citizen]) await person.leaves();
});

test("its administrators need neither scripts nor a wide screen", async () => {
  const screen = { width: 360, javascript: false };
  const runner = await the().agent("m2a", "admin-groupe", screen);
  await members(runner);
  await invites(runner, ENSISHEIM);
  const admin = await the().visitor("Odile", screen);
  await choosesAPassword(admin, ENSISHEIM);
  await givesHerselfRoles(admin, ENSISHEIM);
  await brands(admin, ENSISHEIM);
  await adopts(admin, ENSISHEIM, "Demander un acte de naissance", "État civil");
  await overlays(admin, ENSISHEIM, overlayOf(ENSISHEIM));
  await publishesItsOwn(admin, ENSISHEIM, "salles/location");
  await opensToCitizens(runner);
  const citizen = await the().visitor("Marie", screen);
  await awaits(citizen, `/${ENSISHEIM.id}`, ENSISHEIM.name);
  await citizen.opens(`/${ENSISHEIM.id}`);
  await citizen.follows(overlayOf(ENSISHEIM).title);
  for (const person of [runner, admin, citizen]) await person.leaves();
});
