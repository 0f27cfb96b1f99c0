import { describe, expect, test } from "vitest";
import { open, SYSTEM } from "../../engine/index.ts";
import { ANONYMOUS, agent, citizen } from "../helpers/actors.ts";
import { CHILDMINDER, COMPLETE } from "../helpers/childminder.ts";
import { NOW } from "../helpers/definitions.ts";
import { ABOUT, ANSWERS, REQUEST } from "../helpers/request.ts";

const OPENING = {
  id: "0b0e7a52-8d2f-4f0e-9a55-5e3f7f0f2a11",
  reference: "X7K4-QP9M",
  member: "mulhouse",
  holder: "porteur-1",
  answers: ANSWERS,
  actor: citizen(),
  now: NOW,
  about: ABOUT,
};

describe("open", () => {
  test("makes an entry in the first state, at revision one, with its first fact", () => {
    const outcome = open(REQUEST, OPENING);
    expect(outcome).toMatchObject({
      ok: true,
      entry: {
        definition: "essai/carte",
        version: 1,
        kind: "service",
        state: "deposee",
        revision: 1,
        answers: { ...ANSWERS, deuxFois: 186900 },
        holder: "porteur-1",
        assignee: null,
        createdAt: NOW,
        updatedAt: NOW,
      },
      event: {
        seq: 1,
        type: "ouvrir",
        from: null,
        to: "deposee",
        actor: { kind: "citizen", id: "porteur-1" },
        data: {},
      },
    });
  });

  test("owes the acknowledgement, in French words, and the timer of the first state", () => {
    const outcome = open(REQUEST, OPENING);
    if (!outcome.ok) throw new Error(outcome.message);
    expect(outcome.effects).toEqual([
      { type: "timer", sendId: expect.any(String), event: expect.any(String), runAt: "2026-03-18T09:30:00.000Z" },
      {
        type: "mail",
        to: "anne@exemple.fr",
        template: "accuse",
        subject: "Votre demande X7K4-QP9M",
        body: "Bonjour Muller,\nÀ l'année à 934,50\u202f€, reçue le 3 mars 2026 par Ville de Mulhouse.\nSuivez-la : {{lien}}",
      },
    ]);
  });

  test("owes the same words on paper to somebody who gave no address", () => {
    const outcome = open(REQUEST, { ...OPENING, answers: { nom: "Muller" } });
    if (!outcome.ok) throw new Error(outcome.message);
    const [timer, letter] = outcome.effects;
    expect(timer?.type).toBe("timer");
    expect(letter).toMatchObject({ type: "mail", to: "" });
  });

  test("quotes an answer without obeying it", () => {
    const outcome = open(REQUEST, { ...OPENING, answers: { ...ANSWERS, nom: "{{lien}}\r\nBcc: tous" } });
    if (!outcome.ok) throw new Error(outcome.message);
    const [, mail] = outcome.effects;
    if (mail?.type !== "mail") throw new Error("no mail");
    expect(mail.body.split("{{lien}}")).toHaveLength(2);
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });

  test("refuses wrong answers with every issue and nothing else", () => {
    expect(open(REQUEST, { ...OPENING, answers: { courriel: "anne", x: 1 } })).toMatchObject({
      ok: false,
      code: "invalid",
      issues: [{ pointer: "/nom" }, { pointer: "/courriel" }, { pointer: "/x" }],
    });
  });

  test("refuses those to whom the definition does not open, and lets the system open for a workflow", () => {
    const fiche = { ...OPENING, answers: COMPLETE };
    expect(open(CHILDMINDER, { ...fiche, actor: ANONYMOUS })).toMatchObject({ ok: false, code: "not-allowed" });
    expect(open(CHILDMINDER, { ...fiche, actor: agent() }).ok).toBe(true);
    expect(open(CHILDMINDER, { ...fiche, actor: SYSTEM }).ok).toBe(true);
  });
});
