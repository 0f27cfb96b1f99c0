import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { createApp } from "../../../server/app.ts";
import { changeDraft } from "../../../server/commands/draft.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { coordination } from "../../../server/connectors/ants/coordination.ts";
import {
  type FakeCoordination,
  startFakeCoordination,
} from "../../../server/connectors/fake-ants/fake-coordination.ts";
import type { Context } from "../../../server/context.ts";
import { findDraft } from "../../../server/store/drafts.ts";
import { agent } from "../../helpers/actors.ts";
import { offerTitles, openTownHall } from "../titles-office.ts";
import { MEMBER } from "../town-places.ts";
import { begin, openTown, type Sitting, type Town } from "../whole-town.ts";

/** Questions of one visitor in an hour. */
const MOST = 60;
const OFTEN = "Vous avez vérifié beaucoup de numéros en peu de temps.";

let town: Town;
let ctx: Context;
let app: ReturnType<typeof createApp>;
let fake: FakeCoordination;
let service: CompiledDefinition;
let hall: string;
let sitting: Sitting;

beforeAll(async () => {
  town = await openTown();
  fake = await startFakeCoordination();
  service = await offerTitles(town.ctx, [MEMBER]);
  hall = await openTownHall(town.ctx, MEMBER);
  const appointments = coordination(fake, town.ctx);
  ctx = { ...town.ctx, sources: { addresses: null, lookUps: new Map(), vendorToken: null, appointments } };
  app = createApp(ctx, town.assets);
});
afterEach(async () => {
  await ctx.db`delete from rate_limit`;
});
afterAll(async () => {
  await fake.close();
  await town.stop();
});

const headers = () => ({ "Sec-Fetch-Site": "same-origin", ...sitting.headers });

/** Tries a number at the page that asks for it; what the page says. */
async function tries(page: string, number: string) {
  // Each second is another: the pace of the service is not the matter here.
  town.advance(1_000);
  const body = new URLSearchParams({ _csrf: sitting.csrf, "root[predemandes][0][numero]": number });
  const answer = await app.request(page, { method: "POST", headers: headers(), body });
  return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
}

/** A draft of hers, up to the page of the numbers. */
async function atNumbers(person: "holder" | "citizen"): Promise<string> {
  sitting = await town.sitting(person);
  const id = await begin(town, town.people[person], service);
  const draft = await findDraft(ctx, MEMBER, id, ctx.clock());
  if (!draft) throw new Error("no draft");
  await changeDraft(ctx, MEMBER, draft, () => ({ motif: "cni", personnes: 1 }));
  return `/${MEMBER}/demarches/${id}/predemandes`;
}

const asked = () => fake.taken().filter(({ method }) => method === "GET").length;
const number = (rank: number) => `Q${String(rank).padStart(9, "0")}`;

describe("pre-application numbers tried one after the other", () => {
  test("are asked no more after sixty in an hour: she is told when, her answers kept; another visitor still may", async () => {
    const page = await atNumbers("holder");
    const before = asked();
    for (let rank = 0; rank < MOST; rank += 1) await tries(page, number(rank));
    expect(asked() - before).toBe(MOST);
    const stopped = await tries(page, "A000000001");
    expect(stopped.status).toBe(422);
    expect(stopped.text).toContain(OFTEN);
    expect(stopped.text).toMatch(/Réessayez dans \d+ minutes\./);
    expect(stopped.text).toContain('value="A000000001"');
    expect(asked() - before).toBe(MOST);

    const other = await atNumbers("citizen");
    await tries(other, "A000000001");
    expect(asked() - before).toBe(MOST + 1);

    town.advance(3_600_000);
    const again = await atNumbers("holder");
    expect((await tries(again, "A000000002")).text).not.toContain(OFTEN);
  });

  test("by drafts of visitors without an account count together for their network address", async () => {
    const visits = await Promise.all([0, 1].map(() => visit()));
    const before = asked();
    for (let rank = 0; rank <= MOST; rank += 1) {
      const place = visits[rank % 2];
      if (!place) throw new Error("no visit");
      sitting = place.sitting;
      await tries(place.page, number(rank));
    }
    expect(asked() - before).toBe(MOST);
  });

  test("by the API are answered 429, and an agent at the counter is not counted", async () => {
    const token = town.people.citizen.token ?? "";
    const send = async () => {
      town.advance(1_000);
      const answers = { ...filed(), predemandes: [{ numero: "U999999999" }] };
      const answer = await app.request(`/api/v1/${MEMBER}/${service.id}/entries`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify(answers),
      });
      return { status: answer.status, wait: answer.headers.get("retry-after") };
    };
    for (let rank = 0; rank < MOST; rank += 1) expect((await send()).status).toBe(422);
    expect(await send()).toEqual({ status: 429, wait: expect.stringMatching(/^\d+$/) });
    const worker = agent({ units: ["titres"] });
    const before = asked();
    for (let rank = 0; rank <= MOST; rank += 1) {
      town.advance(1_000);
      const answers = { ...filed(), predemandes: [{ numero: `U${number(rank).slice(1)}` }] };
      await openEntry(ctx, { member: MEMBER, definition: service, actor: worker, answers });
    }
    expect(asked() - before).toBe(MOST + 1);
  });
});

const filed = () => ({
  ...{ motif: "cni", personnes: 1, creneau: { place: hall, debut: "2026-03-10T08:00:00.000Z" } },
  ...{ nom: "Weber", courriel: "weber@exemple.fr" },
});

/** Somebody new in a browser of her own, at the page of the numbers. */
async function visit(): Promise<{ readonly sitting: Sitting; readonly page: string }> {
  const start = await app.request(`/${MEMBER}/${service.id}`);
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await start.text())?.[1] ?? "";
  const cookie = start.headers.getSetCookie().map((line) => line.split(";")[0]);
  const begun = await app.request(`/${MEMBER}/${service.id}/commencer`, {
    method: "POST",
    headers: { "Sec-Fetch-Site": "same-origin", Cookie: cookie.join("; ") },
    body: new URLSearchParams({ _csrf: csrf }),
  });
  const all = [...cookie, ...begun.headers.getSetCookie().map((line) => line.split(";")[0])].join("; ");
  const id = /demarches\/([^/]+)/.exec(begun.headers.get("location") ?? "")?.[1] ?? "";
  const draft = await findDraft(ctx, MEMBER, id, ctx.clock());
  if (!draft) throw new Error(`no draft: ${begun.status}`);
  await changeDraft(ctx, MEMBER, draft, () => ({ motif: "cni", personnes: 1 }));
  const page = `/${MEMBER}/demarches/${id}/predemandes`;
  const shown = await app.request(`/${MEMBER}/demarches/${id}/motif`, { headers: { Cookie: all } });
  const token = /name="_csrf" value="([^"]+)"/.exec(await shown.text())?.[1] ?? csrf;
  return { page, sitting: { headers: { Cookie: all }, csrf: token, visitor: null } };
}
