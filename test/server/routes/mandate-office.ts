import type { CompiledDefinition } from "../../../engine/index.ts";
import { listMandates } from "../../../server/store/mandates.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { type Citizen, ROOM, type Values } from "./front-office.ts";
import { loneMails, type Office, openOffice } from "./space-office.ts";

const sectorOf = (sector: string) => ({ purpose: "Essai", legalBasis: "6-1-e", sector, retention: "P1Y" });
export const CARD = buildDefinition({ id: "carte/transport", definition: { privacy: sectorOf("transport") } });
export const SCHOOL = buildDefinition({ id: "ecole/inscription", definition: { privacy: sectorOf("ecole") } });
/** Of the card's sector: a question names a card, by search. */
export const COPY = buildDefinition({
  id: "carte/duplicata",
  properties: {
    nom: { type: "string", title: "Nom" },
    carte: { type: "string", title: "Quelle carte ?", "x-ref": "carte/transport" },
  },
  definition: { privacy: sectorOf("transport") },
});
export const VOTE = buildDefinition({
  id: "elections/procuration",
  definition: { access: "franceconnect", privacy: sectorOf("elections") },
});

export const DAY = 86_400_000;
export const PATH = "/mon-espace/mandats";

type Account = Citizen & { readonly id: string };

/** What people do with mandates, in services of three sectors. */
export interface Mandates extends Office {
  /** A day from today, in the boxes of a date. */
  day(name: string, days: number): Values;
  /** What someone types to offer a mandate over everything, for ninety days. */
  offer(changes?: Values): Values;
  offers(giver: Citizen, changes?: Values): Promise<Citizen>;
  accepts(mandatary: Citizen, link: string): Promise<Citizen>;
  /** The latest mail whose subject says this. */
  mailed(subject: RegExp): Promise<{ to: string; body: string } | undefined>;
  /** The address of the latest offer. */
  link(): Promise<string>;
  /** A giver and her mandatary, with a mandate accepted. */
  pair(changes?: Values): Promise<{ giver: Account; mandatary: Account; id: string }>;
}

export async function openMandates(): Promise<Mandates> {
  const office = await openOffice([ROOM, CARD, COPY, SCHOOL, VOTE]);
  const { ctx } = office;
  let people = 0;
  const someone = async (email: string, name: string) => {
    const citizen = await office.citizen(email);
    await ctx.db`update account set name = ${name} where id = ${citizen.id}`;
    return citizen;
  };
  const acts: Mandates = {
    ...office,
    day: (name, days) => {
      const date = new Date(ctx.clock().getTime() + days * DAY).toISOString().slice(0, 10);
      const boxes = [date.slice(8), date.slice(5, 7), date.slice(0, 4)];
      return Object.fromEntries(["jour", "mois", "annee"].map((box, at) => [`root[${name}][${box}]`, boxes[at] ?? ""]));
    },
    offer: (changes = {}) => ({
      "root[courriel]": "odile@exemple.fr",
      "root[droit]": "agir",
      "root[collectivites]": "toutes",
      "root[demarches]": "toutes",
      ...acts.day("debut", 0),
      ...acts.day("fin", 90),
      ...changes,
    }),
    offers: async (giver, changes) => {
      office.advance(1000);
      await giver.open(`${PATH}/donner`);
      return giver.send(acts.offer(changes), [], `${PATH}/donner`);
    },
    accepts: async (mandatary, link) => {
      office.advance(1000);
      await mandatary.open(link);
      return mandatary.send({ accepter: "1" }, [], link);
    },
    mailed: async (subject) => (await loneMails(office)).find((mail) => subject.test(mail.subject)),
    link: async () =>
      /\/mon-espace\/mandats\/invitation\/[\w-]+/.exec((await acts.mailed(/vous donne/))?.body ?? "")?.[0] ?? "",
    pair: async (changes) => {
      people += 1;
      const giver = await someone(`donne${people}@exemple.fr`, `Camille Donneuse${people}`);
      const mandatary = await someone(`recoit${people}@exemple.fr`, `Odile Mandataire${people}`);
      await acts.offers(giver, changes);
      await acts.accepts(mandatary, await acts.link());
      const [mandate] = await listMandates(ctx, giver.id);
      return { giver, mandatary, id: mandate?.id ?? "" };
    },
  };
  return acts;
}

/** Files a request of one page for whoever the form says; "" when it does not begin. */
export async function files(
  citizen: Citizen,
  { id }: CompiledDefinition,
  values: Values,
  member = "mulhouse",
): Promise<string> {
  const service = `/${member}/${id}`;
  await citizen.open(service);
  await citizen.send(values, [], `${service}/commencer`);
  if (citizen.status !== 200) return "";
  await citizen.send({ "root[nom]": "Durand" }, [], citizen.path);
  await citizen.send({}, [], citizen.path);
  return /demandes\/([^/?#]+)/.exec(citizen.path)?.[1] ?? "";
}

export async function statusOf(citizen: Citizen, path: string): Promise<number> {
  await citizen.open(path);
  return citizen.status;
}
