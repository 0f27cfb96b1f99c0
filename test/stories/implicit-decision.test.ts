import { describe, expect, test } from "vitest";
import { findByTyped } from "../../server/commands/claim-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import { readPdf } from "../helpers/pdf.ts";
import { asks, linkIn } from "./helpers/parking-card.ts";
import { timedTown } from "./helpers/timed-town.ts";

const the = timedTown("2026-03-03T09:30:00Z");
const DOCUMENT = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
const NORA = agent({
  id: "11111111-1111-4111-8111-111111111111",
  name: "Nora Keller",
  capacity: "responsable du stationnement",
  units: ["stationnement"],
});

describe.each([
  { title: "with a script-running browser on a wide screen", javascript: true, width: 1280, year: 2026 },
  { title: "with no script at all on a telephone", javascript: false, width: 360, year: 2027 },
])("a request left without an answer, $title,", ({ javascript, width, year }) => {
  const address = `marie.silence.${width}@exemple.fr`;
  const at = (day: string) => the().itIs(`${year}-${day}T09:30:00Z`);

  test("is acknowledged, completed, accepted by silence, and certified", async () => {
    at("03-03");
    await withActor(the().ctx.db, { system: true }, (tx) => tx`delete from effect`);
    const citizen = await the().visitor("Marie", { javascript, width });
    const reference = await asks(citizen, address);
    await citizen.sees("Accusé de réception");
    await citizen.sees("Stationnement");
    await citizen.sees("03 53 01 02 40");
    await citizen.sees(`l’absence de réponse au 3 mai ${year} vaut acceptation`);
    if (javascript) await citizen.takesPicture("acknowledgement.png");

    at("03-20");
    const found = await findByTyped(the().ctx, reference);
    const answers = { message: "La carte grise du véhicule, s’il vous plaît.", delai: 30 };
    const asked = await sendEvent(the().ctx, {
      ...{ member: "mulhouse", definitionId: "stationnement/resident", id: found?.id ?? "" },
      ...{ actor: NORA, type: "demander-pieces", answers, revision: null },
    });
    expect(asked).toMatchObject({ ok: true });
    await drain(the().ctx);
    await citizen.opens(await linkIn(the().ctx, address, "à compléter"));
    await citizen.sees("Le service attend votre réponse pour continuer.");
    await citizen.sees(`Vous avez jusqu’au 19 avril ${year} pour répondre.`);
    await citizen.sees("ne commencera qu’à la réception de ces pièces");

    at("04-10");
    await citizen.opens(await linkIn(the().ctx, address, "à compléter"));
    await citizen.attaches("Vos documents", "carte-grise.pdf", DOCUMENT);
    await citizen.presses("Envoyer le complément");
    await citizen.sees(`Le service a jusqu’au 10 juin ${year} pour vous répondre.`);
    if (javascript) await citizen.takesPicture("deadline.png");

    at("06-10");
    await drain(the().ctx);
    await citizen.opens(await linkIn(the().ctx, address, "Nous avons reçu votre réponse"));
    await citizen.sees("Le service étudie votre demande.");
    at("06-11");
    await drain(the().ctx);
    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    await citizen.sees(`Le service n’a pas répondu avant la fin du 10 juin ${year} : votre demande est acceptée.`);
    const { title, text } = await readPdf(await citizen.downloads("Télécharger l’attestation d’acceptation"));
    expect(title).toBe(`Attestation de décision implicite d’acceptation – ${reference}`);
    expect(text).toContain(`Complète le 10 avril ${year}`);
    expect(text).toContain(`Restée sans réponse pendant 2 mois, et acceptée à la fin du 10 juin ${year}`);
    await citizen.leaves();
  });
});
