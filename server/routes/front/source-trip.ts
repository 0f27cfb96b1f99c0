import type { CompiledSource } from "../../../engine/index.ts";
import { fieldId } from "../../../renderer/field-id.ts";
import { outside } from "../../../renderer/strings-outside.ts";
import type { FailedTrip } from "../../../renderer/strings-sources.ts";
import { consultVouched, countQuestion, noteFailedTrip } from "../../commands/consult-source.ts";
import type { CivilIdentity } from "../../connectors/franceconnect/civil-identity.ts";
import { IDENTITY_SCOPES } from "../../connectors/franceconnect/franceconnect.ts";
import type { Failure, Vouched } from "../../connectors/openid/identity-provider.ts";
import { personOf, toldBy } from "../../draft-sources.ts";
import { addressKey } from "../../identity/address.ts";
import { endPending, readPending, startPending } from "../../identity/pending.ts";
import { endTrip, isUnderWay, startTrip, tripOrigin } from "../../identity/trips.ts";
import type { Problem } from "../../problem.ts";
import { callerOf } from "../../source-caller.ts";
import { isSamePerson, mayBeOwner } from "../../source-person.ts";
import { FRANCECONNECT, leaving } from "../outside/trip-pages.ts";
import { type DraftScope, draftGone, draftIn, type PageContext } from "./front-scope.ts";

/** Purpose of the state of a departure that fetches data: it signs nobody in. */
const TRIP = "franceconnect-source";
/** Name of what remembers the page she left, should the answer come back too late or come twice. */
const LEFT = "donnees";
const LEFT_LIFE = 12 * 3_600_000;

const REASONS: Readonly<Record<Failure, FailedTrip>> = {
  denied: "refus",
  weak: "refus",
  invalid: "perime",
  unreachable: "absent",
};

/** What a browser went for. */
interface Errand {
  readonly member: string;
  readonly draft: string;
  /** Key of the field. */
  readonly field: string;
  /** Path of the page of the form, its query included. */
  readonly page: string;
  /** The session that left: whoever comes back in another gets nothing. */
  readonly session: string;
}

/** Whether FranceConnect may say who she is for this source: never when she acts for someone else. */
export const offersFranceConnect = (
  { ctx, draft }: Pick<DraftScope, "ctx" | "draft">,
  { kind, franceconnect, keep }: CompiledSource,
): boolean =>
  franceconnect &&
  draft.onBehalf === null &&
  ctx.identities?.franceConnect != null &&
  (ctx.sources?.lookUps.get(kind)?.franceConnectScopes(keep) ?? null) !== null;

/**
 * Leaves for FranceConnect, which must come back to the same field of the same page; nothing is fetched before.
 * @param page of the form, its query included
 * @returns the refusal when she asked too often
 */
export async function departForSource(
  c: PageContext,
  scope: DraftScope,
  source: CompiledSource,
  page: string,
): Promise<Response | Problem> {
  const { ctx, member, draft } = scope;
  const provider = ctx.identities?.franceConnect;
  const scopes = ctx.sources?.lookUps.get(source.kind)?.franceConnectScopes(source.keep);
  const session = c.var.session;
  const may = await callerOf(ctx, member.id, source.kind);
  if (!provider || !scopes || !session || !may) return backTo(c, { page, field: source.key }, null);
  const counted = await countQuestion(ctx, { draft, address: addressKey(c, "source") });
  if (!counted.ok) return counted.problem;
  const errand: Errand = { member: member.id, draft: draft.id, field: source.key, page, session: session.visitor };
  const expected = await startTrip(c, TRIP, { back: null, kept: null, strong: false, errand: { ...errand } });
  await startPending(c, LEFT, { page, field: source.key }, LEFT_LIFE);
  const again = session.via !== "franceconnect";
  const data = { scopes: [...IDENTITY_SCOPES, ...scopes], again };
  const url = await provider.begin({ ...expected, strong: false, data });
  if (!url.ok) return giveUp(c, scope, source, errand, REASONS[url.failure]);
  const { title, text, link } = outside.leaving;
  return leaving(c, url.value.href, { title: title(FRANCECONNECT.name), text, label: link(FRANCECONNECT.name) });
}

/**
 * GET …/retour of FranceConnect, when it ends a departure for data: asks the source at once, while the token lives, and
 * goes back to the field. Null: this browser left for something else.
 */
export async function returnForSource(c: PageContext): Promise<Response | null> {
  const { ctx, session } = c.var;
  const provider = ctx.identities?.franceConnect;
  const state = c.req.query("state") ?? "";
  if (!provider) return null;
  const { search } = new URL(c.req.url);
  const elsewhere = await tripOrigin(c, TRIP, state);
  if (elsewhere !== null) return leaving(c, `${elsewhere}${FRANCECONNECT.path}/retour${search}`, outside.comingBack);
  const trip = await endTrip(c, TRIP, state);
  const errand = errandIn(trip?.errand);
  if (trip === null || errand === null) return lost(c, state);
  await endPending(c, LEFT);
  if (session?.visitor !== errand.session) return backTo(c, errand, "session");
  const member = ctx.catalogue.member(errand.member);
  const scope = member && (await draftIn(c, member, errand.draft));
  const source = scope?.definition.sources.get(errand.field);
  if (!scope || !source) return draftGone(c);
  if (scope.draft.entryId !== null) return backTo(c, errand, null);
  const answer = await provider.finish(search, { state, nonce: trip.nonce });
  if (!answer.ok) return giveUp(c, scope, source, errand, REASONS[answer.failure]);
  if (!(await isHers(c, scope, source, answer.value))) return giveUp(c, scope, source, errand, "autre");
  const { definition, draft, context } = scope;
  const asked = { member: scope.member.id, definition, draft, source, context };
  const outcome = await consultVouched(ctx, asked, answer.value.accessToken);
  return outcome.ok ? backTo(c, errand, null) : draftGone(c);
}

/** Whether FranceConnect vouches for the owner of the account and for whom the form describes. */
async function isHers(
  c: PageContext,
  { ctx, definition, draft, context }: DraftScope,
  source: CompiledSource,
  { person }: Vouched<CivilIdentity>,
): Promise<boolean> {
  const account = c.var.session?.account;
  if (account && !(await mayBeOwner(ctx, account, person))) return false;
  return isSamePerson(toldBy("franceconnect", definition, source, draft.answers, context), personOf(person));
}

/** Nothing was fetched: written in the draft, so that the form asks by hand. */
async function giveUp(
  c: PageContext,
  { ctx, member, draft }: DraftScope,
  source: CompiledSource,
  place: Pick<Errand, "page" | "field">,
  why: FailedTrip,
): Promise<Response> {
  const noted = await noteFailedTrip(ctx, { member: member.id, draft, source });
  return noted.ok ? backTo(c, place, why) : draftGone(c);
}

/** An answer that ends no departure of this browser: back to the page it left, when it left one, and nothing is done. */
async function lost(c: PageContext, state: string): Promise<Response | null> {
  if (await isUnderWay(c.var.ctx, FRANCECONNECT.via, state)) return null;
  const left = await readPending(c, LEFT);
  const [page, field] = [left?.["page"], left?.["field"]];
  return typeof page === "string" && typeof field === "string" ? backTo(c, { page, field }, "perime") : null;
}

function backTo(c: PageContext, { page, field }: Pick<Errand, "page" | "field">, why: FailedTrip | null): Response {
  const told = why === null ? "" : `${page.includes("?") ? "&" : "?"}passage=${why}`;
  // After a form, this is part of its sending: to this site alone.
  return c.redirect(`${page}${told}#${fieldId(`/${field}`)}`, 303);
}

function errandIn(kept: { readonly [key: string]: unknown } | undefined): Errand | null {
  const text = (name: keyof Errand) => (typeof kept?.[name] === "string" ? kept[name] : "");
  const errand = {
    member: text("member"),
    draft: text("draft"),
    field: text("field"),
    page: text("page"),
    session: text("session"),
  };
  return Object.values(errand).includes("") ? null : errand;
}
