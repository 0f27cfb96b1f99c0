import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { agent } from "../../helpers/actors.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { Citizen, openTownHall, type TownHall } from "./front-office.ts";

const register = (id: string, definition: object): CompiledDefinition =>
  buildDefinition({
    id,
    properties: { nom: { type: "string", title: "Nom" } },
    definition: { kind: "register", list: ["nom"], search: ["nom"], ...definition },
  });

/** Anybody may read it, as the definition says. */
const HALLS = register("culture/salle", { rights: { read: ["anonymous", "citizen", "agent"] } });
/** Few of them, one of which is closed. */
const SPACES = register("culture/espace", { rights: { read: ["anonymous", "citizen", "agent"] } });
/** For agents only, as registers are unless told otherwise. */
const FAMILIES = register("social/famille", {});
const WORKSHOP = buildDefinition({
  id: "culture/atelier",
  required: ["salle"],
  properties: {
    salle: { type: "string", title: "Dans quelle salle ?", "x-ref": "culture/salle" },
    famille: { type: "string", title: "Quelle famille ?", "x-ref": "social/famille" },
    espace: { type: "string", title: "Quel espace ?", "x-ref": "culture/espace" },
  },
  definition: { steps: [{ id: "lieu", title: "Le lieu", fields: ["salle", "famille", "espace"] }], list: ["salle"] },
});

let hall: TownHall;
const ids = new Map<string, string>();

beforeAll(async () => {
  hall = await openTownHall({}, [HALLS, SPACES, FAMILIES, WORKSHOP]);
  const more = Array.from({ length: 11 }, (_, rank) => [HALLS, `Salle ${rank + 1}`] as const);
  for (const [definition, nom] of [
    [HALLS, "Salle Lefebvre"],
    [HALLS, "Foyer des Coteaux"],
    ...more,
    [SPACES, "Jardin"],
    [SPACES, "Atrium"],
    [FAMILIES, "Famille Coteaux"],
  ] as const) {
    const opened = await openEntry(hall.ctx, { member: "mulhouse", definition, actor: agent(), answers: { nom } });
    if (!opened.ok) throw new Error(opened.problem.detail);
    ids.set(nom, opened.value.view.id);
  }
});
afterAll(() => hall.stop());

const begin = async () => {
  const citizen = await new Citizen(hall).open("/mulhouse/culture/atelier");
  return citizen.send({}, [], "/mulhouse/culture/atelier/commencer");
};

describe("a question that names a fiche", () => {
  test("finds those of a register that anybody may read", async () => {
    const citizen = await begin();
    await citizen.send({ "_search:/salle": "coteaux", _action: "search:/salle" });
    expect(citizen.html).toContain("Foyer des Coteaux");
    expect(citizen.html).not.toContain("Salle Lefebvre");
  });

  test("searches too when its words are sent by the Enter key, and says that one must be chosen", async () => {
    const citizen = await begin();
    await citizen.send({ "_search:/salle": "coteaux" });
    expect(citizen.status).toBe(422);
    expect(citizen.html).toContain("Foyer des Coteaux");
    expect(citizen.errors()).toHaveLength(1);
  });

  test("keeps the one chosen and shows its name", async () => {
    const citizen = await begin();
    await citizen.send({ "root[salle]": ids.get("Foyer des Coteaux") ?? "" });
    expect(citizen.path).toContain("/verifier");
    expect(citizen.html).toContain("Foyer des Coteaux");
  });

  test("finds nothing of a register kept among agents", async () => {
    const citizen = await begin();
    await citizen.send({ "_search:/famille": "coteaux", _action: "search:/famille" });
    expect(citizen.html).not.toContain("Famille Coteaux");
  });

  test("offers at once those of a small register, in order, and takes the one chosen", async () => {
    const citizen = await begin();
    const [list = ""] = /<select[^>]*name="root\[espace\]"[\s\S]*?<\/select>/.exec(citizen.html) ?? [];
    expect([...list.matchAll(/<option[^>]*>([^<]+)/g)].map(([, label]) => label)).toEqual([
      expect.stringMatching(/^Choisi/),
      "Atrium",
      "Jardin",
    ]);
    expect(citizen.html).not.toContain('value="search:/espace"');
    expect(citizen.html).toContain('value="search:/salle"');
    await citizen.send({
      "root[salle]": ids.get("Foyer des Coteaux") ?? "",
      "root[espace]": ids.get("Jardin") ?? "",
    });
    expect(citizen.path).toContain("/verifier");
    expect(citizen.html).toContain("Jardin");
  });

  test("offers none of a register kept among agents, however small", async () => {
    expect((await begin()).html).not.toContain("Famille Coteaux");
  });
});
