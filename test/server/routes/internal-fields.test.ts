import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../../engine/index.ts";
import { keepFile } from "../../../server/commands/attachment.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { entryView, listedView } from "../../../server/entry-view.ts";
import { createAccessLink } from "../../../server/identity/access-links.ts";
import { readMultipart } from "../../../server/middleware/multipart.ts";
import { incomingFolder } from "../../../server/middleware/read-form.ts";
import { listEntries } from "../../../server/store/entry-list.ts";
import { BadParameter } from "../../../server/store/list-query.ts";
import { buildDefinition, NOW } from "../../helpers/definitions.ts";
import { Citizen, openTownHall, pdf, type TownHall } from "./front-office.ts";

/** A subsidy: the service notes its opinion on the entry, and its remarks and its report on an event. */
const SUBSIDY = buildDefinition({
  id: "associations/subvention",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom de l’association" },
    avis: { type: "string", title: "Avis du service", "x-internal": true },
  },
  workflow: {
    states: {
      deposee: {
        meta: { label: "À étudier", sentence: "Votre demande est arrivée.", tone: "active", task: true },
        on: {
          noter: { target: "notee", meta: { label: "Noter", form: "note", past: "Le service a étudié la demande" } },
        },
      },
      notee: { type: "final", meta: { label: "Étudiée", sentence: "Votre demande est étudiée.", tone: "success" } },
    },
    forms: {
      note: {
        title: "Note",
        type: "object",
        properties: {
          remarque: { type: "string", title: "Remarque interne", "x-internal": true },
          rapport: {
            type: "string",
            title: "Rapport",
            format: "uuid",
            "x-widget": "attachment",
            "x-internal": true,
          },
          message: { type: "string", title: "Message" },
        },
      },
    },
  },
});

const MEMBER = "mulhouse";
const HOLDER: Actor = { kind: "citizen", id: "porteur", roles: [], units: [], holders: ["porteur"] };
const AGENT: Actor = {
  kind: "agent",
  id: randomUUID(),
  name: "Sophie Muller",
  member: MEMBER,
  roles: ["agent"],
  units: [],
  holders: [],
};
const SECRET = /Réservé|Dossier douteux|Avis du service|Remarque interne|rapport/i;

let hall: TownHall;
let id: string;
let report: string;

beforeAll(async () => {
  hall = await openTownHall({}, [SUBSIDY]);
  const { ctx } = hall;
  const answers = { nom: "Les Amis", avis: "Réservé" };
  const opened = await openEntry(ctx, {
    member: MEMBER,
    definition: SUBSIDY,
    answers,
    actor: { ...AGENT, holders: ["porteur"] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  id = opened.value.view.id;
  report = await keptFile();
  const sent = await sendEvent(ctx, {
    member: MEMBER,
    definitionId: SUBSIDY.id,
    id,
    actor: AGENT,
    type: "noter",
    revision: null,
    answers: { remarque: "Dossier douteux", rapport: report, message: "Dossier complet" },
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
});
afterAll(() => hall.stop());

async function keptFile(): Promise<string> {
  const form = new FormData();
  form.append("rapport", pdf("rapport.pdf"));
  const request = new Request("http://localhost/", { method: "POST", body: form });
  const limits = { file: 1000, text: 1000, files: 1, fields: 1 };
  const read = await readMultipart(request, incomingFolder(hall.ctx), limits);
  const [file] = read.ok ? read.value.files : [];
  const kept = file && (await keepFile(hall.ctx, MEMBER, AGENT.id, file));
  if (!kept?.ok) throw new Error("The report was not kept");
  return kept.value.id;
}

/** The holder, come by the link of a mail. */
async function tracking(): Promise<Citizen> {
  const expiresAt = new Date(hall.ctx.clock().getTime() + 1_000_000);
  const token = await createAccessLink(hall.ctx, { member: MEMBER, kind: "entry", target: id, expiresAt });
  return new Citizen(hall).open(`/${MEMBER}/suivi/${token}`);
}

const entryOf = async () => {
  const { items } = await listEntries(hall.ctx, { member: MEMBER, definition: SUBSIDY, limit: 1 });
  const [entry] = items;
  if (!entry) throw new Error("No entry");
  return entry;
};

describe("what a service keeps to itself", () => {
  test("is not on the holder's page, which shows the rest", async () => {
    const citizen = await tracking();
    expect(citizen.html).toContain("Les Amis");
    expect(citizen.html).toContain("Dossier complet");
    expect(citizen.html).not.toMatch(SECRET);
  });

  test("is not in what the API answers her, but is in what it answers an agent", async () => {
    const entry = await entryOf();
    expect(entryView(SUBSIDY, entry, HOLDER, NOW).answers).toEqual({ nom: "Les Amis" });
    expect(entryView(SUBSIDY, entry, AGENT, NOW).answers).toEqual({ nom: "Les Amis", avis: "Réservé" });
    for (const actor of [HOLDER, AGENT]) {
      expect(JSON.parse(listedView(SUBSIDY, entry, actor, NOW))).toEqual(entryView(SUBSIDY, entry, actor, NOW));
    }
  });

  test("is not guessed by filtering", async () => {
    const query = { member: MEMBER, definition: SUBSIDY, limit: 1, filters: { avis: ["Réservé"] } };
    await expect(listEntries(hall.ctx, { ...query, holders: ["porteur"] })).rejects.toBeInstanceOf(BadParameter);
    expect((await listEntries(hall.ctx, query)).items).toHaveLength(1);
  });

  test("is not downloaded by who knows the id of the file", async () => {
    const citizen = await tracking();
    await citizen.open(`/${MEMBER}/demandes/${id}/fichiers/${report}`);
    expect(citizen.status).toBe(404);
  });
});
