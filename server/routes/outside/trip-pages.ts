import { renderLeaving } from "../../../renderer/outside/leaving-page.tsx";
import { outside } from "../../../renderer/strings-outside.ts";
import type { PageContext } from "../../app-env.ts";
import type { Failure, IdentityProvider } from "../../connectors/openid/identity-provider.ts";
import { FRANCECONNECT_PATH, PROCONNECT_PATH } from "../../connectors/paths.ts";
import { addressKey } from "../../identity/address.ts";
import { issueToken } from "../../identity/one-time-codes.ts";
import { NOWHERE, type Onward, onwardOf } from "../../identity/onward.ts";
import { endTrip, startTrip, type Trip, tripOrigin } from "../../identity/trips.ts";
import { memberAtHost } from "../../member-url.ts";
import { noticeResponse, signInResponse } from "../../middleware/answers.ts";
import { notFound, tooMany } from "../../problem.ts";
import { take } from "../../store/rate-limit.ts";

/** One of the two providers, as its pages need it. */
export interface Way<Person> {
  readonly person: "citizen" | "agent";
  readonly name: "FranceConnect" | "ProConnect";
  readonly path: string;
  /** Where people who have signed out go. */
  readonly home: string;
  readonly via: "franceconnect" | "proconnect";
  readonly provider: (c: PageContext) => IdentityProvider<Person> | null;
}

export const FRANCECONNECT = {
  person: "citizen",
  name: "FranceConnect",
  path: FRANCECONNECT_PATH,
  home: "/",
  via: "franceconnect",
  provider: (c: PageContext) => c.var.ctx.identities?.franceConnect ?? null,
} as const;

export const PROCONNECT = {
  person: "agent",
  name: "ProConnect",
  path: PROCONNECT_PATH,
  home: "/agent/connexion",
  via: "proconnect",
  provider: (c: PageContext) => c.var.ctx.identities?.proConnect ?? null,
} as const;

/** Purpose of the state of a sign-out, and how long the provider may take to give the browser back, in milliseconds. */
export const SIGN_OUT = "outside-sign-out";
const SIGN_OUT_LIFE = 3_600_000;

/** Departures in a quarter of an hour from one network address; fewer when each keeps a form here. */
const DEPARTURES = { all: 300, withForm: 30, seconds: 15 * 60 };

/**
 * GET {path}?retour=, or POST {path} from a sign-in page that keeps a form: leaves for the provider. `mfa=1` insists on
 * two ways of proving who one is.
 */
export async function departRoute<P>(c: PageContext, way: Way<P>): Promise<Response> {
  return depart(c, way, { ...onwardOf(c), strong: c.req.query("mfa") === "1" });
}

/** Sends the browser to the provider, which must come back with what is remembered here. */
export async function depart<P>(c: PageContext, way: Way<P>, trip: Omit<Trip, "nonce">): Promise<Response> {
  const { ctx } = c.var;
  const provider = way.provider(c);
  if (provider === null) return noticeResponse(c, notFound());
  const { all, withForm, seconds } = DEPARTURES;
  const wait = await take(ctx, [
    { key: addressKey(c, "trip"), most: all, seconds },
    ...(trip.kept === null ? [] : [{ key: addressKey(c, "trip-form"), most: withForm, seconds }]),
  ]);
  if (wait !== null) return noticeResponse(c, tooMany(wait, "Trop d’essais de connexion."));
  const expected = await startTrip(c, way.via, trip);
  const url = await provider.begin({ ...expected, strong: trip.strong });
  if (!url.ok) return failed(c, way, url.failure, trip);
  if (c.req.method === "GET") return c.redirect(url.value.href, 303);
  const { title, text, link } = outside.leaving;
  return leaving(c, url.value.href, { title: title(way.name), text, label: link(way.name) });
}

/**
 * Leaves for another site after a form: a redirection would be part of the form's sending, which our policy limits to
 * this site.
 */
export async function leaving(
  c: PageContext,
  href: string,
  words: { readonly title: string; readonly text: string; readonly label: string },
): Promise<Response> {
  c.header("Refresh", `0; url=${href}`);
  c.header("Cache-Control", "no-store");
  const { title, text, label } = words;
  return c.html(renderLeaving({ site: c.var.site(null), title, text, link: { href, label } }));
}

/** Who came back from the provider, with what her browser was doing; or the page that says why nobody did. */
export async function arrive<P>(c: PageContext, way: Way<P>) {
  const provider = way.provider(c);
  if (provider === null) return noticeResponse(c, notFound());
  const state = c.req.query("state") ?? "";
  const { search } = new URL(c.req.url);
  const elsewhere = await tripOrigin(c, way.via, state);
  if (elsewhere !== null) return leaving(c, `${elsewhere}${way.path}/retour${search}`, outside.comingBack);
  const trip = await endTrip(c, way.via, state);
  if (trip === null) return failed(c, way, "invalid", NOWHERE);
  const answer = await provider.finish(search, { state, nonce: trip.nonce });
  if (answer.ok) return { trip, vouched: answer.value };
  return failed(c, way, trip.strong && answer.failure === "denied" ? "weak" : answer.failure, trip);
}

/** Where to end the provider's own session; null when it has no such page. */
export async function leaveHref(c: PageContext, way: Way<unknown>, idToken: string): Promise<string | null> {
  const at = memberAtHost(c.var.ctx, c.req.header("host"))?.id ?? null;
  const state = await issueToken(c.var.ctx, SIGN_OUT, { at }, SIGN_OUT_LIFE);
  return (await way.provider(c)?.leave(idToken, state))?.href ?? null;
}

/** The sign-in page, with the reason on top: it has every other way in, and still holds the form under way. */
export async function failed<P>(
  c: PageContext,
  way: Way<P>,
  failure: Failure,
  { back, kept }: Onward,
): Promise<Response> {
  const reason = outside.failures[failure](way.name);
  const status = failure === "unreachable" ? 503 : 401;
  return signInResponse(c, { person: way.person, email: "", issues: [], reason, back, kept }, status);
}
