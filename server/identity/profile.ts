import type { Json, Profile } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { changeProfile, readProfile, type StoredProfile } from "../store/account-profile.ts";
import type { AccountIdentity } from "./subject.ts";

export type KnownKey = keyof Profile;

/** Where a value comes from. A service's stays of its sector: another sector's forms take it with a yes only. */
export type Origin =
  | { readonly kind: "typed" | "franceconnect" | "account" }
  | { readonly kind: "service"; readonly member: string; readonly sector: string; readonly title: string };

export interface KnownValue {
  readonly key: KnownKey;
  readonly value: Json;
  readonly origin: Origin;
  /** ISO 8601; null for the account's own address. */
  readonly at: string | null;
}

type Kept = Omit<KnownValue, "key">;
/** The part of the stored profile that is written here. */
const KEPT = "values";
/** What FranceConnect vouched for, written when she signs in with it. */
const VOUCHED = "franceconnect";

/** Everything an account knows of its owner: what she typed or kept, else what FranceConnect said, else her address. */
export async function knownOf(ctx: Context, account: AccountIdentity): Promise<readonly KnownValue[]> {
  const stored = await readProfile(ctx, account.id);
  const known = new Map<KnownKey, KnownValue>();
  if (account.email !== null) {
    known.set("email", { key: "email", value: account.email, origin: { kind: "account" }, at: null });
  }
  for (const value of [...vouched(stored), ...kept(stored)]) known.set(value.key, value);
  return [...known.values()];
}

/** Keeps what she typed: a value left as it was keeps its origin, one left out is forgotten. */
export async function keepTyped(ctx: Context, account: AccountIdentity, typed: Profile): Promise<void> {
  const shown = new Map((await knownOf(ctx, account)).map((value) => [value.key, value]));
  const at = ctx.clock().toISOString();
  await changeProfile(ctx, account.id, (stored) => {
    const before = new Map(kept(stored).map((value) => [value.key, value]));
    const values: [string, Json][] = [];
    for (const [key, value] of Object.entries(typed) as [KnownKey, Json][]) {
      const same = JSON.stringify(shown.get(key)?.value) === JSON.stringify(value);
      const mine = before.get(key);
      if (same && mine) values.push([key, asJson(mine)]);
      else if (!same) values.push([key, asJson({ value, origin: { kind: "typed" }, at })]);
    }
    return { ...stored, [KEPT]: Object.fromEntries(values) };
  });
}

/** Keeps what she gave to a service, at her asking. */
export async function keepFromService(
  ctx: Context,
  account: AccountIdentity,
  values: Profile,
  origin: Origin & { readonly kind: "service" },
): Promise<void> {
  const at = ctx.clock().toISOString();
  await changeProfile(ctx, account.id, (stored) => {
    const before = Object.fromEntries(kept(stored).map((value) => [value.key, asJson(value)]));
    const added = Object.entries(values).map(([key, value]) => [key, asJson({ value, origin, at })] as const);
    return { ...stored, [KEPT]: { ...before, ...Object.fromEntries(added) } };
  });
}

/** The names of a place whose values a form may take: "mulhouse etat-civil". */
export const placeOf = ({ member, sector }: { readonly member: string; readonly sector: string }): string =>
  `${member} ${sector}`;

/**
 * What a form of this member and sector may take: her own values, those of the same sector, and of the others those of
 * the places she said yes to.
 */
export function usableIn(known: readonly KnownValue[], place: string, accepted: ReadonlySet<string>): Profile {
  const usable = known.filter(({ origin }) => {
    if (origin.kind !== "service") return true;
    return placeOf(origin) === place || accepted.has(placeOf(origin));
  });
  return Object.fromEntries(usable.map(({ key, value }) => [key, value]));
}

function kept(stored: StoredProfile): readonly KnownValue[] {
  const values = (stored[KEPT] ?? {}) as unknown as Readonly<Record<KnownKey, Kept>>;
  return (Object.entries(values) as [KnownKey, Kept][]).map(([key, value]) => ({ key, ...value }));
}

type Vouched = Readonly<
  Partial<Record<"familyName" | "givenNames" | "birthdate" | "gender" | "birthplace" | "birthcountry" | "at", Json>>
>;

/** The identity FranceConnect vouched for, as it was received; null for an account that never signed in with it. */
export async function vouchedIdentity(ctx: Context, account: AccountIdentity): Promise<Vouched | null> {
  return vouchedIn(await readProfile(ctx, account.id));
}

function vouchedIn(stored: StoredProfile): Vouched | null {
  const claims = stored[VOUCHED];
  return typeof claims === "object" && claims !== null && !Array.isArray(claims) ? (claims as Vouched) : null;
}

function vouched(stored: StoredProfile): readonly KnownValue[] {
  const { familyName, givenNames, birthdate, gender, at } = vouchedIn(stored) ?? {};
  const values: [KnownKey, Json | undefined][] = [
    ["family-name", familyName],
    ["given-names", Array.isArray(givenNames) ? givenNames.join(" ") : undefined],
    ["birth-date", birthdate],
    ["civility", gender === "female" ? "madame" : gender === "male" ? "monsieur" : undefined],
  ];
  return values.flatMap(([key, value]) =>
    typeof value === "string" && value !== ""
      ? [{ key, value, origin: { kind: "franceconnect" as const }, at: typeof at === "string" ? at : null }]
      : [],
  );
}

const asJson = ({ value, origin, at }: Kept): Json => ({ value, origin: { ...origin }, at });
