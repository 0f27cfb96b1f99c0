import { describe, expect, test } from "vitest";
import type { Clock } from "../../engine/index.ts";
import { type Legal, withLegalWords } from "../../engine/legal-words.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const CREATED = "2026-03-03T09:30:00.000Z";
const AGENT = { kind: "agent", name: "Sandrine Muller" } as const;
const SVA: Clock = {
  regime: "SVA",
  status: "stopped",
  receivedOn: "2026-03-03",
  startedOn: "2026-04-10",
  delay: "P2M",
  added: 0,
  due: null,
  silentOn: "2026-06-10",
};

const said = (legal: Partial<Legal>, definition = buildDefinition()) =>
  withLegalWords(
    definition,
    { member: "Ville de Mulhouse", title: definition.title, service: "Voirie", contact: "03 89 00 00 00" },
    { createdAt: CREATED, now: CREATED, actor: AGENT, ...legal },
  );

describe("the certificate of what silence accepted (L.232-3)", () => {
  test("states the days of receipt, of completeness and of acceptance, whenever it is written", () => {
    const text = said({ clock: SVA, now: "2026-06-20T09:00:00Z" }).certificate ?? "";
    expect(text.split("\n")).toEqual([
      "Demande : Demande d'essai",
      "Reçue le 3 mars 2026",
      "Complète le 10 avril 2026",
      "Restée sans réponse pendant 2 mois, et acceptée à la fin du 10 juin 2026",
      "Service chargé du dossier : Voirie, Ville de Mulhouse",
      "03 89 00 00 00",
    ]);
  });

  test("says what the acceptance still waits for (L.114-5-1)", () => {
    const missing = { since: "2026-03-20", until: null, indispensable: false, items: "l’assurance" };
    expect(said({ clock: { ...SVA, missing } }).certificate).toMatch(/prend effet à la réception .*: l’assurance$/);
  });

  test("states nothing where silence rejects", () => {
    expect(said({ clock: { ...SVA, regime: "SVR" } }).certificate).toBe("");
  });
});

describe("the acknowledgement of receipt (R.112-11-1)", () => {
  test("gives the day on which a paper form came, a legal delay or none", () => {
    expect(said({ receivedOn: "2026-02-20" }).acknowledgement).toContain("Reçue le 20 février 2026");
    expect(said({}).acknowledgement).toContain("Reçue le 3 mars 2026 à 10\u00a0h\u00a030");
  });

  test("gives the ways of appeal that the definition states, in place of the usual ones", () => {
    const { silentOn: _, ...running } = { ...SVA, regime: "SVR", status: "running", due: "2026-05-03" } as const;
    const appeal = "Saisissez d’abord la commission.";
    const definition = buildDefinition({ definition: { appeal } });
    expect(said({ clock: running }, definition).acknowledgement).toContain(`au 3 mai 2026 vaut rejet. ${appeal}`);
    expect(said({ clock: running }).acknowledgement).toContain("tribunal administratif");
  });
});

test("once the day granted is past, the citizen reads that the delay to refusal runs again (L.114-5)", () => {
  const missing = { since: "2026-03-10", until: "2026-04-10", indispensable: true };
  const { silentOn: _, ...clock } = { ...SVA, regime: "SVR", status: "suspended", due: "2026-06-03", missing } as const;
  expect(said({ clock, now: "2026-04-10T21:59:00Z" }).effect).toContain("est suspendu");
  const effect = said({ clock, now: "2026-04-10T22:00:00Z" }).effect;
  expect(effect).toContain("court de nouveau");
  expect(effect).toContain("Sans réponse du service au 3 juin 2026");
  expect(effect).not.toContain("L. 114-5-1");
});

test("a decision gives a capacity even where the administrator wrote none (L.212-2)", () => {
  expect(said({}).decision).toBe("Sandrine Muller, agent du service, Voirie, Ville de Mulhouse");
});
