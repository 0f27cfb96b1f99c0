import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endApiToken, makeApiToken } from "../../../server/commands/api-tokens.ts";
import { lendRights } from "../../../server/commands/lend-rights.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { dayEnd } from "../../../server/routes/admin/typed-day.ts";
import { saveShare } from "../../../server/store/sharing.ts";
import type { Browser } from "../identity/installation.ts";
import { openAdministration } from "./admin-office.ts";
import { atWork, GARDEN, hire, type Office, words } from "./back-office.ts";

const RIGHTS = "/mulhouse/agent/administration/droits";

let office: Office;
let browser: Browser;
let sophie: AgentIdentity;
let paul: AgentIdentity;
let chief: AgentIdentity;

beforeAll(async () => {
  office = await openAdministration();
  chief = await hire(office.ctx, "Anne Keller", { roles: ["admin-fonctionnel"], units: [] });
  sophie = await hire(office.ctx, "Sophie Muller");
  paul = await hire(office.ctx, "Paul Haas", { roles: ["lecteur"], units: ["etat-civil"] });
  browser = await atWork(office, chief);
});
afterAll(() => office.stop());

const page = async (query: string) => words(await (await browser.get(`${RIGHTS}?${query}`)).text());

test("for a person, says what she may do with each definition, and because of what", async () => {
  const shown = await page(`agent=${sophie.id}`);
  expect(shown).toContain("Ce que peut faire Sophie Muller");
  expect(shown).toMatch(/Voir la liste Oui droit : agent, service Espaces verts/);
  expect(shown).toMatch(/Libérer à l’état « Occupée » Oui/);
  const his = await page(`agent=${paul.id}`);
  expect(his).toMatch(
    /Voir la liste Non réservé à : agent, lecteur ; a ce rôle, mais pour autre chose : lecteur, service État civil/,
  );
});

test("for a person, says what is lent to her, by whom and until when", async () => {
  const plan = { from: sophie.id, to: paul.id, definition: GARDEN.id, startsOn: "2026-03-03", endsOn: "2026-03-12" };
  expect((await lendRights(office.ctx, sophie, { ...plan, reason: "congés" })).ok).toBe(true);
  expect(await page(`agent=${paul.id}`)).toMatch(
    /Libérer à l’état « Occupée » Oui remplace Sophie Muller jusqu’au 12 mars 2026/,
  );
});

test("for a definition, names who may do each thing, shares with other members included", async () => {
  const share = { member: "mulhouse", definition: GARDEN.id, with: "rixheim", unit: null, role: "lecteur" } as const;
  await saveShare(office.ctx.db, share);
  const shown = await page(`definition=${GARDEN.id}`);
  expect(shown).toMatch(/Libérer à l’état « Occupée » agent Paul Haas – remplace Sophie Muller/);
  expect(shown).toMatch(/Voir la liste agent, lecteur .*Agents de Ville de Rixheim, par partage \(lecteur\)/);
  expect(shown.split("Agents de Ville de Rixheim")).toHaveLength(3);
});

test("for software, says what its token allows, until when, and what it leaves out", async () => {
  const plan = { name: "Cadastre", role: "agent", definitions: [GARDEN.id], expiresAt: dayEnd("2026-06-30") } as const;
  const [token, ended] = [randomUUID(), randomUUID()];
  const made = await makeApiToken(office.ctx, chief, { ...plan, id: token, verbs: ["read"] });
  expect(made.ok).toBe(true);
  await makeApiToken(office.ctx, chief, { ...plan, id: ended, name: "Ancien logiciel", verbs: ["read"] });
  await endApiToken(office.ctx, chief, ended);

  const shown = await page(`agent=${token}`);
  expect(shown).toContain("Ce que peut faire Cadastre (logiciel)");
  expect(shown).toMatch(/Lire un dossier Oui droit : agent, [^,]+, jusqu’au 30 juin 2026/);
  expect(shown).toMatch(/Libérer à l’état « Occupée » Non le jeton ne permet pas d’agir/);
  expect(await page(`agent=${ended}`)).toContain("Choisissez une personne");

  const garden = await page(`definition=${GARDEN.id}`);
  expect(garden).toMatch(/Voir la liste agent, lecteur .*Cadastre \(logiciel\) – droit : agent/);
  expect(garden).not.toMatch(/« Occupée » agent [^»]*Cadastre/);
  expect(garden).not.toContain("Ancien logiciel (logiciel)");
});

test("is for administrators, and shows nothing of another member's agents", async () => {
  const stranger = await hire(office.ctx, "Voisine", { member: "rixheim" });
  expect(await page(`agent=${stranger.id}`)).toContain("Choisissez une personne");
  expect(await page("agent=%27&definition=nulle/part")).toContain("Choisissez une personne");
  expect((await (await atWork(office, sophie)).get(RIGHTS)).status).toBe(403);
});
