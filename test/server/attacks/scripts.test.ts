import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parisDay } from "../../../engine/index.ts";
import { audit, auditWritten } from "../../../server/audit.ts";
import { makeApiToken } from "../../../server/commands/api-tokens.ts";
import { lendRights, yearAfter } from "../../../server/commands/lend-rights.ts";
import { publish } from "../../../server/commands/publish.ts";
import { publishOverlay } from "../../../server/commands/publish-overlay.ts";
import { adopt } from "../../../server/store/definitions.ts";
import { savePerson } from "../../../server/store/household.ts";
import { saveMember } from "../../../server/store/members.ts";
import { saveUnits } from "../../../server/store/units.ts";
import { drain } from "../../../server/worker/worker.ts";
import { ROWS } from "../routes/every-route.table.ts";
import { nameOf } from "../routes/try-route.ts";
import { MEMBER, MEMBERS, TERRACE } from "../town-places.ts";
import {
  begin,
  enrol,
  fileEntry,
  hire,
  openTown,
  type Sitting,
  type Someone,
  sit,
  type Town,
  upload,
} from "../whole-town.ts";
import { rightRequest } from "./attack.ts";
import { elementsOf } from "./elements.ts";
import { EVERYTHING, LINK, PROBE, SEARCH, TYPED } from "./everything.ts";

let town: Town;
let citizen: Someone;
let agent: Someone;
let entry: string;
let draft: string;

beforeAll(async () => {
  town = await openTown();
  const { ctx } = town;
  const published = await publish(town.database.app, [EVERYTHING]);
  if (!published.ok) throw new Error(JSON.stringify(published.issues));
  await adopt(town.database.app, MEMBER, EVERYTHING.id);
  const [member] = MEMBERS;
  if (!member) throw new Error("no member");
  const contact = {
    address: PROBE,
    email: PROBE,
    site: LINK,
    hours: PROBE,
    controller: PROBE,
    dpo: PROBE,
    phone: PROBE,
  };
  const logo = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`;
  await saveMember(ctx.db, {
    ...member,
    name: `Mulhouse ${PROBE}`,
    theme: { ...member.theme, logo, tagline: PROBE },
    contact,
  });
  const texts = { welcome: PROBE, legal: PROBE, privacy: PROBE, accessibility: PROBE };
  await ctx.db`update member set texts = ${ctx.db.json(texts)} where id = ${MEMBER}`;
  await saveUnits(ctx.db, MEMBER, [{ id: "voirie", name: PROBE, contact }]);
  await ctx.catalogue.reload();
  citizen = await enrol(ctx, PROBE);
  agent = await hire(ctx, PROBE, MEMBER, ["agent", "admin-membre", "admin-fonctionnel"]);
  const file = await upload(town, citizen, MEMBER, `${PROBE.replaceAll("/", "")}.pdf`);
  const voisin = await fileEntry(town, citizen, TERRACE, { nom: PROBE, courriel: "yvonne@exemple.fr" });
  await writeElsewhere(PROBE);
  const answers = {
    voisin,
    ligne: PROBE,
    texte: PROBE,
    bouton: PROBE,
    liste: PROBE,
    coches: [PROBE],
    fichiers: [file],
  };
  entry = await fileEntry(town, citizen, EVERYTHING, answers);
  draft = await begin(town, citizen, EVERYTHING);
}, 120_000);
afterAll(() => town.stop());

/** What administrators and colleagues write, and what citizens keep in their space. */
async function writeElsewhere(words: string): Promise<void> {
  const { ctx, people } = town;
  const [admin, holder] = [agent.agent, people.holder.account];
  if (!admin || !people.agent.agent || !holder) throw new Error("nobody");
  const nom = { title: words, description: words, shortTitle: words.slice(0, 20), messages: { required: words } };
  const personalised = { title: words, description: words, page: { summary: words, need: [words], next: words } };
  for (const [of, fields] of [
    [TERRACE, { nom }],
    [EVERYTHING, { liste: { title: words, choices: { [PROBE]: { title: words } } } }],
  ] as const) {
    const overlay = { of: of.id, base: of.version, ...personalised, fields };
    const published = await publishOverlay(ctx, { member: MEMBER, definition: of.id, overlay, agent: admin });
    if (!published.ok) throw new Error(JSON.stringify(published.issues));
  }
  const today = parisDay(ctx.clock().toISOString());
  const dates = { startsOn: today, endsOn: yearAfter(today), definition: null, reason: words };
  const lent = await lendRights(ctx, admin, { from: people.agent.agent.id, to: admin.id, ...dates });
  const expiresAt = new Date(ctx.clock().getTime() + 86_400_000);
  const token = { id: randomUUID(), name: words, role: "lecteur", definitions: [], verbs: ["read"], expiresAt };
  const made = await makeApiToken(ctx, admin, token);
  if (!lent.ok || !made.ok) throw new Error(JSON.stringify([lent, made]));
  const person = { id: randomUUID(), givenNames: words, familyName: words, birthDate: null, link: "enfant" } as const;
  await savePerson(ctx, holder.id, person);
  audit(ctx, { member: MEMBER, action: "rights", actor: { kind: "agent", ...admin }, detail: { [words]: [words] } });
  await auditWritten(ctx);
}

/** What of the payload came out as a part of the page: elements, attributes, addresses that run. */
function escaped(html: string): readonly string[] {
  return elementsOf(html).flatMap(({ name, attributes }) => {
    const links = ["href", "src", "action", "formaction"].map((each) => attributes.get(each) ?? "");
    const runs = links.some((link) => /^\s*(javascript|data:text|vbscript)/i.test(link));
    return name === "xss-probe" || attributes.has("onprobe") || runs ? [`${name} ${links.join(" ")}`] : [];
  });
}

async function page(
  path: string,
  { headers, csrf }: Sitting,
  form?: Readonly<Record<string, string>>,
): Promise<string> {
  const sent = { "Sec-Fetch-Site": "same-origin", ...headers };
  const body = form && new URLSearchParams({ _csrf: csrf, ...form });
  const answer = await town.app.request(path, { headers: sent, ...(body && { method: "POST", body }) });
  expect(answer.status, path).toBeLessThan(500);
  const html = await answer.text();
  expect(escaped(html), path).toEqual([]);
  return html;
}

const shows = (html: string) => expect(html).toMatch(/&lt;xss-probe|&lt;\/textarea|<textarea[^>]*>[^<]*&lt;/);
const BASE = `/${MEMBER}/agent/${EVERYTHING.id}`;

describe("a script typed or written anywhere stays a text", () => {
  test("on the pages anybody reads: the member's words, the service", async () => {
    const nobody = await town.sitting("nobody");
    shows(await page(`/${MEMBER}`, nobody));
    for (const path of ["mentions-legales", "accessibilite", "donnees-personnelles", EVERYTHING.id]) {
      shows(await page(`/${MEMBER}/${path}`, nobody));
    }
  });

  test("in every kind of field, right or wrong, and in what is sent", async () => {
    const sitting = await sit(town.ctx, citizen);
    const step = `/${MEMBER}/demarches/${draft}/demande`;
    shows(await page(step, sitting, TYPED));
    shows(await page(step, sitting));
    shows(await page(step, sitting, { ...TYPED, _reprise: "1" }));
    shows(await page(step, sitting, SEARCH));
    // Beyond a dozen, they are searched for.
    for (let more = 0; more < 12; more += 1) {
      await fileEntry(town, citizen, TERRACE, { nom: PROBE, courriel: "yvonne@exemple.fr" });
    }
    expect(await page(step, sitting, SEARCH)).toContain('value="search:/voisin"');
    await page(`/${MEMBER}/demarches/${draft}/verifier`, sitting);
    await page(`/${MEMBER}/demarches/${draft}/plus-tard`, sitting, { courriel: PROBE });
    shows(await page(`/${MEMBER}/demandes/${entry}`, sitting));
    shows(await page(`/${MEMBER}/demandes/${entry}?confirmation`, sitting));
    shows(await page("/mon-espace", sitting));
  });

  test("at the agent's: lists, searches, the entry, its files and history, the form", async () => {
    const sitting = await sit(town.ctx, agent);
    shows(await page(BASE, sitting));
    shows(
      await page(
        `${BASE}?q=${encodeURIComponent(PROBE)}&${encodeURIComponent("filter[ligne]")}=${encodeURIComponent(PROBE)}`,
        sitting,
      ),
    );
    shows(await page(`/${MEMBER}/agent?reference=${encodeURIComponent(PROBE)}`, sitting));
    shows(await page(`${BASE}/${entry}`, sitting));
    shows(await page(`${BASE}/nouveau`, sitting, TYPED));
    shows(await page(`${BASE}/nouveau`, sitting, SEARCH));
    await page(`${BASE}/${entry}/assigner`, sitting, { assignee: agent.agent?.id ?? "", revision: "1" });
    shows(await page(`${BASE}/${entry}`, sitting));
    for (const place of ["", "/agents", "/unites", "/collectivite", "/collectivite/presentation", "/catalogue"]) {
      shows(await page(`/${MEMBER}/agent/administration${place}`, sitting));
    }
    shows(await page(`/${MEMBER}/agent/definitions`, sitting));
  });

  test("in what administrators and colleagues write: words of a service, loans, tokens, the log", async () => {
    const sitting = await sit(town.ctx, agent);
    const overlay = `personnalisations/${TERRACE.id}`;
    const places = ["delegations", "jetons", "journal", "droits", "personnalisations", overlay, `${overlay}/mots`];
    for (const place of [...places, `${overlay}/questions`, `${overlay}/apercu/demande`]) {
      shows(await page(`/${MEMBER}/agent/administration/${place}`, sitting));
    }
    for (const place of ["", "/delegations", `/${TERRACE.id}`]) shows(await page(`/${MEMBER}/agent${place}`, sitting));
    const mots = `/${MEMBER}/agent/administration/${overlay}/mots`;
    await page(mots, sitting, { title: PROBE, "page.summary": PROBE });
    shows(await page(mots, sitting));
    const csv = await town.app.request(`/${MEMBER}/agent/administration/journal/export`, { headers: sitting.headers });
    expect(csv.headers.get("content-type")).toContain("text/csv");
    expect(csv.headers.get("content-disposition")).toMatch(/^attachment/);
  });

  test("in a citizen's space: her household, what fills her forms, her mandates", async () => {
    const sitting = await sit(town.ctx, town.people.holder);
    shows(await page("/mon-espace/foyer", sitting));
    const typed = { "root[prenoms]": PROBE, "root[nom]": PROBE, "root[telephone]": PROBE, "root[courriel]": PROBE };
    for (const path of ["/mon-espace/foyer/ajouter", "/mon-espace/informations", "/mon-espace/mandats/donner"]) {
      shows(await page(path, sitting, typed));
    }
  });

  test("in the forms that sign in and up, and in the mails a demonstration shows", async () => {
    const nobody = await town.sitting("nobody");
    for (const path of ["/connexion", "/agent/connexion", "/inscription", "/mot-de-passe", "/agent/mot-de-passe"]) {
      const form = { email: PROBE, prenom: PROBE, nom: PROBE, password: "x", retour: PROBE };
      shows(await page(path, nobody, form));
    }
    await drain(town.ctx);
    await page("/demo/messages", nobody);
  });

  test.each(ROWS.filter(({ method }) => method === "GET").map((row) => [nameOf(row), row] as const))(
    "in the address of %s",
    async (_, row) => {
      const { path, init } = await rightRequest(town, row);
      const names = [
        "q",
        "fait",
        "retour",
        "liste",
        "suivante",
        "reference",
        "etat",
        "tri",
        "erreurs",
        "rattachee",
        PROBE,
      ];
      const query = new URLSearchParams(names.map((name) => [name, PROBE]));
      for (const address of [`${path}?${query}`, `${path}/${encodeURIComponent(PROBE)}`]) {
        const answer = await town.app.request(address, init);
        expect(answer.status).toBeLessThan(500);
        const isPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
        if (isPage) expect(escaped(await answer.text())).toEqual([]);
      }
    },
  );
});
