import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { actorFor } from "../../server/identity/actor-for.ts";
import { findAccount } from "../../server/store/accounts.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import type { DemoFile } from "../helpers/live-server.ts";
import { timedTown } from "./helpers/timed-town.ts";

const the = timedTown("2026-03-03T09:30:00Z");
const PASS = "mobilite/pass-senior";
const AGATHE = agent({
  id: "22222222-2222-4222-8222-222222222222",
  name: "Agathe Lux",
  capacity: "responsable des déplacements",
  units: ["mobilite"],
});

beforeEach(async () => {
  the().itIs("2026-03-03T09:30:00Z");
  await withActor(the().ctx.db, { system: true }, (tx) => tx`delete from effect`);
});

/** A citizen of the demo, to whom a pass is granted today. */
async function hasAPass(rank: number) {
  const { ctx } = the();
  const demo = JSON.parse(await readFile(join(ctx.config.dataDir, "demo.json"), "utf8")) as DemoFile;
  const citizen = demo.citizens[rank];
  const account = citizen && (await findAccount(ctx.db, citizen.email))?.account;
  const definition = ctx.catalogue.definition("mulhouse", PASS);
  if (!citizen || !account || !definition) throw new Error("the demo lacks someone, or the pass");
  const who = { account, agent: null, grants: [], visitor: null, via: null };
  const answers = {
    identite: { prenom: "Lucie", nom: "Wittmer" },
    naissance: "1950-04-12",
    adresse: { voie: "3 rue Zuber", codePostal: "68200", commune: "Mulhouse" },
    courriel: citizen.email,
    transmission: true,
    attestation: true,
  };
  const opened = await openEntry(ctx, {
    ...{ member: "mulhouse", definition, actor: actorFor(ctx, who, "mulhouse", definition), answers },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const { id, reference } = opened.value.view;
  const sent = await sendEvent(ctx, {
    ...{ member: "mulhouse", definitionId: PASS, id, actor: AGATHE, type: "accepter", answers: {}, revision: null },
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
  return { ...citizen, reference };
}

test.each([
  { way: "with scripts", screen: {}, rank: 0 },
  { way: "on a telephone without", screen: { width: 360, javascript: false }, rank: 1 },
])(
  "a citizen sees what her commune offers, what she has in progress and what she may need to renew, $way",
  async ({ screen, rank }) => {
    const citizen = await hasAPass(rank);
    the().itIs("2027-02-10T09:30:00Z");
    await drain(the().ctx);
    const person = await the().visitor(citizen.name, screen);
    await person.opens("/mon-espace");
    await person.writes("Adresse électronique", citizen.email);
    await person.writes("Mot de passe", citizen.password);
    await person.presses("Se connecter");
    await person.sees("Les démarches de votre commune");
    await person.follows("indiquez votre adresse");
    await person.writes("Numéro et voie", "3 rue Zuber");
    await person.writes("Code postal", "68200");
    await person.writes("Commune", "Mulhouse", "Adresse postale");
    await person.presses("Enregistrer");
    await person.opens("/mon-espace");
    await person.sees("Demander une carte de stationnement résidentiel");
    await person.sees("À renouveler");
    await person.sees("Valable jusqu’au 3 mars 2027");
    await person.opens("/mulhouse");
    await person.sees("À renouveler");
    await person.sees("Demander le Pass Senior");
    await person.follows(new RegExp(`^Renouveler : Demander le Pass Senior, ${citizen.reference}`));
    await person.sees("Votre carte est valable.");
    await person.presses("Renouveler");
    await person.finds("Nom", "Wittmer");
    await person.opens("/mon-espace");
    await person.sees("À terminer");
    await person.leaves();
  },
);
