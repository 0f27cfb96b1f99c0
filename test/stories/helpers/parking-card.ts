import type { Context } from "../../../server/context.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import type { Person } from "./person.ts";

/** Asks for a parking card; answers the reference. */
export async function asks(citizen: Person, address: string): Promise<string> {
  await citizen.opens("/mulhouse");
  await citizen.follows("Demander une carte de stationnement");
  await citizen.presses("Commencer la demande");
  await citizen.chooses("Que demandez-vous", "Une première carte");
  await citizen.chooses("Dans quelle zone", "Zone A");
  await citizen.chooses("Combien de véhicules de votre foyer", "Aucun");
  await citizen.chooses("Pour combien de temps", "Un an");
  await citizen.presses("Continuer");
  await citizen.writes("Immatriculation", "ab123cd");
  await citizen.chooses("Quel véhicule est-ce", "Une voiture");
  await citizen.chooses("Quelle énergie", "Essence");
  await citizen.chooses("À qui est le véhicule", "À moi");
  await citizen.presses("Continuer");
  await citizen.writes("Numéro et voie", "12 rue du Sauvage");
  await citizen.writes("Code postal", "68100");
  await citizen.writes("Commune", "Mulhouse");
  await citizen.presses("Continuer");
  await citizen.writes("Prénom", "Marie");
  await citizen.writes("Nom", "Schoenauer");
  await citizen.writes("Adresse électronique", address);
  await citizen.ticks("Je certifie");
  await citizen.presses("Continuer");
  await citizen.presses("Envoyer la demande");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
}

/** The address of the link in the latest mail with this subject. */
export async function linkIn(ctx: Context, address: string, subject: string): Promise<string> {
  const mails = await latestMails(ctx, 400);
  const mail = mails.find((one) => one.recipient === address && one.subject.includes(subject));
  const link = /https?:\/\/\S+\/suivi\/\S+/.exec(mail?.body ?? "")?.[0];
  if (link === undefined) throw new Error(`no link in "${subject}": ${mails.map((one) => one.subject).join(", ")}`);
  return link;
}
