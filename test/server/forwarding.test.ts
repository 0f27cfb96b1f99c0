import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor, Answers, CompiledDefinition } from "../../engine/index.ts";
import { findClaimable } from "../../server/commands/claim-entry.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { openFile, putFile } from "../../server/files/vault.ts";
import { actorFor } from "../../server/identity/actor-for.ts";
import { insertAccount } from "../../server/store/accounts.ts";
import { insertAttachmentIn } from "../../server/store/attachments.ts";
import { findEntry, isUuid } from "../../server/store/entries.ts";
import { entryHistory } from "../../server/store/events.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain, tick } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const ID = "stationnement/resident";
const AGENT = agent({ id: "11111111-1111-4111-8111-111111111111", name: "Nora Keller", units: ["stationnement"] });
const ACCOUNT = { id: randomUUID(), name: "Camille Schmitt", email: "camille.s@courriel.example" };

let installation: DemoInstallation;
let ctx: Context;
let definition: CompiledDefinition;

beforeAll(async () => {
  installation = await installDemo("mulhouse", NOW);
  ctx = installation.ctx;
  const found = ctx.catalogue.definition("mulhouse", ID);
  if (!found) throw new Error("Mulhouse does not offer it");
  definition = found;
  await insertAccount(ctx.db, { ...ACCOUNT, passwordHash: null });
  await withActor(ctx.db, { system: true }, (tx) => tx`delete from effect`);
});

afterAll(() => installation.stop());

const later = (days: number): Context => ({ ...ctx, clock: () => new Date(NOW.getTime() + days * 86_400_000) });

const citizen = (account: typeof ACCOUNT | null, member = "mulhouse"): Actor =>
  actorFor(
    ctx,
    { account, agent: null, grants: [], visitor: account ? null : "ab".repeat(32), via: null },
    member,
    definition,
  );

async function attached(owner: string, text: string): Promise<string> {
  const { id, size } = await putFile(ctx, "mulhouse", Readable.from([Buffer.from(text)]));
  const file = { id, owner, name: "carte-grise.pdf", type: "application/pdf", size, sha256: Buffer.alloc(32) };
  await withActor(ctx.db, { member: "mulhouse" }, (tx) => insertAttachmentIn(tx, ctx, "mulhouse", file));
  return id;
}

async function filed(actor: Actor, more: Answers = {}) {
  const answers = {
    objet: "premiere",
    ...{ titulaire: "moi", zone: "a", rang: "aucun", duree: "un-an", genre: "voiture", energie: "essence" },
    immatriculation: "AB-123-CD",
    adresse: { voie: "3 rue Zuber", codePostal: "68170", commune: "Rixheim" },
    identite: { prenom: "Camille", nom: "Schmitt" },
    courriel: ACCOUNT.email,
    attestation: true,
    ...more,
  };
  const opened = await openEntry(ctx, { member: "mulhouse", definition, actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view;
}

const send = (days: number, id: string, type: string, answers: Answers, actor: Actor = AGENT) =>
  sendEvent(later(days), { member: "mulhouse", definitionId: ID, id, actor, type, answers, revision: null });

/** The entry that the forwarding of this one opened in Rixheim. */
async function there(id: string) {
  const to = (await entryHistory(ctx, "mulhouse", id)).at(-1)?.data.forwardedTo;
  return { to, entry: await findEntry(ctx, "rixheim", to?.entry ?? "") };
}

describe("a request that belongs to another member (CRPA L.114-2)", () => {
  test("is opened there with its answers, its files and its receipt, and is hers there too", async () => {
    const actor = citizen(ACCOUNT);
    const file = await attached(actor.id, "la carte grise");
    const view = await filed(actor, { carteGrise: [file] });
    expect(await send(5, view.id, "transmettre", { destinataire: "Rixheim" })).toMatchObject({ ok: true });
    await drain(later(5));
    const { to, entry } = await there(view.id);
    expect(to).toMatchObject({ member: "rixheim" });
    expect(entry).toMatchObject({ state: "reception", holder: citizen(ACCOUNT, "rixheim").id });
    expect(entry?.holder).not.toBe(actor.id);
    expect(entry?.clock).toMatchObject({ receivedOn: "2026-03-03", startedOn: "2026-03-08", due: "2026-05-08" });
    const [copy] = (entry?.answers["carteGrise"] ?? []) as string[];
    expect(isUuid(copy ?? "") && copy !== file).toBe(true);
    const opened = await openFile(ctx, "rixheim", copy ?? "");
    if (!opened.ok) throw new Error(opened.problem.detail);
    const parts: Uint8Array[] = [];
    for await (const part of opened.value.content) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe("la carte grise");
    const [opening] = await entryHistory(ctx, "rixheim", entry?.id ?? "");
    expect(opening?.data.forwarded).toMatchObject({
      member: "Mulhouse",
      reference: view.reference,
      receivedOn: "2026-03-03",
    });
    expect(await findEntry(ctx, "mulhouse", view.id)).toMatchObject({
      state: "transmise",
      clock: { status: "stopped" },
    });
  });

  test("both members write to her, and the second acknowledges receipt", async () => {
    const mails = (await latestMails(ctx, 50)).filter(({ recipient }) => recipient === ACCOUNT.email);
    const told = mails.map(({ memberId, subject }) => [memberId, subject.replace(/ \(.*/, "")]);
    expect(told).toContainEqual(["mulhouse", "Votre demande est transmise"]);
    expect(told).toContainEqual(["rixheim", "Nous avons reçu votre demande"]);
  });

  test("is opened once, whatever becomes of the worker", async () => {
    const view = await filed(citizen(ACCOUNT));
    await send(6, view.id, "transmettre", { destinataire: "Rixheim" });
    const broken: Context = {
      ...later(6),
      secrets: {
        ...ctx.secrets,
        hashEvent: () => {
          throw new Error("the worker dies");
        },
      },
    };
    await tick(broken);
    expect((await there(view.id)).entry).toBeNull();
    await drain(later(7));
    await withActor(
      ctx.db,
      { system: true },
      (tx) => tx`update effect set done_at = null where entry_id = ${view.id} and type = 'transfer'`,
    );
    await drain(later(8));
    expect((await there(view.id)).entry).toMatchObject({ revision: 1 });
  });

  test("filed without an account, can be claimed there", async () => {
    const view = await filed(citizen(null));
    await send(6, view.id, "transmettre", { destinataire: "Rixheim" });
    await drain(later(6));
    const { entry } = await there(view.id);
    expect(await findClaimable(ctx, entry?.reference ?? "")).toMatchObject({ member: "rixheim", email: ACCOUNT.email });
  });

  test("what came later in answer to the service goes with it", async () => {
    const actor = citizen(ACCOUNT);
    const view = await filed(actor);
    await send(1, view.id, "demander-pieces", { message: "La carte grise, s’il vous plaît.", delai: 30 });
    const file = await attached(actor.id, "envoyée ensuite");
    expect(await send(2, view.id, "completer", { pieces: [file] }, actor)).toMatchObject({ ok: true });
    await send(3, view.id, "transmettre", { destinataire: "Rixheim" });
    await drain(later(3));
    const [opening] = await entryHistory(ctx, "rixheim", (await there(view.id)).entry?.id ?? "");
    expect(opening?.data.forwarded?.files).toHaveLength(1);
  });

  test.each(["Illzach", "Mulhouse", "rixheim", "Cherbourg-en-Cotentin"])(
    "is not forwarded to %s",
    async (destinataire) => {
      const view = await filed(citizen(ACCOUNT));
      expect(await send(1, view.id, "transmettre", { destinataire })).toMatchObject({
        ok: false,
        problem: { code: "invalid", issues: [{ pointer: "/destinataire" }] },
      });
    },
  );
});
