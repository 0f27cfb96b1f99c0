import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAs } from "../../../server/db/with-actor.ts";
import { Citizen, openTownHall, PARTY, pdf, type TownHall } from "./front-office.ts";

let hall: TownHall;
beforeAll(async () => {
  hall = await openTownHall({ visitorLimit: 6 });
});
afterAll(() => hall.stop());

const HOUR = 3_600_000;

/** Someone on the page that takes files. */
async function withFiles(): Promise<Citizen> {
  const citizen = await new Citizen(hall).begin();
  await citizen.send(PARTY);
  return citizen;
}

const fileIds = async () => {
  const rows = await readAs(
    hall.ctx.db,
    { member: "mulhouse" },
    (tx) => tx<{ id: string }[]>`select id from attachment`,
  );
  return rows.map(({ id }) => id);
};

describe("a file", () => {
  test("is named only on the pages of who sent it, whoever knows its id", async () => {
    const owner = await withFiles();
    await owner.send({ _action: "update" }, [pdf("jugement.pdf")]);
    expect(owner.html).toContain("jugement.pdf");
    const [id = ""] = await fileIds();
    const stranger = await withFiles();
    await stranger.send({ _action: "update", "root[assurance]": id });
    expect(stranger.status).toBe(200);
    expect(stranger.html).not.toContain("jugement");
  });
});

describe("a visitor who asks for too much", () => {
  test("begins no more drafts from there for an hour, and is told so", async () => {
    hall.advance(HOUR + 1000);
    for (let count = 0; count < 6; count += 1) expect((await new Citizen(hall).begin()).path).toContain("/demarches/");
    const refused = await new Citizen(hall).begin();
    expect(refused.status).toBe(429);
    expect(refused.html).toContain("Réessayez dans 60 minutes.");
    hall.advance(HOUR + 1000);
    expect((await new Citizen(hall).begin()).path).toContain("/demarches/");
  });

  test("sends no more files, and loses nothing of what was typed", async () => {
    hall.advance(HOUR + 1000);
    const citizen = await withFiles();
    const files = Array.from({ length: 7 }, (_, index) => pdf(`piece-${index}.pdf`));
    await citizen.send({ _action: "next" }, files);
    expect(citizen.status).toBe(422);
    expect(citizen.errors().join()).toMatch(/piece-6\.pdf\s: Beaucoup de fichiers/);
    expect(citizen.html).toContain("piece-5.pdf");
  });

  test("makes no more links to a draft", async () => {
    hall.advance(HOUR + 1000);
    const citizen = await new Citizen(hall).begin();
    const later = citizen.path.replace(/[^/]+$/, "plus-tard");
    for (let count = 0; count < 30; count += 1) await citizen.open(later);
    expect(citizen.status).toBe(200);
    expect((await citizen.open(later)).status).toBe(429);
  });
});
