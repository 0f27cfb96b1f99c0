import { type CellObject, read as readWorkbook } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { actorFor } from "../../../server/identity/actor-for.ts";
import { stepsCounted, sweepSent } from "../../../server/step-counter.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { readStepCounts, SENT } from "../../../server/store/form-counts.ts";
import { withOpinion } from "../../../server/worker/opinion-line.ts";
import { asksFirst } from "../../helpers/asks-first.ts";
import { Browser, hidden } from "../identity/installation.ts";
import type { Person } from "../town-people.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { fileEntry, openTown, subjectOf, type Town } from "../whole-town.ts";

let town: Town;
let entry: string;
const FIGURES = `/${MEMBER}/agent/chiffres`;
const about = (query: Record<string, string>) => new URLSearchParams({ demarche: TERRACE.id, ...query }).toString();

beforeAll(async () => {
  town = await openTown();
  entry = await fileEntry(town, town.people.holder);
  await fileEntry(town, town.people.holder, TERRACE, { nom: '=cmd|"/c calc"!A1', courriel: "a@exemple.fr" });
});
afterAll(() => town.stop());

async function asks(
  person: Person,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; text: string; response: Response }> {
  const { headers } = await town.sitting(person);
  const response = await town.app.request(path, { ...init, headers: { ...headers, ...init.headers } });
  return { status: response.status, text: await response.clone().text(), response };
}

/** What a workbook holds, sheet by sheet. */
async function sheetsOf(response: Response) {
  const book = readWorkbook(Buffer.from(await response.arrayBuffer()));
  const [first, ...others] = book.SheetNames.map((name) => {
    const cells = Object.entries(book.Sheets[name] ?? {}).flatMap(([at, cell]) => (at.startsWith("!") ? [] : [cell]));
    return { name, cells: cells as readonly CellObject[] };
  });
  if (!first) throw new Error("no sheet");
  return [first, ...others] as const;
}

async function posts(person: Person, path: string, fields: Record<string, string>) {
  const { headers, csrf } = await town.sitting(person);
  const body = new URLSearchParams({ _csrf: csrf, ...fields });
  return town.app.request(path, { method: "POST", body, headers: { ...headers, "Sec-Fetch-Site": "same-origin" } });
}

/** Sends an event of an agent. */
async function sends(type: string, id: string): Promise<void> {
  const actor = actorFor(town.ctx, subjectOf(town.people.agent), MEMBER, TERRACE);
  const sent = await sendEvent(town.ctx, { member: MEMBER, definitionId: TERRACE.id, id, actor, type, revision: null });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}

describe("a statistic", () => {
  test("is read by who may read the entries, a reader included, and by nobody else", async () => {
    const path = `${FIGURES}/composer?${about({ par: "etat" })}`;
    for (const person of ["agent", "reader", "delegate"] as const) {
      expect((await asks(person, path)).text).toContain("2 demandes");
    }
    for (const person of ["unit", "functional", "member"] as const) {
      const { text } = await asks(person, path);
      expect(text).toContain("ne vous est pas ouverte");
      expect(text).not.toContain("2 demandes");
    }
    expect((await asks("elsewhere", path)).status).toBe(404);
  });

  test("never fails, whatever its address asks, and says what is wrong", async () => {
    const hostile = [
      { par: "'; drop table entry; --" },
      { par: "champ:__proto__" },
      { par: "champ:constructor" },
      { par: "toString" },
      { mesure: "median); delete from entry" },
      { mesure: "somme", champ: "nom" },
      { mesure: "centile", champ: "answers", centile: "1e9" },
      { mesure: "delai-median", de: "nulle-part", vers: "nulle-part" },
      { periode: "dates", du: "2026-02-31", au: "pas une date" },
      { periode: "dates", du: "0001-01-01", au: "9999-12-31", par: "jour" },
      { periode: "tout", par: "jour", sur: "champ:nom" },
      { "filtre[nom]": "Chez Yvonne" },
      { etat: "nulle-part" },
      { collectivite: "rixheim" },
      { si: "nom ==" },
      { si: "nom.matches('(a+)+$')" },
      { si: `${"(".repeat(400)}true${")".repeat(400)}` },
      { si: "size(nom) > 3" },
    ];
    for (const query of hostile) {
      const { status, text } = await asks("agent", `${FIGURES}/composer?${about(query as Record<string, string>)}`);
      expect(status, JSON.stringify(query)).toBe(422);
      expect(text, JSON.stringify(query)).toContain('class="summary"');
    }
    const nul = await asks("agent", `${FIGURES}/composer?${about({ par: "mois" })}&si=%00&filtre%5B%00%5D=%00`);
    expect(nul.status).toBeLessThan(500);
  });

  test("that typed values group is exported without anything a spreadsheet would run, and the export is logged", async () => {
    const query = about({ par: "champ:nom" });
    const csv = await asks("agent", `${FIGURES}/export.csv?${query}`);
    expect(csv.text).toContain(`"'=cmd|`);
    const xlsx = await asks("agent", `${FIGURES}/export.xlsx?${query}`);
    const [{ cells }] = await sheetsOf(xlsx.response);
    expect(cells.filter(({ v }) => /^=cmd\|/.test(String(v)))).toEqual([expect.objectContaining({ t: "s" })]);
    expect(cells.filter(({ f }) => f !== undefined)).toEqual([]);
    await auditWritten(town.ctx);
    const logged = await searchAudit(town.ctx.db, { member: MEMBER, actions: ["export"], limit: 10 });
    expect(logged.map(({ detail }) => detail)).toContainEqual({ of: "figures", rows: 2 });
  });

  test("is kept, shared and put on a dashboard by its maker, and gives each reader only what is open to her", async () => {
    const question = about({ par: "etat" });
    const empty = await posts("agent", `${FIGURES}/garder`, { question, nom: " ", partage: "member" });
    expect(empty.status).toBe(422);
    expect(await empty.text()).toContain("Écrivez un nom.");
    const kept = await posts("agent", `${FIGURES}/garder`, { question, nom: "Mes terrasses", partage: "member" });
    const path = (kept.headers.get("location") ?? "").split("?")[0] ?? "";
    expect((await asks("reader", path)).text).toContain("2 demandes");
    expect((await asks("unit", path)).text).toContain("ne vous est pas ouverte");
    const id = path.split("/").at(-1) ?? "";
    await posts("agent", `${FIGURES}/tableau`, { statistique: id, tableau: "mine", geste: "ajouter" });
    expect((await asks("agent", FIGURES)).text).toContain("Mes terrasses");
    const forbidden = await posts("agent", `${FIGURES}/tableau`, {
      statistique: id,
      tableau: "member",
      geste: "ajouter",
    });
    expect(forbidden.status).toBe(403);
    const allowed = await posts("member", `${FIGURES}/tableau`, {
      statistique: id,
      tableau: "member",
      geste: "ajouter",
    });
    expect(allowed.status).toBe(303);
    const own = await posts("agent", `${FIGURES}/garder`, { question, nom: "À moi", partage: "own" });
    const mine = (own.headers.get("location") ?? "").split("?")[0] ?? "";
    expect((await asks("reader", mine)).status).toBe(404);
    expect((await posts("reader", `${path}/supprimer`, {})).status).toBe(404);
  });

  test("stays on its dashboard however many others are shared, and the page says when it does not list them all", async () => {
    const kept = await posts("agent", `${FIGURES}/garder`, {
      question: about({ par: "etat" }),
      nom: "Zèbres",
      partage: "own",
    });
    const id = (kept.headers.get("location") ?? "").split("?")[0]?.split("/").at(-1) ?? "";
    await posts("agent", `${FIGURES}/tableau`, { statistique: id, tableau: "mine", geste: "ajouter" });
    expect((await asks("agent", FIGURES)).text).not.toContain("Seules 500");
    await withActor(town.ctx.db, { member: MEMBER }, async (tx) => {
      await tx`
        insert into statistic (member_id, id, name, definition, params, owner, sharing, created_at, updated_at)
        select member_id, gen_random_uuid(), 'Autre ' || n, definition, params, gen_random_uuid(), 'member', created_at, updated_at
        from statistic, generate_series(1, 500) n where id = ${id}`;
    });
    const { text } = await asks("agent", FIGURES);
    expect(text.match(/Zèbres/g)?.length).toBeGreaterThan(1);
    expect(text).toContain("Seules 500 sont montrées");
    await withActor(town.ctx.db, { member: MEMBER }, (tx) =>
      tx`delete from statistic where name like 'Autre %'`.then(() => undefined),
    );
  });

  test("of a unit is read in that unit only, and nobody shares with a unit that is not hers", async () => {
    const question = about({ par: "etat" });
    const other = await posts("agent", `${FIGURES}/garder`, { question, nom: "Ailleurs", partage: "unit:enfance" });
    expect(other.status).toBe(422);
    const kept = await posts("agent", `${FIGURES}/garder`, { question, nom: "Voirie", partage: "unit:voirie" });
    const path = (kept.headers.get("location") ?? "").split("?")[0] ?? "";
    expect((await asks("reader", path)).status).toBe(200);
    expect((await asks("unit", path)).status).toBe(404);
  });
});

describe("forms count how far they are filled", () => {
  const counts = async () => {
    await stepsCounted(town.ctx);
    const all = await readStepCounts(town.ctx.db, MEMBER, { definition: TERRACE.id, from: null, until: null });
    return new Map(all.map(({ step, reached, staying }) => [step, `${reached} dont ${staying}`]));
  };

  test("once, whatever is reloaded, and move from the step they were at", async () => {
    const browser = new Browser(town.app);
    const service = await (await browser.get(`/${MEMBER}/${TERRACE.id}`)).text();
    const begun = await browser.post(`/${MEMBER}/${TERRACE.id}/commencer`, { _csrf: hidden(service, "_csrf") });
    const step = begun.headers.get("location") ?? "";
    const form = await (await browser.get(step)).text();
    for (let time = 0; time < 3; time += 1) await browser.get(step);
    expect(await counts()).toEqual(new Map([["demande", "1 dont 1"]]));
    await browser.get(step);
    expect((await counts()).get("demande")).toBe("1 dont 1");
    const answers = { "root[nom]": "Chez Yvonne", "root[courriel]": "y@exemple.fr", _csrf: hidden(form, "_csrf") };
    const saved = await browser.post(step, answers);
    const check = saved.headers.get("location") ?? "";
    const page = await (await browser.get(check)).text();
    expect(await counts()).toEqual(
      new Map([
        ["demande", "1 dont 0"],
        ["verifier", "1 dont 1"],
      ]),
    );
    await browser.post(check, { _csrf: hidden(page, "_csrf") });
    expect((await counts()).get(SENT)).toBe("1 dont 1");
    expect((await counts()).get("verifier")).toBe("1 dont 0");
  });

  test("and one that is left counts as given up after a week", async () => {
    const abandoned = async () => {
      const { text } = await asks("agent", `${FIGURES}/demarches/${TERRACE.id}`);
      return /<dt>Abandons<\/dt><dd>([^<]*)/.exec(text)?.[1];
    };
    const browser = new Browser(town.app);
    const service = await (await browser.get(`/${MEMBER}/${TERRACE.id}`)).text();
    const begun = await browser.post(`/${MEMBER}/${TERRACE.id}/commencer`, { _csrf: hidden(service, "_csrf") });
    await browser.get(begun.headers.get("location") ?? "");
    await stepsCounted(town.ctx);
    expect(await abandoned()).toBe("–");
    await town.database.owner.begin(async (tx) => {
      await tx`select set_config('guichet.member', ${MEMBER}, true)`;
      await tx`update form_count set day = day - 8`;
    });
    expect(await abandoned()).toBe("50\u202f%");
  });

  test("and a sending that a crash left uncounted counts later, once", async () => {
    const before = (await counts()).get(SENT);
    await town.database.owner.begin(async (tx) => {
      await tx`select set_config('guichet.member', ${MEMBER}, true)`;
      await tx`update draft set counted = array_remove(counted, ${SENT})`;
      await tx`update form_count set reached = 0, staying = 0 where step = ${SENT}`;
    });
    town.advance(120_000);
    await sweepSent(town.ctx);
    await sweepSent(town.ctx);
    expect((await counts()).get(SENT)).toBe(before);
  });
});

describe("the opinion after a decision", () => {
  const page = () => `/${MEMBER}/demandes/${entry}/avis`;

  test("is asked once the demande is settled, of who holds it only, and by the mail of the decision", async () => {
    expect((await asks("holder", page())).text).toContain("quand le service aura répondu");
    await sends("prendre-en-charge", entry);
    await sends("accepter", entry);
    expect((await asks("holder", `/${MEMBER}/demandes/${entry}`)).text).toContain(`${page()}"`);
    expect((await asks("citizen", page())).status).toBe(404);
    expect((await asks("agent", page())).status).toBe(404);
    expect((await asks("holder", page())).text).toContain("Êtes-vous satisfait");
    const settled = { state: "acceptee", revision: 3 };
    expect(withOpinion("Bonjour {{lien}}", TERRACE, settled, 3)).toContain("{{lien}}?vers=avis");
    expect(withOpinion("Bonjour {{lien}}", TERRACE, settled, 2)).toBe("Bonjour {{lien}}");
  });

  test("refuses an address or a number in its comment, and keeps what was typed", async () => {
    for (const commentaire of ["Écrivez-moi à y@exemple.fr", "Mon numéro : 06 12 34 56 78", "x".repeat(501)]) {
      const refused = await posts("holder", page(), { avis: "4", commentaire });
      expect(refused.status).toBe(422);
      const text = await refused.text();
      expect(text).toContain(commentaire);
      expect(text).toMatch(/value="4" checked/);
    }
    expect((await posts("holder", page(), { commentaire: "Bien" })).status).toBe(422);
  });

  test("is kept once, without the entry, and its comment is read and erased by who works the entries", async () => {
    await posts("holder", page(), { avis: "4", commentaire: "Rapide, merci Madame Muller" });
    await posts("holder", page(), { avis: "1", commentaire: "" });
    expect((await asks("holder", page())).text).toContain("déjà donné votre avis");
    const rows = await town.database.owner.begin(async (tx) => {
      await tx`select set_config('guichet.system', 'on', true)`;
      return tx<{ score: number; hash: string }[]>`select score, encode(entry_hash, 'hex') as hash from opinion`;
    });
    expect(rows.map(({ score }) => score)).toEqual([4]);
    expect(JSON.stringify(rows)).not.toContain(entry.replaceAll("-", ""));
    const comments = `${FIGURES}/demarches/${TERRACE.id}/avis`;
    const read = (await asks("reader", comments)).text;
    expect(read).toContain("Rapide, merci Madame Muller");
    // Of one opinion, neither the answer nor the day: they would say whose it is.
    expect(read).toContain("Moins de cinq avis");
    expect(read).not.toContain("Satisfait");
    expect(read).not.toMatch(
      /\d{1,2}(er)? (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) \d{4}<\/th>/,
    );
    expect((await asks("unit", comments)).status).toBe(404);
    const erase = `${comments}/${rows[0]?.hash}/effacer`;
    expect((await posts("reader", erase, {})).status).toBe(403);
    expect(asksFirst((await asks("agent", comments)).text, "/effacer")).toBe(true);
    expect((await posts("agent", erase, {})).status).toBe(303);
    expect((await asks("agent", comments)).text).not.toContain("Rapide");
    await auditWritten(town.ctx);
    const erased = await searchAudit(town.ctx.db, { member: MEMBER, actions: ["comment"], limit: 10 });
    expect(erased.map(({ actor }) => actor.id)).toEqual([town.people.agent.agent?.id]);
    const ready = await asks("agent", `${FIGURES}/demarches/${TERRACE.id}`);
    expect(ready.text).toContain("Moins de cinq avis");
  });
});

describe("the steering report", () => {
  test("is a member's own for its administrators, and the whole group's for who administers the group", async () => {
    const own = (await asks("member", `${FIGURES}/pilotage`)).text;
    expect(own).toContain("Ville de Mulhouse,");
    expect(own).not.toContain("Ville de Rixheim");
    const group = (await asks("group", "/m2a/agent/chiffres/pilotage")).text;
    expect(group).toContain("Ville de Rixheim");
    expect(group).toContain("Ensemble");
    expect((await asks("chief", "/m2a/agent/chiffres/pilotage")).text).not.toContain("Ville de Rixheim");
  });

  test("is found by administrators who have no list of their own", async () => {
    const { text } = await asks("member", `/${MEMBER}/agent`);
    expect(text).toContain(`href="${FIGURES}"`);
    expect((await asks("member", FIGURES)).text).toContain(`href="${FIGURES}/pilotage"`);
  });

  test("tells who reads demandes of those alone, téléservice by téléservice, and nobody else", async () => {
    const lines = async (person: Person) => {
      const { text } = await asks(person, `${FIGURES}/pilotage`);
      return { text, count: text.match(/data-label="Reçues"/g)?.length ?? 0 };
    };
    for (const person of ["agent", "reader", "delegate"] as const) {
      const { text } = await lines(person);
      expect(text).toContain("Vos démarches, Ville de Mulhouse");
      expect(text).toMatch(/data-label="Reçues" class="number">[1-9]/);
    }
    // The terrace alone, or with what the delegate reads of her own unit; the administrator has every one, and their sum.
    const services = town.ctx.catalogue.definitions(MEMBER).filter(({ kind }) => kind === "service").length;
    expect((await lines("reader")).count).toBe(1);
    expect((await lines("member")).count).toBe(services + 1);
    expect((await lines("unit")).text).not.toMatch(/data-label="Reçues" class="number">[1-9]/);
  });

  test("and the other pages take any period, without bounds or with days that do not exist", async () => {
    for (const query of ["periode=tout", "periode=dates&du=2026-02-31&au=2026-06-31", "periode=dates&au=2026-06-30"]) {
      for (const path of ["pilotage", `demarches/${TERRACE.id}`, `demarches/${TERRACE.id}/avis`]) {
        expect((await asks("agent", `${FIGURES}/${path}?${query}`)).status, `${path} ${query}`).toBe(200);
      }
    }
  });

  test("is made on paper and for a spreadsheet, which the log says in words", async () => {
    const pdf = await asks("group", "/m2a/agent/chiffres/pilotage.pdf");
    expect(pdf.text.slice(0, 5)).toBe("%PDF-");
    const own = await asks("reader", `${FIGURES}/pilotage.pdf`);
    expect(own.text.slice(0, 5)).toBe("%PDF-");
    await auditWritten(town.ctx);
    const log = (await asks("member", `/${MEMBER}/agent/administration/journal?quoi=export`)).text;
    expect(log).toContain("rapport de pilotage");
    const xlsx = await asks("group", "/m2a/agent/chiffres/pilotage.xlsx");
    const [summary, services] = await sheetsOf(xlsx.response);
    expect([summary.name, services?.name]).toEqual(["Rapport de pilotage", "Démarches les plus demandées"]);
    expect(summary.cells.find(({ v }) => v === "Ville de Rixheim")?.t).toBe("s");
    expect(summary.cells.filter(({ t }) => t === "n").length).toBeGreaterThan(3);
  });
});
