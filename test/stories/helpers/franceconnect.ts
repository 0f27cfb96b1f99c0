import type { Person } from "./person.ts";

/** At the simulator of FranceConnect, as the person whose line says so, on the way back to a form. */
export async function identifies(citizen: Person, someone: RegExp): Promise<void> {
  await citizen.isAt("Simulateur de FranceConnect");
  const choice = citizen.page.getByLabel("Qui êtes-vous ?");
  const option = choice.locator("option", { hasText: someone });
  await choice.selectOption({ value: (await option.getAttribute("value")) ?? "" });
  await citizen.pressesAndIsSentTo("Continuer", /demarches/);
}
