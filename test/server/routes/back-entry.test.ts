import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { Browser, hidden } from "../identity/installation.ts";
import { atWork, fieldsOf, file, hire, type Office, openOffice, signIn, stored, words } from "./back-office.ts";

const QUEUE = `/mulhouse/agent/${PERMIT.id}`;
let office: Office;
let anne: AgentIdentity;
let jean: AgentIdentity;
let hers: Browser;
let his: Browser;

beforeAll(async () => {
  office = await openOffice();
  anne = await hire(office.ctx, "Anne Keller");
  jean = await hire(office.ctx, "Jean Roth");
  hers = await atWork(office, anne);
  his = await atWork(office, jean);
});
afterAll(() => office.stop());

const demande = () => file(office, anne, PERMIT, { nom: "Muller", places: 2 });
const page = async (browser: Browser, path: string) => (await browser.get(path)).text();
const eventPath = (id: string, type: string) => `${QUEUE}/${id}/evenements/${type}`;

/** What the button or the form of an event would post, from the page of the entry. */
async function form(browser: Browser, id: string, type: string, query = ""): Promise<Record<string, string>> {
  return fieldsOf(await page(browser, `${QUEUE}/${id}${query}`), eventPath(id, type));
}

describe("an agent acts", () => {
  test("and is told what was done, with the next entry to open", async () => {
    const id = await demande();
    const next = await demande();
    const answer = await hers.post(eventPath(id, "accepter"), await form(hers, id, "accepter"));
    expect(answer.status).toBe(303);
    const after = await page(hers, answer.headers.get("location") ?? "");
    expect(words(after)).toContain("C’est fait : Accepter. Demande suivante");
    expect(after).toContain(`href="${QUEUE}/${next}"`);
    expect((await stored(office, id)).entry.state).toBe("acceptee");
  });

  test("twice by a double press, and it counts once", async () => {
    const id = await demande();
    const pressed = await form(hers, id, "accepter");
    const answers = [
      await hers.post(eventPath(id, "accepter"), pressed),
      await hers.post(eventPath(id, "accepter"), pressed),
    ];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await stored(office, id)).history).toHaveLength(2);
  });

  test("with the form of the event, open in place", async () => {
    const id = await demande();
    const fields = await form(hers, id, "refuser", "?evenement=refuser");
    const answer = await hers.post(eventPath(id, "refuser"), { ...fields, "root[motif]": "Voie trop étroite" });
    expect(answer.status).toBe(303);
    const { entry, history } = await stored(office, id);
    expect(entry.state).toBe("refusee");
    expect(history.at(-1)?.data.answers).toEqual({ motif: "Voie trop étroite" });
  });

  test("with answers to correct: nothing is done, nothing typed is lost", async () => {
    const id = await demande();
    const fields = await form(hers, id, "refuser", "?evenement=refuser");
    const answer = await hers.post(eventPath(id, "refuser"), { ...fields, "root[motif]": "  " });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('<a href="#root_motif">');
    expect(html).toContain('id="erreurs"');
    expect((await stored(office, id)).history).toHaveLength(1);
  });

  test("without JavaScript or with it: a drawing of the fields does nothing", async () => {
    const id = await demande();
    const fields = { ...(await form(hers, id, "refuser", "?evenement=refuser")), "root[motif]": "Trop étroit" };
    const headers = { "Sec-Fetch-Site": "same-origin", "X-Partial": "fields" };
    const answer = await hers.post(eventPath(id, "refuser"), fields, headers);
    const html = await answer.text();
    expect([answer.status, html.startsWith('<div class="fields')]).toEqual([200, true]);
    expect(html).toContain("Trop étroit");
    expect((await stored(office, id)).history).toHaveLength(1);
  });

  test("on an event that does not exist here", async () => {
    const id = await demande();
    const fields = await form(hers, id, "accepter");
    const answer = await hers.post(eventPath(id, "reprendre"), fields);
    expect(answer.status).toBe(409);
    expect(words(await answer.text())).toContain("Votre action n’a pas été faite");
    expect((await hers.post(eventPath(id, "%00"), fields)).status).toBe(409);
  });

  test("without the revision: she must look again", async () => {
    const id = await demande();
    const { revision: _, ...fields } = await form(hers, id, "accepter");
    expect((await hers.post(eventPath(id, "accepter"), fields)).status).toBe(409);
    expect((await stored(office, id)).history).toHaveLength(1);
  });
});

describe("two agents act at once", () => {
  test("the second is told what happened, keeps what she typed, and may send it again", async () => {
    const id = await demande();
    const fields = await form(hers, id, "refuser", "?evenement=refuser");
    await his.post(eventPath(id, "modifier"), {
      ...(await form(his, id, "modifier", "?evenement=modifier")),
      "root[nom]": "Muller",
      "root[places]": "3",
    });
    const answer = await hers.post(eventPath(id, "refuser"), { ...fields, "root[motif]": "Voie trop étroite" });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toMatch(/<div id="erreurs" role="alert"[^>]*data-focus/);
    expect(words(html)).toContain("Jean Roth : Modifier, 3 mars 2026 à 10 h");
    expect(words(html)).toContain("Places 2 3");
    expect(html).toContain("Voie trop étroite</textarea>");
    const again = { ...fieldsOf(html, eventPath(id, "refuser")), "root[motif]": "Voie trop étroite" };
    expect((await hers.post(eventPath(id, "refuser"), again)).status).toBe(303);
  });

  test("the second, whose action is no longer possible, still reads what she had typed", async () => {
    const id = await demande();
    const fields = await form(hers, id, "refuser", "?evenement=refuser");
    await his.post(eventPath(id, "accepter"), await form(his, id, "accepter"));
    const answer = await hers.post(eventPath(id, "refuser"), { ...fields, "root[motif]": "Voie trop étroite" });
    expect(answer.status).toBe(409);
    const text = words(await answer.text());
    expect(text).toContain("Jean Roth : Accepter");
    expect(text).toContain("elle n’est plus possible à cette étape. Ce que vous aviez saisi : Motif Voie trop étroite");
    expect((await stored(office, id)).entry.state).toBe("acceptee");
  });

  test("who edit different fields: the second sees the first's change in her form, and undoes nothing", async () => {
    const id = await demande();
    const fields = await form(hers, id, "modifier", "?evenement=modifier");
    await his.post(eventPath(id, "modifier"), {
      ...(await form(his, id, "modifier", "?evenement=modifier")),
      "root[nom]": "Muller",
      "root[places]": "3",
    });
    const answer = await hers.post(eventPath(id, "modifier"), {
      ...fields,
      "root[nom]": "Muller-Weber",
      "root[places]": "2",
    });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toMatch(/name="root\[nom\]"[^>]*value="Muller-Weber"|value="Muller-Weber"[^>]*name="root\[nom\]"/);
    expect(html).toMatch(/name="root\[places\]"[^>]*value="3"|value="3"[^>]*name="root\[places\]"/);
  });
});

describe("an entry is given", () => {
  const assign = async (browser: Browser, id: string, assignee: string) =>
    browser.post(`${QUEUE}/${id}/assigner`, {
      ...fieldsOf(await page(browser, `${QUEUE}/${id}`), `${QUEUE}/${id}/assigner`),
      assignee,
    });

  test("to me, to a colleague, to nobody; the history says so", async () => {
    const id = await demande();
    expect((await assign(hers, id, anne.id)).status).toBe(303);
    expect((await assign(hers, id, jean.id)).status).toBe(303);
    expect((await stored(office, id)).entry.assignee).toBe(jean.id);
    expect((await assign(his, id, "personne")).status).toBe(303);
    expect((await stored(office, id)).entry.assignee).toBeNull();
    const told = words(await page(hers, `${QUEUE}/${id}`));
    expect(told).toMatch(/Attribution retirée par Jean Roth.*Attribution à Jean Roth par Anne Keller/);
  });

  test("to nobody by mistake: a choice left blank changes nothing", async () => {
    const id = await demande();
    await assign(hers, id, anne.id);
    const answer = await assign(hers, id, "");
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain("Choisissez le collègue");
    expect((await stored(office, id)).entry.assignee).toBe(anne.id);
  });

  test("to someone who does not work here: refused", async () => {
    const id = await demande();
    const elsewhere = await hire(office.ctx, "Paul Ott", { member: "rixheim" });
    expect((await assign(hers, id, elsewhere.id)).status).toBe(422);
    expect((await assign(hers, id, "n’importe quoi")).status).toBe(422);
  });
});

describe("someone who only reads", () => {
  test("sees the entry, nothing to press, and acts on nothing", async () => {
    const id = await demande();
    const reader = await atWork(office, await hire(office.ctx, "Lise Bauer", { roles: ["lecteur"] }));
    const html = await page(reader, `${QUEUE}/${id}`);
    const main = html.slice(html.indexOf("<main"));
    expect(main).not.toContain("<button");
    const csrf = { _csrf: hidden(await page(reader, "/agent/connexion"), "_csrf") };
    expect((await reader.post(eventPath(id, "accepter"), { ...csrf, revision: "1" })).status).toBe(403);
    expect((await reader.post(`${QUEUE}/${id}/assigner`, { ...csrf, revision: "1", assignee: anne.id })).status).toBe(
      403,
    );
    expect((await stored(office, id)).history).toHaveLength(1);
  });
});

describe("a session that ended", () => {
  test("gives the form back after signing in, filled, and does nothing by itself", async () => {
    const id = await demande();
    const fields = { ...(await form(hers, id, "refuser", "?evenement=refuser")), "root[motif]": "Voie trop étroite" };
    const late = new Browser(office.app);
    const asked = await late.post(eventPath(id, "refuser"), fields);
    expect(asked.status).toBe(401);
    const signed = await signIn(late, anne, await asked.text());
    const resume = await signed.text();
    const again = fieldsOf(resume, eventPath(id, "refuser"));
    expect(again["root[motif]"]).toBe("Voie trop étroite");
    const shown = await late.post(eventPath(id, "refuser"), again);
    expect(shown.status).toBe(200);
    const html = await shown.text();
    expect(html).toContain("Voie trop étroite</textarea>");
    expect((await stored(office, id)).history).toHaveLength(1);
    const sent = await late.post(eventPath(id, "refuser"), {
      ...fieldsOf(html, eventPath(id, "refuser")),
      "root[motif]": "Voie trop étroite",
    });
    expect(sent.status).toBe(303);
  });
});
