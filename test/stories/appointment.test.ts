import { describe, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { readConfig } from "../../server/config.ts";
import { createLog, openInstallation } from "../../server/start.ts";
import { announce } from "../../server/store/announce.ts";
import { agent } from "../helpers/actors.ts";
import { DESK, deskAnswers, HALL, VISIT } from "../helpers/agenda.ts";
import type { LiveBase } from "../helpers/live-server.ts";
import { offer } from "../helpers/offer.ts";
import { town } from "./helpers/town.ts";

const MEMBER = "mulhouse";

/** Two town halls where people come, open every day. */
async function openDesks(base: LiveBase): Promise<void> {
  const config = readConfig({ ...base.environment, LOG_LEVEL: "error" });
  const { ctx, close } = await openInstallation(config, createLog(config));
  for (const definition of [HALL, DESK, VISIT]) await offer(ctx, definition, [MEMBER]);
  const file = async (definition: typeof HALL, answers: Parameters<typeof deskAnswers>[1] & object) => {
    const opened = await openEntry(ctx, { member: MEMBER, definition, actor: agent(), answers });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    return opened.value.view.id;
  };
  const days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
  const horaires = [
    { jours: days, de: "09:00", a: "12:00" },
    { jours: days, de: "14:00", a: "16:00" },
  ];
  for (const nom of ["Mairie centrale", "Mairie annexe"]) {
    await file(DESK, deskAnswers(await file(HALL, { nom }), { horaires }));
  }
  await announce(ctx.db);
  await close();
}

const the = town(openDesks);

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280, rank: 5 },
  { title: "without scripts on a telephone", javascript: false, width: 360, rank: 7 },
])("an appointment, $title", ({ javascript, width, rank }) => {
  const screen = { javascript, width };

  test("is chosen, held, booked, moved, then given up", async () => {
    const citizen = await the().visitor("Camille Schmitt", screen);
    const address = `schmitt${width}@courriel.example`;
    const picks = async (label: RegExp, option: { readonly label: string } | { readonly index: number }) => {
      await citizen.page.getByRole("combobox", { name: label }).selectOption(option);
      if (!javascript) await citizen.presses("Voir les heures");
    };
    await citizen.opens(`/${MEMBER}/${VISIT.id}`);
    await citizen.presses(/^Commencer/);
    await citizen.writes("Nom", "Schmitt");
    await citizen.writes(/^Courriel/, address);
    await citizen.chooses("Motif", "Déposer");
    await citizen.presses("Continuer");
    await citizen.isAt("Quand venir ?");
    await citizen.presses("Continuer");
    await citizen.sees("Vous devez choisir un créneau");
    await picks(/^Où/, { label: "Mairie annexe" });
    await citizen.sees("Quel jour");
    await picks(/^Quel jour/, { index: rank });
    await citizen.sees("Matin");
    await citizen.looksAgain();
    await citizen.page.getByRole("radio", { name: "9 h 20" }).check();
    await citizen.presses("Continuer");
    await citizen.sees("9 h 20, Mairie annexe");
    await citizen.follows(/^Modifier.*(rendez-vous|Quand venir)/i);
    await citizen.sees("Il est gardé pour vous jusqu’à");
    await citizen.looksAgain();
    await citizen.presses("Choisir un autre créneau");
    await picks(/^Où/, { label: "Mairie centrale" });
    await picks(/^Quel jour/, { index: rank });
    await citizen.page.getByRole("radio", { name: "14 h 40" }).check();
    await citizen.presses("Enregistrer les modifications");
    await citizen.sees("14 h 40, Mairie centrale");
    await citizen.presses(/^Envoyer/);
    await citizen.sees("Votre demande est envoyée");
    await citizen.opens("/demo/messages");
    await citizen.readsMail(address, "Rendez-vous du", /14\sh\s40, Mairie centrale/);
    await citizen.opens(await citizen.opensMail(address, "Rendez-vous du"));
    await citizen.sees("14 h 40, Mairie centrale");
    await picks(/^Où/, { label: "Mairie annexe" });
    await picks(/^Quel jour/, { index: rank });
    await citizen.page.getByRole("radio", { name: "9 h", exact: true }).check();
    await citizen.looksAgain();
    await citizen.presses("Déplacer");
    await citizen.sees("9 h, Mairie annexe");
    await citizen.does("Annuler");
    await citizen.presses(/^Annuler/);
    await citizen.sees("Votre rendez-vous est annulé.");
    await citizen.leaves();
  });

  test("is found by the agent who receives", async () => {
    const officer = await the().agent(MEMBER, "agent", screen);
    await officer.opens(`/${MEMBER}/agent/${VISIT.id}`);
    await officer.sees("Schmitt");
    await officer.sees("Mairie annexe");
    await officer.opens(`/${MEMBER}/agent/${DESK.id}`);
    await officer.follows("Voir l’agenda");
    await officer.isAt(/^Agenda/);
    await officer.follows("Semaine");
    await officer.sees("créneaux libres");
    await officer.follows("Présences");
    await officer.sees("Aucun rendez-vous passé pendant ces semaines.");
    await officer.follows("Dans mon calendrier");
    await officer.isAt("Suivre l’agenda dans votre calendrier");
    await officer.presses("Créer une adresse");
    await officer.sees("Copiez-la maintenant");
    await officer.sees("Tous les lieux");
    await officer.presses(/^Supprimer/);
    await officer.sees("L’adresse est supprimée");
    await officer.leaves();
  });
});
