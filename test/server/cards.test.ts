import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../server/audit.ts";
import { searchAudit } from "../../server/store/audit.ts";
import { entryDocuments } from "../../server/store/documents.ts";
import { drain } from "../../server/worker/worker.ts";
import { readPdf } from "../helpers/pdf.ts";
import { CARD, decides, grantedCard } from "./renewing-town.ts";
import type { Person } from "./town-people.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const DAY = 86_400_000;
let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

/** A granted card, and the codes of its documents, the latest first. */
async function card() {
  const id = await grantedCard(town);
  await drain(town.ctx);
  return { id, codes: async () => (await entryDocuments(town.ctx, MEMBER, id)).made.map(({ code }) => code) };
}

async function verified(code: string, person: Person = "nobody"): Promise<string> {
  const { headers } = await town.sitting(person);
  const answer = await town.app.request(`/${MEMBER}/verifier/${code}`, { headers });
  const page = (await answer.text()).replaceAll(/[\u00a0\u202f]/g, " ");
  return /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? "";
}

describe("a card", () => {
  test("is a PDF that says whose it is, until when, and bears the code that verifies it", async () => {
    const { id } = await card();
    const [made] = (await entryDocuments(town.ctx, MEMBER, id)).made;
    const { headers } = await town.sitting("holder");
    const answer = await town.app.request(`/${MEMBER}/demandes/${id}/documents/${made?.id}`, { headers });
    const { text, tagged, pages } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(tagged).toBe(true);
    expect(pages).toHaveLength(1);
    const said = text.replaceAll(/[\u00a0\u202f]/g, " ");
    for (const words of ["Weber", "Zone Nord", "Valable jusqu’au 3 mars 2027", made?.code ?? "?"]) {
      expect(said).toContain(words);
    }
  });

  test("holds, and shows what its definition lets be seen, to anyone", async () => {
    const [code = ""] = await (await card()).codes();
    const page = await verified(code);
    expect(page).toContain("Carte d’essai : valable jusqu’au 3 mars 2027.");
    expect(page).toMatch(/<dt>Zone<\/dt><dd>Nord<\/dd>/);
    expect(page).not.toContain("Weber");
    expect(page).not.toContain("weber@");
  });

  test("no longer holds once it is withdrawn, and shows nothing any more", async () => {
    const { id, codes } = await card();
    const [code = ""] = await codes();
    await decides(town, id, "retirer");
    const page = await verified(code);
    expect(page).toContain("elle n’est plus valable. Elle a été retirée ou remplacée.");
    expect(page).not.toContain("Nord");
  });

  test("gives way to a later one of the same request", async () => {
    const { id, codes } = await card();
    await decides(town, id, "reediter");
    await drain(town.ctx);
    const [latest = "", first = ""] = await codes();
    expect(await verified(latest)).toContain("valable jusqu’au");
    expect(await verified(first)).toContain("une carte plus récente");
  });

  test("is over the day after its last, before any timer has run", async () => {
    const [code = ""] = await (await card()).codes();
    town.advance(365 * DAY);
    expect(await verified(code)).toContain("valable jusqu’au 3 mars 2027");
    town.advance(DAY);
    expect(await verified(code)).toContain("elle n’est plus valable depuis le 3 mars 2027");
    town.advance(-366 * DAY);
  });

  test("is looked at by people whom the log names when they are agents", async () => {
    const { id, codes } = await card();
    const [code = ""] = await codes();
    await verified(code);
    await verified(code, "agent");
    await auditWritten(town.ctx);
    const rows = await searchAudit(town.ctx.db, { member: MEMBER, actions: ["card"], target: id, limit: 10 });
    expect(rows.map(({ actor }) => actor.name ?? actor.kind)).toEqual(
      expect.arrayContaining(["anonymous", "Sophie Muller"]),
    );
    expect(rows.map(({ definition, detail }) => [definition, detail])).toContainEqual([CARD.id, { card: "valid" }]);
  });

  test("is not found by trying codes: a hundred and twenty an hour, then one is told to wait", async () => {
    let last = new Response();
    for (let count = 0; count <= 130 && last.status !== 429; count += 1) {
      last = await town.app.request(`/${MEMBER}/verifier/2222-3333-${String(2000 + count).replaceAll(/[01]/g, "2")}`);
    }
    expect(last.status).toBe(429);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
