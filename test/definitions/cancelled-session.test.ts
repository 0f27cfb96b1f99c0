import { expect, test } from "vitest";
import { apply, type Entry } from "../../engine/index.ts";
import { agent } from "../helpers/actors.ts";
import { done, NOW, shipped } from "./shipped.ts";

const AGENT = agent({ member: "m2a", units: ["aquatique"] });
const SYSTEM = { ...AGENT, kind: "system", roles: [] } as const;

const signedUp = (prix: number): Entry => ({
  id: "0198c0de-0000-7000-8000-000000000001",
  reference: "X7K4-QP9M",
  member: "m2a",
  definition: "aquatique/inscription",
  version: 1,
  kind: "service",
  state: "inscrit",
  revision: 3,
  answers: { prenom: "Inès", nom: "Kaya", courriel: "ines.kaya@courriel.example", prix },
  holder: "h",
  assignee: null,
  createdAt: NOW,
  updatedAt: NOW,
});

test("a session that was paid and is cancelled waits until it is refunded, which nobody but the platform says", async () => {
  const definition = await shipped("aquatique/inscription");
  const { entry: cancelled, effects } = done(
    apply(definition, signedUp(11_000), { type: "seance-annulee" }, SYSTEM, NOW),
  );
  expect(effects).toContainEqual({
    ...{ type: "refund", purpose: "paiement", due: 0, reason: "Séance annulée", refunded: "rembourser" },
  });
  expect(apply(definition, cancelled, { type: "rembourser" }, AGENT, NOW).ok).toBe(false);
  expect(cancelled.state).toBe("a-rembourser");
  expect(definition.workflow.states.get("a-rembourser")?.task).toBe(true);
  const refunded = done(apply(definition, cancelled, { type: "rembourser" }, SYSTEM, NOW)).entry;
  expect(refunded.state).toBe("seance-annulee");
});

test("a free one that is cancelled is over", async () => {
  const definition = await shipped("aquatique/inscription");
  const cancelled = done(apply(definition, signedUp(0), { type: "seance-annulee" }, SYSTEM, NOW)).entry;
  expect(cancelled.state).toBe("seance-annulee");
});
