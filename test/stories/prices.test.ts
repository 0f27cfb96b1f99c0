import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { today } from "../helpers/days.ts";
import { ROOT, runCommand } from "../helpers/live-server.ts";
import { town } from "./helpers/town.ts";

const SERVICE = "loisirs/natation";

/** Publishes the example of the guide for functional admins, as one of them does. */
const the = town(async (base) => {
  const folder = await mkdtemp(join(tmpdir(), "guichet-prices-"));
  const guide = await readFile(join(ROOT, "docs/write-a-definition.md"), "utf8");
  const [, after = ""] = guide.split(`<!-- fichier: ${SERVICE}.json -->`);
  await mkdir(join(folder, "loisirs"));
  await writeFile(join(folder, `${SERVICE}.json`), /```json\n([\s\S]*?)```/.exec(after)?.[1] ?? "");
  const { code, output } = await runCommand(base, "publish", folder, "--member", "mulhouse");
  expect(code, output).toBe(0);
  await rm(folder, { recursive: true });
});

/** First of the next month. */
function nextMonth(): string {
  const [year = 0, month = 0] = today().split("-").map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
}

test.each([
  { way: "with scripts", screen: {} },
  { way: "on a telephone without", screen: { width: 360, javascript: false } },
])(
  "an admin changes a price from next month, and a citizen reads the one of today and why, $way",
  async ({ screen }) => {
    const scripts = !("javascript" in screen);
    const admin = await the().agent("mulhouse", "admin-fonctionnel", screen);
    await admin.opens("/mulhouse/agent/administration");
    await admin.follows("Tarifs");
    await admin.follows("École de natation, par trimestre");
    await admin.sees("75,00");
    await admin.follows("Préparer une nouvelle grille");
    const since = scripts ? nextMonth() : nextMonth().replace(/-01$/, "-02");
    await admin.writes("À partir du", since);
    await admin.writes("Décision", "Délibération n° 12 du 3 mars");
    await admin.writes("Âge, ligne 3", "19 et plus");
    await admin.presses("Enregistrer la grille");
    await admin.sees("Aucune ligne ne donne le tarif pour : Domicile : Dans l’agglomération, Âge : 18 ans.");
    await admin.writes("Âge, ligne 3", "18 et plus");
    await admin.writes("Tarif, ligne 2", "80,00");
    await admin.presses("Enregistrer la grille");
    await admin.sees("La grille est enregistrée.");
    await admin.sees("À venir");
    await admin.leaves();

    const citizen = await the().visitor("Lucie", screen);
    await citizen.opens(`/mulhouse/${SERVICE}`);
    await citizen.page.locator("main form button").first().click();
    await citizen.writes("Nom du nageur", "Léo Muller");
    await citizen.writesDate("Date de naissance", `2 5 ${Number(today().slice(0, 4)) - 9}`);
    await citizen.presses("Continuer");
    await citizen.isAt("Votre foyer");
    await citizen.chooses("Où habitez-vous", "Dans l’agglomération");
    if (scripts) await citizen.sees("78,50");
    await citizen.chooses("Un autre de vos enfants", "Oui");
    if (scripts) await citizen.sees("63,50");
    await citizen.writes("Adresse électronique", "lucie.natation@exemple.fr");
    await citizen.presses("Continuer");
    await citizen.isAt("Vérifiez vos réponses");
    await citizen.sees("article L. 311-3-1");
    await citizen.unfolds("Comment ce prix est calculé");
    await citizen.looksAgain();
    await citizen.sees("Quotient familial : non indiqué : le tarif le plus élevé");
    await citizen.sees("20 % de 75,00");
    await citizen.presses("Envoyer la demande");
    await citizen.sees("63,50");
    await citizen.follows("Suivre ma demande");
    await citizen.unfolds("Comment ce prix est calculé");
    await citizen.looksAgain();
    await citizen.sees("Un tarif qui change ensuite ne le modifie pas.");
    const tracking = citizen.page.url();
    await citizen.leaves();

    const agent = await the().agent("mulhouse", "agent", screen, 0);
    const opened = tracking.split("/").at(-1) ?? "";
    await agent.opens(`/mulhouse/agent/${SERVICE}/${opened}`);
    await agent.sees("Comment ce prix est calculé");
    await agent.unfolds("Comment ce prix est calculé");
    await agent.looksAgain();
    await agent.sees("Deuxième enfant inscrit");
    await agent.leaves();
  },
);
