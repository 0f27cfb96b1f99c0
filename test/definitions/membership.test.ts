import { beforeAll, describe, expect, test } from "vitest";
import {
  type Actor,
  type Answers,
  apply,
  available,
  type CompiledDefinition,
  can,
  canWorkQueue,
  type Entry,
  open,
  submit,
} from "../../engine/index.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { done, NOW, shipped } from "./shipped.ts";

const GROUP_ADMIN: Actor = agent({ member: "m2a", roles: ["admin-groupe"] });
const SAUSHEIM: Answers = {
  nom: "Sausheim",
  nature: "commune",
  siren: "216803007",
  insee: "68300",
  population: 5400,
  identifiant: "sausheim",
  administrateurNom: "Odile Frey",
  administrateurCourriel: "odile.frey@sausheim.example",
  contratDebut: "2026-01-01",
  contratFin: "2029-12-31",
};
const DELIBERATION: Answers = {
  deliberationNumero: "2026-014",
  deliberationDate: "2026-02-12",
  deliberationConseil: "Conseil municipal de Sausheim",
  deliberationEffet: "2026-03-01",
};

let definition: CompiledDefinition;

beforeAll(async () => {
  definition = await shipped("groupe/collectivite");
});

const about = { member: "M2A", title: "Collectivités du groupe" };
const openSausheim = (answers: Answers = SAUSHEIM, actor = GROUP_ADMIN) =>
  open(definition, { id: "e1", reference: "R", member: "m2a", holder: null, answers, actor, now: NOW, about });

function send(entry: Entry, type: string, answers?: Answers, now = NOW) {
  const sent = { type, ...(answers && { answers }), revision: entry.revision };
  return apply(definition, entry, sent, GROUP_ADMIN, now, about);
}

const events = (entry: Entry, now = NOW) => available(definition, entry, GROUP_ADMIN, now).map(({ type }) => type);

const issuesOf = (answers: Answers): readonly string[] => {
  const result = submit(definition.form, answers, { now: NOW, actor: { kind: "agent", roles: [] } });
  return result.ok ? [] : result.issues.map(({ pointer }) => pointer);
};

describe("joining the group", () => {
  test("is worked by those who run the group, and by nobody else", () => {
    expect(definition.governs).toBe(true);
    expect(canWorkQueue(definition, GROUP_ADMIN)).toBe(true);
    for (const roles of [["agent"], ["lecteur"], ["admin-fonctionnel"], ["admin-membre"]] as const) {
      const other = agent({ member: "m2a", roles });
      expect(can(definition, other, "open"), roles[0]).toBe(false);
      expect(canWorkQueue(definition, other), roles[0]).toBe(false);
    }
    expect(can(definition, citizen(), "open")).toBe(false);
  });

  test("invites when the entry opens, with what it takes to create the member", () => {
    expect(done(openSausheim()).effects).toEqual([
      {
        type: "member",
        action: "invite",
        id: "sausheim",
        name: "Sausheim",
        kind: "commune",
        siren: "216803007",
        insee: "68300",
        population: 5400,
        adminName: "Odile Frey",
        adminEmail: "odile.frey@sausheim.example",
      },
    ]);
  });

  test("joins with the reference of the délibération, then opens to citizens", () => {
    const invited = done(openSausheim()).entry;
    const refused = send(invited, "adherer", {});
    expect(refused.ok || refused.code).toBe("invalid");
    const joined = done(send(invited, "adherer", DELIBERATION));
    expect(joined.entry).toMatchObject({ state: "adherente", answers: DELIBERATION });
    expect(joined.effects).toEqual([{ type: "member", action: "join", id: "sausheim" }]);
    const active = done(send(joined.entry, "activer"));
    expect(active.effects).toEqual([{ type: "member", action: "activate", id: "sausheim" }]);
    expect(active.entry.state).toBe("active");
  });

  test("takes no délibération that has not been voted yet", () => {
    const invited = done(openSausheim()).entry;
    const future = { ...DELIBERATION, deliberationDate: "2027-01-01", deliberationEffet: "2027-01-01" };
    expect(send(invited, "adherer", future).ok).toBe(false);
  });

  test("lets nobody leave before the contract ends", () => {
    const joined = done(send(done(openSausheim()).entry, "adherer", DELIBERATION)).entry;
    const active = done(send(joined, "activer")).entry;
    const leaving = { deliberation: "2029-201", motif: "Fusion" };
    const early = send(active, "quitter", leaving, "2029-12-30T12:00:00.000Z");
    expect(early.ok || early.code).toBe("unknown-event");
    expect(events(active, "2029-12-30T12:00:00.000Z")).not.toContain("quitter");
    const left = done(send(active, "quitter", leaving, "2029-12-31T12:00:00.000Z"));
    expect(left.effects).toEqual([{ type: "member", action: "leave", id: "sausheim" }]);
  });

  test("puts the end off when the contract is renewed", () => {
    const joined = done(send(done(openSausheim()).entry, "adherer", DELIBERATION)).entry;
    const renewed = done(send(joined, "renouveler", { debut: "2030-01-01", fin: "2033-12-31" })).entry;
    expect(events(renewed, "2030-06-01T12:00:00.000Z")).not.toContain("quitter");
  });

  test("sends the invitation again", () => {
    const again = done(send(done(openSausheim()).entry, "renvoyer-invitation"));
    expect(again.entry.state).toBe("invitee");
    expect(again.effects).toMatchObject([{ type: "member", action: "invite" }]);
  });

  test.each([
    ["a SIREN whose digits do not add up", { siren: "216803008" }, "/siren"],
    ["a SIREN of eight digits", { siren: "21680300" }, "/siren"],
    ["an address with a capital", { identifiant: "Sausheim" }, "/identifiant"],
    ["an address of the platform", { identifiant: "mon-espace" }, "/identifiant"],
    ["an INSEE code that is a name", { insee: "Saush" }, "/insee"],
    ["an administrator without an address", { administrateurCourriel: "odile" }, "/administrateurCourriel"],
    ["a contract that ends first", { contratFin: "2025-12-31" }, "/contratFin"],
  ])("refuses %s", (_what, changed, pointer) => {
    expect(issuesOf(SAUSHEIM)).toEqual([]);
    expect(issuesOf({ ...SAUSHEIM, ...changed })).toEqual([pointer]);
  });

  test("asks no INSEE code of a groupement", () => {
    const { insee: _insee, ...rest } = SAUSHEIM;
    expect(issuesOf({ ...rest, nature: "epci" })).toEqual([]);
  });
});
