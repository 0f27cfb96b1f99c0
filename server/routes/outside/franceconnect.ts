import type { Hono } from "hono";
import type { Json } from "../../../engine/index.ts";
import { renderFirstTime } from "../../../renderer/outside/first-time-page.tsx";
import { outside } from "../../../renderer/strings-outside.ts";
import type { AppEnv, PageContext } from "../../app-env.ts";
import { createOutsideAccount, linkOutsideAccount, noteOutsideSignIn } from "../../commands/outside-account.ts";
import { civilIdentity, shortName } from "../../connectors/franceconnect/civil-identity.ts";
import { clientAddress } from "../../identity/address.ts";
import { NOWHERE, type Onward, onwardFrom } from "../../identity/onward.ts";
import { outsideKey, pivotHash } from "../../identity/outside-key.ts";
import { endPending, readPending, startPending } from "../../identity/pending.ts";
import { signIn } from "../../identity/sessions.ts";
import type { AccountIdentity } from "../../identity/subject.ts";
import { leadOn, signInResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import type { Problem } from "../../problem.ts";
import { findLinked, isPivotKnown } from "../../store/outside-identities.ts";
import { SPACE } from "../account/account-scope.ts";
import { returnForSource } from "../front/source-trip.ts";
import { confirmAddressRoute, showAddressRoute } from "./confirm-address.ts";
import { signedOutRoute } from "./sign-out.ts";
import { arrive, departRoute, FRANCECONNECT, leaveHref } from "./trip-pages.ts";

const { path: PATH } = FRANCECONNECT;
const FIRST = `${PATH}/premiere`;
/** Name of the sign-in that waits for her to say which account is hers. */
const PENDING = "premiere";
const LIFE = 30 * 60_000;

/** Citizens who sign in by FranceConnect. */
export function registerFranceConnectRoutes(app: Hono<AppEnv>): void {
  app.on(["GET", "POST"], PATH, (c) => departRoute(c, FRANCECONNECT));
  app.get(`${PATH}/retour`, returnRoute);
  app.get(FIRST, firstTimeRoute);
  app.get(`${PATH}/abandon`, abandonRoute);
  app.post(FIRST, chooseRoute);
  app.get(`${PATH}/adresse/:token`, showAddressRoute);
  app.post(`${PATH}/adresse/:token`, confirmAddressRoute);
  app.get(`${PATH}/fin`, (c) => signedOutRoute(c, FRANCECONNECT));
}

/** GET …/retour: ends a departure for data (`source-trip.ts`); else signs in whoever is known by issuer and subject; anyone else says which account is hers. */
async function returnRoute(c: PageContext): Promise<Response> {
  const fetched = await returnForSource(c);
  if (fetched) return fetched;
  const arrived = await arrive(c, FRANCECONNECT);
  if (arrived instanceof Response) return arrived;
  const { ctx } = c.var;
  const { trip, vouched } = arrived;
  const known = await findLinked(ctx, outsideKey(ctx, vouched));
  if (known?.account) {
    await noteOutsideSignIn(ctx, known.account, vouched);
    return enter(c, known.account, vouched.idToken, trip);
  }
  const { issuer, subject, idToken, person } = vouched;
  const { back, kept } = trip;
  await startPending(c, PENDING, { issuer, subject, idToken, claims: claimsOf(person), back, kept }, LIFE);
  return c.redirect(FIRST, 303);
}

/** GET …/premiere: a new account, or hers. */
async function firstTimeRoute(c: PageContext): Promise<Response> {
  const waiting = await waitingFor(c);
  return waiting ? page(c, waiting, null, [], 200) : over(c);
}

/** POST …/premiere: what she chose. */
async function chooseRoute(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const waiting = await waitingFor(c);
  if (!waiting) return over(c);
  const field = (name: string) => form.fields.get(name)?.[0] ?? "";
  const choice = field("choix") === "link" ? "link" : "create";
  const email = field("email").slice(0, 320);
  if (form.resumed) return page(c, waiting, { choice, email }, [], 200);
  const address = clientAddress(c);
  const chosen =
    choice === "link"
      ? await linkOutsideAccount(c.var.ctx, waiting, { email, password: field("password"), address })
      : await createOutsideAccount(c.var.ctx, waiting, { email, address });
  if (!chosen.ok) return again(c, waiting, { choice, email }, chosen.problem);
  await endPending(c, PENDING);
  return enter(c, chosen.value, waiting.idToken, waiting);
}

/** GET …/abandon: forgets her here, and lets FranceConnect forget her too. */
async function abandonRoute(c: PageContext): Promise<Response> {
  const waiting = await endPending(c, PENDING);
  const idToken = waiting?.["idToken"];
  const href = typeof idToken === "string" ? await leaveHref(c, FRANCECONNECT, idToken) : null;
  return c.redirect(href ?? "/connexion", 303);
}

function again(
  c: PageContext,
  waiting: Waiting,
  typed: { readonly choice: "create" | "link"; readonly email: string },
  { detail, issues, retryAfter, status }: Problem,
): Promise<Response> {
  if (retryAfter !== undefined) c.header("Retry-After", String(retryAfter));
  const shown = issues.length > 0 ? issues : [{ pointer: "/email", message: detail }];
  return page(c, waiting, typed, shown, status === 429 ? 429 : 422);
}

async function page(
  c: PageContext,
  waiting: Waiting,
  typed: { readonly choice: "create" | "link"; readonly email: string } | null,
  issues: readonly { readonly pointer: string; readonly message: string }[],
  status: 200 | 422 | 429,
): Promise<Response> {
  const { ctx } = c.var;
  const { person } = waiting;
  c.header("Cache-Control", "no-store");
  const html = renderFirstTime({
    site: c.var.site(null),
    action: FIRST,
    name: shortName(person),
    recognised: await isPivotKnown(ctx.db, waiting.issuer, pivotHash(ctx, person)),
    sent: typed?.choice ?? null,
    emails: {
      create: typed?.choice === "create" ? typed.email : (person.email ?? ""),
      link: typed?.choice === "link" ? typed.email : "",
    },
    issues,
  });
  return c.html(html, status);
}

async function enter(c: PageContext, account: AccountIdentity, idToken: string, onward: Onward): Promise<Response> {
  await signIn(c, { account }, { via: "franceconnect", outside: idToken });
  return leadOn(c, onward, SPACE);
}

type Waiting = NonNullable<Awaited<ReturnType<typeof waitingFor>>>;

async function waitingFor(c: PageContext) {
  const kept = await readPending(c, PENDING);
  if (kept === null) return null;
  const text = (name: string) => (typeof kept[name] === "string" ? kept[name] : null);
  const [issuer, subject, idToken] = [text("issuer"), text("subject"), text("idToken")];
  const claims = kept["claims"];
  const isClaims = typeof claims === "object" && claims !== null && !Array.isArray(claims);
  const person = isClaims ? civilIdentity(claims as { readonly [name: string]: Json }) : null;
  if (issuer === null || subject === null || idToken === null || person === null) return null;
  return { issuer, subject, idToken, person, ...onwardFrom(kept) };
}

const claimsOf = (person: NonNullable<ReturnType<typeof civilIdentity>>): { readonly [name: string]: Json } => ({
  family_name: person.familyName,
  given_name: person.givenNames.join(" "),
  given_name_array: [...person.givenNames],
  birthdate: person.birthdate,
  gender: person.gender,
  birthplace: person.birthplace,
  birthcountry: person.birthcountry,
  ...(person.email !== null && { email: person.email }),
});

async function over(c: PageContext): Promise<Response> {
  const reason = outside.first.over;
  return signInResponse(c, { person: "citizen", email: "", issues: [], reason, ...NOWHERE }, 401);
}
