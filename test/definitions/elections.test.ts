import { expect, test } from "vitest";
import { apply, headingKey, open, readLayoutLine } from "../../engine/index.ts";
import { agent } from "../helpers/actors.ts";
import { done, NOW, shipped } from "./shipped.ts";

const AGENT = agent({ units: ["elections"] });
const LINE = {
  "Numéro de demande": "REU-2026-118",
  Origine: "TELESERVICE",
  "Date de dépôt": "02/03/2026",
  Liste: "LP",
  "Lien avec la commune": "Domicile",
  "Nom de naissance": "Haddad",
  Prénoms: "Farid",
  Sexe: "M",
  "Date de naissance": "03/02/1991",
  "Lieu de naissance": "Mulhouse (68)",
  Nationalité: "FR",
  Voie: "12 rue du Sauvage",
  "Code postal": "68100",
  Commune: "Mulhouse",
};

test("a request of the State’s file becomes an entry, decided in five days or said to be late", async () => {
  const definition = await shipped("elections/information");
  const [layout] = definition.layouts;
  if (!layout) throw new Error("no layout");
  const cells = new Map(Object.entries(LINE).map(([title, text]) => [headingKey(title), text]));
  const { answers, faults } = readLayoutLine(layout, definition.form, cells);
  expect(faults).toEqual([]);
  const opening = { id: "1", reference: "X7K4-QP9M", member: "mulhouse", holder: null, actor: AGENT, now: NOW };
  const opened = done(open(definition, { ...opening, answers }));
  expect(opened.entry.answers).toMatchObject({ origine: "national", liste: "principale", decideAvant: "2026-03-07" });
  const timer = opened.effects.find(({ type }) => type === "timer");
  expect(timer).toMatchObject({ event: "depasser", runAt: "2026-03-07T23:00:00.000Z" });
  const late = done(
    apply(definition, opened.entry, { type: "depasser" }, { ...AGENT, kind: "system", roles: [] }, NOW),
  );
  expect(late.entry.state).toBe("hors-delai");
});
