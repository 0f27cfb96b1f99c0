import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { listEntries } from "../../server/store/entry-list.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const AGENT = {
  kind: "agent",
  id: "11111111-1111-4111-8111-111111111111",
  member: "rixheim",
  roles: ["agent"],
  units: ["etat-civil"],
  holders: [],
} as const;

let installation: DemoInstallation;

beforeAll(async () => {
  installation = await installDemo("mulhouse", NOW);
});

afterAll(() => installation.stop());

test("a second request for pieces sets its own deadline, and the first one's is forgotten", async () => {
  const { ctx } = installation;
  const definition = ctx.catalogue.definition("rixheim", "etat-civil/acte-naissance");
  if (!definition) throw new Error("Rixheim offers nothing");
  const { items } = await listEntries(ctx, { definition, member: "rixheim", state: ["incomplete"], limit: 1 });
  const id = items[0]?.id ?? "";
  const send = (type: string, answers: Answers) =>
    sendEvent(ctx, { member: "rixheim", definitionId: definition.id, id, actor: AGENT, type, answers, revision: null });
  expect(await send("enregistrer-pieces", { moyen: "Au guichet" })).toMatchObject({ ok: true });
  const pieces = { pieces: ["votre adresse postale complète"], delai: 60 };
  expect(await send("demander-pieces", pieces)).toMatchObject({ ok: true });
  const waiting = await readAs(
    ctx.db,
    { member: "rixheim" },
    (tx) => tx<{ event: string; runAt: Date }[]>`
      select params->>'event' as event, run_at from effect
      where entry_id = ${id} and type = 'timer' and done_at is null and cancelled_at is null order by run_at`,
  );
  expect(waiting.map(({ event, runAt }) => [event, runAt.toISOString()])).toEqual([
    ["rappeler", "2026-04-24T22:00:00.000Z"],
    ["echeance", "2026-05-02T22:00:00.000Z"],
  ]);
});
