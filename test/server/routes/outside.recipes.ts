import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { CONFIRM_ADDRESS } from "../../../server/commands/outside-account.ts";
import { issueToken } from "../../../server/identity/one-time-codes.ts";
import { enrol, newSecret } from "../../../server/identity/second-factor.ts";
import { insertAccount } from "../../../server/store/accounts.ts";
import { MEMBER } from "../town-places.ts";
import { hire, PASSWORD, type Town } from "../whole-town.ts";
import type { Recipe, Sending } from "./try-route.ts";

const FRANCECONNECT = "/connexion/franceconnect";
const PROCONNECT = "/agent/connexion/proconnect";
const CODE = "/agent/connexion/code";
const HOUR = 3_600_000;

/** The cookies an answer sets, as a browser sends them back. */
const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .join("; ");

/** A browser that has left for a provider, on its way back. */
async function away({ app }: Town, path: string) {
  const left = await app.request(path);
  const state = new URL(left.headers.get("location") ?? "").searchParams.get("state") ?? "";
  return { query: { state }, headers: { Cookie: cookiesOf(left) } };
}

/** Someone FranceConnect knows and we do not, who has not chosen yet. */
async function newcomer(town: Town): Promise<Sending> {
  const { query, headers } = await away(town, FRANCECONNECT);
  const back = await town.app.request(`${FRANCECONNECT}/retour?state=${query.state}`, { headers });
  return { headers: { Cookie: cookiesOf(back) } };
}

/** The link that confirms the address of an account which has none. */
async function address({ ctx }: Town): Promise<Sending> {
  const account = { id: randomUUID(), name: "Louise Dubois", email: null, passwordHash: null };
  await insertAccount(ctx.db, account);
  const payload = { account: account.id, email: `${randomUUID()}@exemple.fr` };
  return { params: { token: await issueToken(ctx, CONFIRM_ADDRESS, payload, HOUR) } };
}

/** An agent who has given her password and must give her code. */
async function halfway({ app, ctx }: Town): Promise<Sending> {
  const { agent } = await hire(ctx, "Nora Code", MEMBER, ["agent"]);
  if (!agent) throw new Error("no agent");
  const secret = newSecret(ctx);
  const code = (seconds: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ctx.clock().getTime() + seconds * 1000 });
  await enrol(ctx, agent, secret, code(0));
  const body = new URLSearchParams({ email: agent.email, password: PASSWORD });
  const given = await app.request("/agent/connexion", {
    ...{ method: "POST", body },
    headers: { "Sec-Fetch-Site": "same-origin" },
  });
  return { headers: { Cookie: cookiesOf(given) }, form: { code: code(30) } };
}

/** Requests of FranceConnect, ProConnect and codes: see every-route.recipes.ts. */
export const OUTSIDE_RECIPES: Readonly<Record<string, Recipe>> = {
  [`GET ${FRANCECONNECT}/retour`]: (town) => away(town, FRANCECONNECT),
  [`GET ${FRANCECONNECT}/premiere`]: newcomer,
  [`GET ${FRANCECONNECT}/abandon`]: newcomer,
  [`POST ${FRANCECONNECT}/premiere`]: async (town) => ({
    ...(await newcomer(town)),
    form: { choix: "create", email: "" },
  }),
  [`GET ${FRANCECONNECT}/adresse/:token`]: address,
  [`POST ${FRANCECONNECT}/adresse/:token`]: address,
  [`GET ${PROCONNECT}/retour`]: async (town) => {
    const { agent } = await hire(town.ctx, "Nora Code", MEMBER, ["agent"]);
    const { query, headers } = await away(town, PROCONNECT);
    return { query: { ...query, email: agent?.email ?? "" }, headers };
  },
  [`GET ${CODE}`]: halfway,
  [`POST ${CODE}`]: halfway,
};
