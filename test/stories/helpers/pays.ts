import type { Person } from "./person.ts";

/** Pays what her demande asks for, by card, on the page that plays PayFiP. */
export async function paysByCard(citizen: Person): Promise<void> {
  await citizen.follows(/^Payer \d/);
  await citizen.presses("Continuer vers le paiement");
  await citizen.isAt("Simulateur de PayFiP");
  await citizen.chooses("Que faites-vous", "Payer par carte");
  await citizen.presses("Continuer");
  await citizen.isAt("Accusé de réception du paiement");
}
