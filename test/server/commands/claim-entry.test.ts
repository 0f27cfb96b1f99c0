import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor, Answers, CompiledDefinition } from "../../../engine/index.ts";
import { claimEntry, cleanReference, findClaimable } from "../../../server/commands/claim-entry.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { verify } from "../../../server/commands/verify.ts";
import { findAttachment, insertAttachment } from "../../../server/store/attachments.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { install, MEMBERS, type TestInstallation } from "../identity/installation.ts";
import { ROOM } from "../routes/front-office.ts";

const MEMBER = "mulhouse";
const ANSWERS: Answers = {
  objet: "fete",
  occasion: "Un anniversaire",
  jour: "2026-03-27",
  personnes: 40,
  courriel: "camille@exemple.fr",
  attestation: true,
};

let installation: TestInstallation;
let definition: CompiledDefinition;

beforeAll(async () => {
  const base = await install();
  definition = ROOM;
  installation = { ...base, ctx: { ...base.ctx, catalogue: catalogueOf(MEMBERS, [ROOM]) } };
});
afterAll(() => installation.stop());

const person = (kind: "anonymous" | "citizen"): Actor => {
  const id = `pseudonym-${randomUUID()}`;
  return { kind, id, roles: [], units: [], holders: [id] };
};

const agentFor = (onBehalfOf?: Actor["onBehalfOf"]): Actor => ({
  kind: "agent",
  id: randomUUID(),
  name: "Sophie Muller",
  member: MEMBER,
  roles: ["agent"],
  units: [],
  holders: [],
  ...(onBehalfOf && { onBehalfOf }),
});

async function filed(actor: Actor, answers: Answers = ANSWERS) {
  const outcome = await openEntry(installation.ctx, { member: MEMBER, definition, actor, answers });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value.view;
}

const claim = (id: string, actor: Actor) => claimEntry(installation.ctx, { member: MEMBER, id, actor });
const holderOf = async (id: string) => (await findEntry(installation.ctx, MEMBER, id))?.holder;

describe("an entry filed without an account", () => {
  test("becomes hers, says so in its history, and keeps a sound chain", async () => {
    const { id } = await filed(person("anonymous"));
    const citizen = person("citizen");
    const claimed = await claim(id, citizen);
    expect(claimed.ok && claimed.value.entry.holder).toBe(citizen.id);
    expect(await holderOf(id)).toBe(citizen.id);
    const history = await entryHistory(installation.ctx, MEMBER, id);
    expect(history.at(-1)).toMatchObject({ seq: 2, type: "rattacher", actor: { kind: "citizen", id: citizen.id } });
    expect((await verify(installation.ctx)).broken).toEqual([]);
  });

  test("brings its files with it", async () => {
    const visitor = person("anonymous");
    const file = { id: randomUUID(), name: "a.pdf", type: "application/pdf", size: 1, sha256: Buffer.alloc(32) };
    await insertAttachment(installation.ctx, MEMBER, { ...file, owner: visitor.id });
    const { id } = await filed(visitor, { ...ANSWERS, assurance: [file.id] });
    const citizen = person("citizen");
    await claim(id, citizen);
    const again = { ...ANSWERS, assurance: [file.id] };
    const other = await openEntry(installation.ctx, { member: MEMBER, definition, actor: visitor, answers: again });
    expect(other.ok).toBe(false);
    expect((await findAttachment(installation.ctx, MEMBER, file.id))?.owner).toBe(citizen.id);
  });

  test("is claimed once, however often she asks", async () => {
    const { id } = await filed(person("anonymous"));
    const citizen = person("citizen");
    const all = await Promise.all(Array.from({ length: 12 }, () => claim(id, citizen)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(await entryHistory(installation.ctx, MEMBER, id)).toHaveLength(2);
  });

  test("cannot be claimed by a second account, even at the same moment", async () => {
    const { id } = await filed(person("anonymous"));
    const outcomes = await Promise.all([claim(id, person("citizen")), claim(id, person("citizen"))]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const late = await claim(id, person("citizen"));
    expect(late.ok ? null : late.problem.code).toBe("not-found");
  });

  test("obeys its new holder at once, and the visitor no more", async () => {
    const visitor = person("anonymous");
    const { id } = await filed(visitor);
    const citizen = person("citizen");
    await claim(id, citizen);
    const event = { member: MEMBER, definitionId: definition.id, id, type: "retirer" };
    const old = await sendEvent(installation.ctx, { ...event, actor: visitor, revision: 1 });
    expect(old.ok ? null : old.problem.code).toBe("not-found");
    const hers = await sendEvent(installation.ctx, { ...event, actor: citizen, revision: 2 });
    expect(hers.ok && hers.value.entry).toMatchObject({ state: "retiree", holder: citizen.id });
  });

  test("cannot be claimed by a visitor", async () => {
    const { id } = await filed(person("anonymous"));
    const outcome = await claim(id, person("anonymous"));
    expect(outcome.ok ? null : outcome.problem.code).toBe("not-allowed");
  });
});

describe("other entries", () => {
  test("filed by an account stay that account's", async () => {
    const owner = person("citizen");
    const { id } = await filed(owner);
    expect((await claim(id, person("citizen"))).ok).toBe(false);
    expect(await holderOf(id)).toBe(owner.id);
  });

  test("filed by an agent for the service stay so; for a citizen at the counter, she may claim hers", async () => {
    const own = await filed(agentFor());
    expect((await claim(own.id, person("citizen"))).ok).toBe(false);
    const counter = await filed(agentFor({ kind: "citizen", name: "Camille Schmitt" }));
    const citizen = person("citizen");
    expect((await claim(counter.id, citizen)).ok).toBe(true);
    expect(await holderOf(counter.id)).toBe(citizen.id);
  });
});

describe("a reference", () => {
  test("is found as people type it, with the address its service writes to", async () => {
    const { id, reference } = await filed(person("anonymous"));
    const typed = ` ${reference.toLowerCase().replace("-", " ")} `;
    expect(await findClaimable(installation.ctx, typed)).toEqual({ member: MEMBER, id, email: "camille@exemple.fr" });
  });

  test("of nothing, of an entry already claimed or of an account's entry gives nothing", async () => {
    expect(await findClaimable(installation.ctx, "ZZZZ-ZZZZ")).toBeNull();
    expect(await findClaimable(installation.ctx, "' or 1=1")).toBeNull();
    expect(await findClaimable(installation.ctx, (await filed(person("citizen"))).reference)).toBeNull();
    const { id, reference } = await filed(person("anonymous"));
    await claim(id, person("citizen"));
    expect(await findClaimable(installation.ctx, reference)).toBeNull();
  });

  test("is cleaned, or refused", () => {
    expect(cleanReference(" x7k4–qp9m ")).toBe("X7K4-QP9M");
    expect(cleanReference("X7K4")).toBeNull();
  });
});
