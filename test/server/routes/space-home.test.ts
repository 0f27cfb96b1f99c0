import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor, CompiledDefinition } from "../../../engine/index.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { insertAttachment } from "../../../server/store/attachments.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { Citizen, ROOM } from "./front-office.ts";
import { fileAs, type Office, openOffice, PARTY_ANSWERS } from "./space-office.ts";

/** Another sector; the service may wait for the citizen, and keeps a file and a note among agents. */
const SCHOOL: CompiledDefinition = buildDefinition({
  id: "ecole/inscription",
  properties: {
    enfant: { type: "string", title: "Prénom de l’enfant" },
    note: { type: "string", format: "uuid", title: "Note", "x-widget": "attachment", "x-internal": true },
  },
  definition: { privacy: { purpose: "École", legalBasis: "6-1-e", sector: "ecole", retention: "P1Y" } },
  workflow: {
    initial: "deposee",
    states: {
      deposee: {
        meta: { label: "À étudier", sentence: "Votre demande est étudiée.", tone: "active", task: true },
        on: {
          demander: {
            target: "attente",
            meta: {
              label: "Demander une pièce",
              who: ["agent"],
              form: "demander",
              past: "Une pièce vous est demandée",
            },
          },
        },
      },
      attente: {
        meta: { label: "Pièce attendue", sentence: "Nous attendons une pièce.", tone: "waiting" },
        on: {
          envoyer: { target: "deposee", meta: { label: "Envoyer la pièce", who: ["holder"] } },
          clore: { target: "close", meta: { label: "Clore", who: ["agent"] } },
        },
      },
      close: { type: "final", meta: { label: "Close", sentence: "Close.", tone: "neutral" } },
    },
    forms: {
      demander: {
        type: "object",
        required: ["message"],
        properties: { message: { type: "string", title: "Quelle pièce ?" } },
      },
    },
  },
});

let office: Office;
beforeAll(async () => {
  office = await openOffice([ROOM, SCHOOL]);
});
afterAll(() => office.stop());

const AGENT: Actor = {
  ...{ kind: "agent", id: randomUUID(), name: "Sophie Muller", member: "rixheim" },
  ...{ roles: ["agent"], units: [], holders: [] },
};

const ask = (id: string, message: string) =>
  sendEvent(office.ctx, {
    ...{ member: "rixheim", definitionId: SCHOOL.id, id, actor: AGENT },
    ...{ type: "demander", answers: { message }, revision: null },
  });

describe("a citizen's own space", () => {
  test("asks a visitor to sign in, and comes back", async () => {
    const response = await new Citizen(office).browser.get("/mon-espace");
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/connexion?retour=%2Fmon-espace");
  });

  test("says so when there is nothing yet", async () => {
    const citizen = await office.citizen("seule@exemple.fr");
    await citizen.open("/mon-espace");
    expect(citizen.html).toContain("pas encore de demande");
  });

  test("shows requests of every member and sector, what waits for her first, and nobody else's", async () => {
    const citizen = await office.citizen("deux@exemple.fr");
    const school = await fileAs(office, citizen.id, "rixheim", SCHOOL, { enfant: "Lina" });
    const room = await fileAs(office, citizen.id, "mulhouse", ROOM);
    const other = await fileAs(office, randomUUID(), "mulhouse", ROOM);
    expect((await ask(school.id, "La carte de quotient")).ok).toBe(true);
    await citizen.open("/mon-espace");
    expect(citizen.html).toContain("Ville de Mulhouse");
    expect(citizen.html).toContain("Nous attendons une pièce.");
    expect(citizen.html.indexOf(school.reference)).toBeLessThan(citizen.html.indexOf(room.reference));
    expect(citizen.html).not.toContain(other.reference);
  });

  test("shows what the service answered, with its words", async () => {
    const citizen = await office.citizen("message@exemple.fr");
    const school = await fileAs(office, citizen.id, "rixheim", SCHOOL, { enfant: "Lina" });
    await ask(school.id, "Le livret de famille");
    await citizen.open("/mon-espace");
    const messages = citizen.html.slice(citizen.html.indexOf("<h2>Messages</h2>"));
    expect(messages).toContain("Une pièce vous est demandée");
    expect(messages).toContain("Le livret de famille");
  });

  test("shows the files of her requests, except those agents keep among themselves", async () => {
    const citizen = await office.citizen("fichiers@exemple.fr");
    const file = (name: string) => ({
      ...{ id: randomUUID(), name, type: "application/pdf", size: 2048, sha256: Buffer.alloc(32) },
    });
    const [plain, internal] = [file("assurance.pdf"), file("note-interne.pdf")];
    const { ctx } = office;
    const owner = ctx.secrets.pseudonym(citizen.id, "mulhouse", ROOM.privacy.sector);
    await insertAttachment(ctx, "mulhouse", { ...plain, owner });
    await fileAs(office, citizen.id, "mulhouse", ROOM, { ...PARTY_ANSWERS, assurance: [plain.id] });
    const school = await fileAs(office, citizen.id, "rixheim", SCHOOL, { enfant: "Lina" });
    await insertAttachment(ctx, "rixheim", { ...internal, owner: "x" });
    await readAs(
      ctx.db,
      { system: true },
      (tx) => tx`update attachment set entry_id = ${school.id} where id = ${internal.id}`,
    );
    const note = ctx.db.json({ enfant: "Lina", note: internal.id });
    await readAs(ctx.db, { system: true }, (tx) => tx`update entry set answers = ${note} where id = ${school.id}`);
    await citizen.open("/mon-espace");
    expect(citizen.html).toContain("assurance.pdf");
    expect(citizen.html).toContain("2 ko");
    expect(citizen.html).not.toContain("note-interne.pdf");
  });

  test("shows drafts to resume, of any member", async () => {
    const citizen = await office.citizen("brouillon@exemple.fr");
    await citizen.open("/rixheim/salles/reservation");
    await citizen.send({}, [], "/rixheim/salles/reservation/commencer");
    await citizen.open("/mon-espace");
    expect(citizen.html).toMatch(/À terminer[\s\S]*href="\/rixheim\/demarches\//);
  });

  test("goes on page by page beyond twenty, each request once", async () => {
    const citizen = await office.citizen("beaucoup@exemple.fr");
    const references: string[] = [];
    for (let count = 0; count < 43; count += 1) {
      const entry = await fileAs(office, citizen.id, count % 2 === 0 ? "mulhouse" : "rixheim", ROOM);
      references.push(entry.reference);
    }
    const seen: string[] = [];
    let path: string | undefined = "/mon-espace";
    for (let page = 0; path !== undefined && page < 5; page += 1) {
      await citizen.open(path);
      seen.push(...references.filter((reference) => citizen.html.includes(reference)));
      path = /href="(\/mon-espace\?apres=[^"]*)"/.exec(citizen.html)?.[1];
    }
    expect(seen).toHaveLength(43);
    expect(new Set(seen).size).toBe(43);
  });

  test.each(["x", "2026-13-45T99:99:99.000Z_0198c0de-0000-7000-8000-00000000000a", "'; drop table entry"])(
    "takes an odd address for its first page: %s",
    async (after) => {
      const citizen = await office.citizen(`${randomUUID()}@exemple.fr`);
      await citizen.open(`/mon-espace?apres=${encodeURIComponent(after)}`);
      expect(citizen.status).toBe(200);
    },
  );
});
