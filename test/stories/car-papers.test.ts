import { expect, test } from "vitest";
import { ApiClient, findAgent } from "../helpers/api-client.ts";
import { town } from "./helpers/town.ts";

const the = town();
const SERVICE = "stationnement/resident";

/** A scan of this many bytes. */
const scan = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(bytes - 15, " "), Buffer.from("\n%%EOF")]);

const card = (immatriculation: string) => ({
  objet: "premiere",
  immatriculation,
  titulaire: "moi",
  zone: "a",
  rang: "aucun",
  duree: "un-an",
  genre: "voiture",
  energie: "essence",
  adresse: { voie: "12 rue du Sauvage", codePostal: "68100", commune: "Mulhouse" },
  identite: { prenom: "Camille", nom: "Weber" },
  courriel: "camille.voiture@exemple.fr",
  attestation: true,
});

test.each([
  { way: "with scripts", width: 1280, javascript: true, refusal: /trop lourd : cette question accepte 10 Mo au plus/ },
  { way: "without", width: 360, javascript: false, refusal: /pèse 12,4 Mo et cette question en accepte 10 Mo au plus/ },
])("papers too heavy are sent again lighter, $way", async ({ width, javascript, refusal }) => {
  const citizen = await the().visitor("Camille", { width, javascript });
  await citizen.opens(`/mulhouse/${SERVICE}`);
  await citizen.presses("Commencer la demande");
  await citizen.chooses("Que demandez-vous", "Une première carte");
  await citizen.chooses("Dans quelle zone", "Zone A");
  await citizen.chooses("Combien de véhicules de votre foyer", "Aucun");
  await citizen.chooses("Pour combien de temps", "Un an");
  await citizen.presses("Continuer");
  await citizen.sees("10 Mo au plus par fichier.");
  await citizen.writes("Immatriculation", "AB-123-CD");
  await citizen.chooses("Quel véhicule est-ce", "Une voiture");
  await citizen.chooses("Quelle énergie", "Essence");
  await citizen.chooses("À qui est le véhicule", "À moi");
  await citizen.attaches("Carte grise", "carte grise.pdf", scan(12_345_678));
  if (!javascript) await citizen.presses("Continuer");
  await citizen.sees(refusal);
  await citizen.finds("Immatriculation", "AB-123-CD");
  await citizen.attaches("Carte grise", "carte grise légère.pdf", scan(90_000));
  if (javascript) {
    await expect.poll(() => citizen.page.locator(".file-stored .file-name").count()).toBe(1);
    await citizen.page.locator(".sendings").getByRole("button", { name: "Retirer" }).click();
  }
  await citizen.presses("Continuer");
  await citizen.isAt("Votre domicile");
  await citizen.leaves();
});

test.each([
  { way: "with scripts", screen: {} },
  { way: "on a telephone without", screen: { width: 360, javascript: false } },
])("an agent goes from a request to the other one of the same person, $way", async ({ screen }) => {
  const { server, demo } = the();
  const [camille] = demo.citizens;
  if (!camille) throw new Error("nobody in the demo");
  const api = new ApiClient(server.url, camille.token);
  const first = await api.opens("mulhouse", SERVICE, card("AB-123-CD"));
  const second = await api.opens("mulhouse", SERVICE, card("EF-456-GH"));
  const rank = demo.agents
    .filter(({ member, roles }) => member === "mulhouse" && roles.includes("agent"))
    .indexOf(findAgent(demo, "mulhouse", "agent", "stationnement"));
  const agent = await the().agent("mulhouse", "agent", screen, rank);
  await agent.opens(`/mulhouse/agent/${SERVICE}/${first.id}`);
  await agent.sees("De la même personne, dans ce secteur");
  await agent.follows(new RegExp(second.reference));
  await agent.isAt(second.reference);
  await agent.sees("EF-456-GH");
  await agent.follows(new RegExp(first.reference));
  await agent.isAt(first.reference);
  await agent.leaves();
});
