import { describe, expect, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#7a1f4b"/></svg>',
);

interface Newcomer {
  readonly id: string;
  readonly name: string;
  readonly siren: string;
  readonly insee: string;
  readonly email: string;
}

const SAUSHEIM: Newcomer = {
  id: "sausheim",
  name: "Sausheim",
  siren: "216803007",
  insee: "68300",
  email: "odile.frey@sausheim.example",
};
const KINGERSHEIM: Newcomer = {
  id: "kingersheim",
  name: "Kingersheim",
  siren: "216801662",
  insee: "68166",
  email: "remi.jung@kingersheim.example",
};

/** Minutes go by in a person's time; here each step is timed as a machine does it. */
function stopwatch() {
  let last = performance.now();
  const lines: string[] = [];
  return {
    step(what: string): void {
      const now = performance.now();
      lines.push(`${((now - last) / 1000).toFixed(1).padStart(6)} s  ${what}`);
      last = now;
    },
    lines,
  };
}

async function invites(runner: Person, { id, name, siren, insee, email }: Newcomer): Promise<void> {
  await runner.opens("/m2a/agent/administration");
  await runner.follows("Membres du groupe");
  await runner.follows("Inviter une collectivité");
  await runner.writes("Nom de la collectivité", name);
  await runner.chooses("Nature", "Commune");
  await runner.writes("Numéro SIREN", siren);
  await runner.writes("Nombre d’habitants", "5400");
  await runner.writes("Adresse dans le site", "mon-espace");
  await runner.writes("Prénom et nom", "Odile Frey");
  await runner.writes("Adresse électronique professionnelle", email);
  await runner.writesDate("Début du contrat", "1 1 2026");
  await runner.writesDate("Fin du contrat", "31 12 2029");
  await runner.presses("Enregistrer la fiche");
  await runner.sees("Cette adresse est prise par une page de la plateforme");
  await runner.looksAgain();
  // Without scripts, what a commune alone is asked appears when the form comes back.
  await runner.writes("Code INSEE", insee);
  await runner.writes("Adresse dans le site", id);
  await runner.presses("Enregistrer la fiche");
  await runner.sees("La fiche est enregistrée.");
  await runner.sees("Invitée");
}

async function choosesAPassword(admin: Person, { name, email }: Newcomer): Promise<void> {
  const password = "un grand cerisier blanc";
  await admin.opens("/demo/messages");
  await admin.opens(await admin.opensMail(email, `${name} rejoint Guichet`));
  await admin.writes("Nouveau mot de passe", password);
  await admin.writes("Le même, une seconde fois", password);
  await admin.presses("Enregistrer le mot de passe");
  await admin.opens("/agent/connexion");
  await admin.writes("Adresse électronique", email);
  await admin.writes("Mot de passe", password);
  await admin.presses("Se connecter");
}

async function brands(admin: Person, { id, name }: Newcomer): Promise<void> {
  await admin.opens(`/${id}/agent/administration`);
  await admin.follows("Ma collectivité");
  await admin.follows("Modifier : Nom et accueil");
  await admin.writes("Phrase sous le nom", `Le cœur de ${name}`);
  await admin.writes("Mot d’accueil", "Bienvenue chez vous.");
  await admin.presses("Enregistrer");
  await admin.sees("Vos pages sont à jour.");
  await admin.attaches("Fichier du logo", "logo.svg", LOGO, "image/svg+xml");
  await admin.presses("Envoyer ce logo");
  await admin.follows("Modifier : Couleurs");
  await admin.writes("Couleur principale", "#ff9fcf");
  await admin.presses("Enregistrer");
  await admin.sees("elle ne se lit pas assez");
  await admin.looksAgain();
  await admin.presses("Prendre les teintes proposées");
  await admin.sees("Vos pages sont à jour.");
}

async function adopts(admin: Person, { id }: Newcomer, title: string, unit: string): Promise<void> {
  await admin.opens(`/${id}/agent/administration/catalogue`);
  await admin.follows(title);
  await admin.writes("Nom du service à créer", unit);
  await admin.ticks("Je confirme");
  await admin.presses(/^Proposer$/);
  await admin.sees("C’est proposé");
}

async function opensToCitizens(runner: Person): Promise<void> {
  await runner.does("Enregistrer l’adhésion");
  await runner.writes("Numéro de la délibération", "2026-014");
  await runner.writesDate("Date de la délibération", "12 2 2026");
  await runner.writes("Conseil qui a délibéré", "Conseil municipal");
  await runner.writesDate("Date d’effet", "1 3 2026");
  await runner.presses(/^Enregistrer l’adhésion$/);
  await runner.sees("Adhérente");
  await runner.presses("Ouvrir aux usagers");
  await runner.sees("C’est fait : Ouvrir aux usagers");
}

/** Tries a page until it is there: an effect of the register takes its turn. */
async function awaits(person: Person, path: string, words: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await person.page.goto(the().server.url + path);
        return person.page.title();
      },
      { timeout: 15_000 },
    )
    .toContain(words);
}

describe.each([
  { who: SAUSHEIM, screen: { width: 1280, javascript: true } },
  { who: KINGERSHEIM, screen: { width: 360, javascript: false } },
])("$who.name joins the group ($screen)", ({ who, screen }) => {
  test("is invited, brands itself, adopts two services and opens, and nothing is restarted", async () => {
    const watch = stopwatch();
    const pid = the().server;
    const runner = await the().agent("m2a", "admin-groupe", screen);
    watch.step("the group's administrator signs in");
    await invites(runner, who);
    watch.step("invites the member");

    const citizen = await the().visitor("Marie", screen);
    await citizen.opens(`/${who.id}`);
    await citizen.sees("Page introuvable");

    const admin = await the().visitor("Odile", screen);
    await choosesAPassword(admin, who);
    watch.step("its administrator opens her mail and chooses a password");
    await brands(admin, who);
    watch.step("brands it: words, logo, colours");
    await adopts(admin, who, "Demander un acte de naissance", "État civil");
    await adopts(admin, who, "Assistantes maternelles", "Relais petite enfance");
    watch.step("adopts two shared definitions, with their units");
    // What follows in this story: an overlay on one of them, and a definition of its own.

    await opensToCitizens(runner);
    await awaits(citizen, `/${who.id}`, who.name);
    watch.step("the group records the délibération and opens it; citizens see it");

    await citizen.opens(`/${who.id}`);
    await citizen.sees(`Le cœur de ${who.name}`);
    await citizen.sees("Bienvenue chez vous.");
    await citizen.sees("Demander un acte de naissance");
    expect(await citizen.page.locator("header img").first().getAttribute("src")).toMatch(/logo-[0-9a-f]{8}\.svg$/);
    const primary = await citizen.page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue("--primary"),
    );
    expect(primary).not.toBe("");
    await citizen.opens("/");
    await citizen.sees(who.name);
    await citizen.follows(who.name);
    await citizen.follows("Demander un acte de naissance");
    await citizen.presses("Commencer la demande");
    watch.step("a citizen begins a request");
    expect(the().server).toBe(pid);
    process.stdout.write(`\n${who.name} joins, in a machine's time:\n${watch.lines.join("\n")}\n`);
    for (const person of [runner, admin, citizen]) await person.leaves();
  }, 180_000);
});
