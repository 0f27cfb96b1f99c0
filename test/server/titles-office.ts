import type { Answers, CompiledDefinition } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import type { Context } from "../../server/context.ts";
import { loadShipped } from "../../server/definition-files.ts";
import { agent } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";

const DESKS = "titres/guichet";
export const SERVICE = "titres/rendez-vous";
const WORKING_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi"];

/** A town hall open from nine to eleven on working days, twenty minutes a person, unless told otherwise. */
export const deskAnswers = (changes: Answers = {}): Answers => ({
  nom: "Mairie de Mulhouse",
  adresse: { voie: "2 rue Pierre-et-Marie-Curie", codePostal: "68100", commune: "Mulhouse" },
  longitude: 7.3297,
  latitude: 47.7435,
  site: "https://www.mulhouse.example",
  motifs: ["cni", "passeport", "retrait"],
  duree: 20,
  jours: 45,
  horaires: [{ jours: WORKING_DAYS, de: "09:00", a: "11:00" }],
  ...changes,
});

/** The shipped definitions of the identity documents, offered by these members. */
export async function offerTitles(ctx: Context, members: readonly string[]): Promise<CompiledDefinition> {
  const shipped = await loadShipped();
  const titles = shipped.ok ? shipped.definitions.filter(({ id }) => [DESKS, SERVICE].includes(id)) : [];
  for (const definition of titles) await offer(ctx, definition, members);
  const service = titles.find(({ id }) => id === SERVICE);
  if (!service) throw new Error("not shipped");
  return service;
}

/** Opens a town hall; returns its id. */
export async function openTownHall(ctx: Context, member: string, changes: Answers = {}): Promise<string> {
  const definition = ctx.catalogue.definition(member, DESKS);
  if (!definition) throw new Error(`${member} has no desks`);
  const opened = await openEntry(ctx, {
    member,
    definition,
    actor: agent({ member, units: ["titres"] }),
    answers: deskAnswers(changes),
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}
