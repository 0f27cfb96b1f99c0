import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SYSTEM } from "../../../engine/index.ts";
import { assignEntry } from "../../../server/commands/assign-entry.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { createAccessLink } from "../../../server/identity/access-links.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { agent } from "../../helpers/actors.ts";
import { hire } from "./back-office.ts";
import { Citizen, openTownHall, ROOM, type TownHall, toCheck } from "./front-office.ts";

let hall: TownHall;
beforeAll(async () => {
  hall = await openTownHall();
});
afterAll(() => hall.stop());

const entryOf = (citizen: Citizen) => /demandes\/([^/?#]+)/.exec(citizen.path)?.[1] ?? "";
const stored = async (citizen: Citizen) => findEntry(hall.ctx, "mulhouse", entryOf(citizen));

async function sent(): Promise<Citizen> {
  const citizen = await toCheck(new Citizen(hall));
  return citizen.send({});
}

async function tracked(): Promise<Citizen> {
  const citizen = await sent();
  return citizen.open(`/mulhouse/demandes/${entryOf(citizen)}`);
}

describe("the confirmation", () => {
  test("gives the reference, the date, what comes next, and where the mail goes", async () => {
    const citizen = await sent();
    const entry = await stored(citizen);
    expect(citizen.path).toContain("?confirmation");
    expect(citizen.html).toContain(entry?.reference ?? "-");
    expect(citizen.html).toContain("3 mars 2026");
    expect(citizen.html).toContain("Nous répondons.");
    expect(citizen.html).toContain("camille@exemple.fr");
  });
});

describe("the tracking page", () => {
  test("says where the demande stands in the citizen's words, then its history", async () => {
    const citizen = await tracked();
    expect(citizen.html).toContain("Votre demande est arrivée.");
    expect(citizen.html).toContain(">En cours<");
    expect(citizen.html).not.toContain("À étudier");
    expect(citizen.html).toContain("Demande déposée");
    expect(citizen.html).toContain("par vous");
  });

  test("keeps to the service which of its agents has the demande", async () => {
    const citizen = await tracked();
    const paul = await hire(hall.ctx, "Paul Ott");
    const request = { member: "mulhouse", definitionId: ROOM.id, id: entryOf(citizen), revision: null };
    const actor = agent({ id: paul.id, name: "Paul Ott", units: ["espaces-verts"] });
    expect(await assignEntry(hall.ctx, { ...request, actor, assignee: paul.id })).toMatchObject({ ok: true });
    await citizen.open(`/mulhouse/demandes/${entryOf(citizen)}`);
    expect(citizen.html).toContain("Demande déposée");
    expect(citizen.html).not.toContain("Paul Ott");
  });

  test("does not exist for anybody else, exactly as a demande that does not exist", async () => {
    const citizen = await tracked();
    const stranger = new Citizen(hall);
    await stranger.open(`/mulhouse/demandes/${entryOf(citizen)}`);
    const theirs = [stranger.status, stranger.html.replaceAll(entryOf(citizen), "ID")];
    const nobody = "01a00000-0000-7000-8000-000000000000";
    await stranger.open(`/mulhouse/demandes/${nobody}`);
    expect([stranger.status, stranger.html.replaceAll(nobody, "ID")]).toEqual(theirs);
    expect(stranger.status).toBe(404);
    await stranger.open(`/rixheim/demandes/${entryOf(citizen)}`);
    expect(stranger.status).toBe(404);
  });

  test("opens by the link of a mail, for that demande only", async () => {
    const [first, second] = [await tracked(), await tracked()];
    const expiresAt = new Date(hall.ctx.clock().getTime() + 1_000_000);
    const link = { member: "mulhouse", kind: "entry" as const, target: entryOf(first), expiresAt };
    const token = await createAccessLink(hall.ctx, link);
    const other = await new Citizen(hall).open(`/mulhouse/suivi/${token}`);
    expect([other.status, entryOf(other)]).toEqual([200, entryOf(first)]);
    expect(other.path).not.toContain(token);
    expect((await new Citizen(hall).open(`/mulhouse/demandes/${entryOf(second)}`)).status).toBe(404);
    await other.open("/mulhouse");
    expect(other.html).toContain(entryOf(first));
  });
});

describe("an event the holder sends", () => {
  const path = (citizen: Citizen, type: string) => `/mulhouse/demandes/${entryOf(citizen)}/evenements/${type}`;
  const MESSAGE = { "preciser[message]": "Nous serons 45.", "preciser[rappel]": "false" };

  test("is recorded with its answers and shown in the history", async () => {
    const citizen = await tracked();
    await citizen.send(MESSAGE, [], path(citizen, "preciser"));
    expect(citizen.path).toContain("?fait=preciser");
    expect(citizen.html).toContain("C’est enregistré");
    expect(citizen.html).toContain("Une précision est arrivée");
    expect(citizen.html).toContain("Nous serons 45.");
  });

  test("comes back with its message and what was typed when it cannot be taken", async () => {
    const citizen = await tracked();
    const long = "Nous serons quarante-cinq, ou peut-être davantage.";
    await citizen.send({ "preciser[message]": long }, [], path(citizen, "preciser"));
    expect(citizen.status).toBe(422);
    expect(citizen.errors()).toEqual([expect.stringMatching(/^#preciser_message /)]);
    expect(citizen.html).toContain(long);
    expect((await stored(citizen))?.revision).toBe(1);
  });

  test("drawn again by the script does nothing", async () => {
    const citizen = await tracked();
    const drawn = await citizen.post({ "preciser[rappel]": "true" }, [], path(citizen, "preciser"), {
      "X-Partial": "fields",
    });
    expect(await drawn.text()).toContain('id="preciser_numero"');
    expect((await stored(citizen))?.revision).toBe(1);
  });

  test("on a demande that changed meanwhile is kept, and sent after a second look", async () => {
    const citizen = await tracked();
    const request = { member: "mulhouse", definitionId: ROOM.id, id: entryOf(citizen), revision: null };
    const holder = { ...SYSTEM, kind: "citizen" as const, holders: [(await stored(citizen))?.holder ?? ""] };
    await sendEvent(hall.ctx, {
      ...request,
      actor: holder,
      type: "preciser",
      answers: { message: "Avant", rappel: false },
    });
    await citizen.send(MESSAGE, [], path(citizen, "preciser"));
    expect(citizen.status).toBe(409);
    expect(citizen.html).toContain("a changé pendant que vous remplissiez");
    expect(citizen.html).toContain("Nous serons 45.");
    await citizen.send(MESSAGE, [], path(citizen, "preciser"));
    expect((await stored(citizen))?.revision).toBe(3);
  });

  test("that cannot be undone is folded, and works all the same", async () => {
    const citizen = await tracked();
    expect(citizen.html).toMatch(/<details class="todo-fold"><summary>Retirer ma demande/);
    await citizen.send({}, [], path(citizen, "retirer"));
    expect((await stored(citizen))?.state).toBe("retiree");
    expect(citizen.html).toContain("Vous avez retiré votre demande.");
  });

  test("is refused to anybody else as to nobody", async () => {
    const citizen = await tracked();
    const stranger = await new Citizen(hall).begin();
    const answer = await stranger.post({}, [], path(citizen, "retirer"));
    expect(answer.status).toBe(404);
    expect((await stored(citizen))?.state).toBe("deposee");
  });
});
