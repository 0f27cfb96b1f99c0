import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { writeDemoFile } from "../../../server/demo/demo-file.ts";
import { sealForm } from "../../../server/identity/keep-form.ts";
import { requireAgent } from "../../../server/identity/require.ts";
import { saveMemberSettings } from "../../../server/store/member-settings.ts";
import { addAgent } from "../identity/installation.ts";
import { type OutsideTown, openOutsideTown, type Shown, Traveller } from "./outside-town.ts";

const START = "/agent/connexion/proconnect";
const SOPHIE = "sophie@mulhouse.example";
const WITH_MFA = { preuve: "double" };

let town: OutsideTown;
let browser: Traveller;

beforeAll(async () => {
  town = await openOutsideTown((app) => {
    app.get("/:member/agent", async (c) => {
      const agent = await requireAgent(c, c.req.param("member"));
      return agent.ok ? c.html(`file de ${agent.value.agent.email} ${agent.value.session.via}`) : agent.response;
    });
  });
  const agent = (email: string, member: string) => {
    return { name: "Sophie Muller", email, member, units: [], roles: [], password: "", token: "" };
  };
  await writeDemoFile(town.ctx.config, {
    url: town.url,
    citizens: [],
    agents: [agent(SOPHIE, "mulhouse"), agent("rixheim@exemple.fr", "rixheim")],
  });
});
beforeEach(async () => {
  browser = new Traveller(town.url);
  await town.ctx.db`delete from session`;
  await readAs(town.ctx.db, { system: true }, (tx) => tx`delete from agent`);
  await town.ctx.db`delete from rate_limit`;
  await saveMemberSettings(town.ctx.db, "mulhouse", { requireMfa: false });
});
afterAll(() => town.stop());

const signsInAs = async (person: string, more: Readonly<Record<string, string>> = {}, start = START): Promise<Shown> =>
  browser.choose(await browser.go(start), person, more);

const disable = (email: string) =>
  readAs(town.ctx.db, { system: true }, (tx) => tx`update agent set disabled_at = now() where email = ${email}`);

describe("leaving for ProConnect", () => {
  test("sends what it documents and nothing else: it refuses the rest", async () => {
    const url = new URL((await browser.ask(START)).headers.get("location") ?? "");
    expect([...url.searchParams.keys()].sort()).toEqual(
      ["claims", "client_id", "nonce", "redirect_uri", "response_type", "scope", "state"].sort(),
    );
    expect(url.searchParams.get("scope")?.split(" ")).toEqual(
      expect.arrayContaining(["openid", "given_name", "usual_name", "email", "uid", "siret", "idp_id"]),
    );
    expect(JSON.parse(url.searchParams.get("claims") ?? "")).toEqual({ id_token: { amr: { essential: true } } });
    url.searchParams.set("code_challenge", "x");
    const refused = await browser.ask(url.href);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain("Y000400");
  });
});

describe("an agent whom ProConnect vouches for", () => {
  test("opens the back office of her member", async () => {
    await addAgent(town.ctx, SOPHIE);
    const page = await signsInAs(SOPHIE);
    expect(page.at).toBe("/mulhouse/agent");
    expect(page.html).toBe(`file de ${SOPHIE} proconnect`);
  });

  test("is known by her subject afterwards, whatever her address has become here", async () => {
    await addAgent(town.ctx, SOPHIE);
    await signsInAs(SOPHIE);
    await readAs(town.ctx.db, { system: true }, (tx) => tx`update agent set email = 's.muller@mulhouse.example'`);
    browser = new Traveller(town.url);
    expect((await signsInAs(SOPHIE)).html).toBe("file de s.muller@mulhouse.example proconnect");
  });

  test("is not another agent who took her address", async () => {
    await addAgent(town.ctx, SOPHIE);
    await signsInAs(SOPHIE);
    await town.ctx.db`update outside_identity set subject_hash = ${Buffer.alloc(32)}`;
    browser = new Traveller(town.url);
    const page = await signsInAs(SOPHIE);
    expect(page.status).toBe(403);
    expect(page.html).toContain("déjà reliée à une autre identité ProConnect");
  });

  test("is told when her employer is not of the group", async () => {
    await addAgent(town.ctx, "paul.ailleurs@agents.example");
    const page = await signsInAs("paul.ailleurs@agents.example");
    expect(page.status).toBe(403);
    expect(page.html).toContain("Votre employeur (SIREN 130025265) n’est pas une collectivité de ce groupe");
  });

  test("is told when nobody has created her access, and under which address to do it", async () => {
    const page = await signsInAs("lou.nouvelle@agents.example");
    expect(page.status).toBe(403);
    expect(page.html).toContain("lou.nouvelle@agents.example");
    expect((await browser.go("/mulhouse/agent")).at).toContain("/agent/connexion");
  });

  test("is told when her access is in another member than her employer", async () => {
    await addAgent(town.ctx, "rixheim@exemple.fr", "mulhouse");
    const page = await signsInAs("rixheim@exemple.fr");
    expect(page.status).toBe(403);
    expect(page.html).toContain("Votre accès est celui d’un agent de Ville de Mulhouse");
  });

  test("is told when her access was closed, before and after she was linked", async () => {
    await addAgent(town.ctx, SOPHIE);
    await signsInAs(SOPHIE);
    await disable(SOPHIE);
    browser = new Traveller(town.url);
    expect((await signsInAs(SOPHIE)).html).toContain("Votre accès a été fermé");
  });

  test("keeps the form under way", async () => {
    await addAgent(town.ctx, SOPHIE);
    const kept = sealForm(town.ctx, { path: "/mulhouse/agent", fields: [["motif", "illisible"]] }) ?? "";
    const page = await browser.choose(await browser.go(START, { _garde: kept }), SOPHIE);
    expect(page.html).toContain('value="illisible"');
  });

  test("signs out at ProConnect too", async () => {
    await addAgent(town.ctx, SOPHIE);
    await signsInAs(SOPHIE);
    const page = await browser.go("/agent/connexion");
    expect(page.at).toBe("/mulhouse/agent");
    // A form of the session is needed: the sign-in page of citizens has one.
    const answer = await browser.go("/connexion");
    const left = await browser.send(answer, "/deconnexion", {});
    expect(left.at).toContain("/demo/proconnect/api/v2/session/end");
  });
});

describe("a member that wants two proofs", () => {
  beforeEach(async () => {
    await addAgent(town.ctx, SOPHIE);
    await saveMemberSettings(town.ctx.db, "mulhouse", { requireMfa: true });
  });

  test("lets in an agent who gave them", async () => {
    expect((await signsInAs(SOPHIE, WITH_MFA)).at).toBe("/mulhouse/agent");
  });

  test("asks ProConnect again, insisting, when she gave one", async () => {
    const again = await signsInAs(SOPHIE);
    expect(again.at).toContain("/demo/proconnect/personne/");
    expect(again.html).toContain("Le service demande une double authentification");
    expect((await browser.choose(again, SOPHIE, WITH_MFA)).at).toBe("/mulhouse/agent");
  });

  test("refuses her, with a sentence, when ProConnect does not obtain them", async () => {
    const refused = await browser.choose(await signsInAs(SOPHIE), SOPHIE);
    expect(refused.status).toBe(401);
    expect(refused.html).toContain("Votre collectivité demande une double authentification");
    expect((await browser.go("/mulhouse/agent")).at).toContain("/agent/connexion");
    await auditWritten(town.ctx);
    const rows = await readAs(
      town.ctx.db,
      { member: "mulhouse" },
      (tx) => tx<{ detail: object }[]>`select detail from audit where action = 'sign-in-refused'`,
    );
    expect(rows.map(({ detail }) => detail)).toContainEqual({ via: "proconnect", why: "one-factor" });
  });
});
