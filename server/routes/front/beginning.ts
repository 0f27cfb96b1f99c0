import { type Answers, type Issue, type Principal, type Profile, prefill } from "../../../engine/index.ts";
import type { BeginningView } from "../../../renderer/front/beginning.tsx";
import { spaceWords } from "../../../renderer/strings-space.ts";
import { type KnownValue, knownOf, placeOf, usableIn } from "../../identity/profile.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { listHousehold, type Person } from "../../store/household.ts";
import { nameOf } from "../space/household.ts";
import { titlesOf } from "../space/keep.ts";
import type { PageContext, ServiceScope } from "./front-scope.ts";

const words = spaceWords.forWhom;
const SELF = "moi";
const OTHER = "autre";
const LONGEST_NAME = 120;

/** What a draft begins with. */
export interface Beginning {
  readonly answers: Answers;
  readonly onBehalf: Principal | null;
}

const NOTHING: Beginning = { answers: {}, onBehalf: null };

/** What is asked before the first page; nothing of someone who is not signed in. */
export async function beginningView(
  c: PageContext,
  scope: ServiceScope,
  fields: ReadForm["fields"] | null,
): Promise<BeginningView> {
  const account = c.var.session?.account;
  if (!account) return { forWhom: null, offers: [] };
  const { ctx } = c.var;
  const { definition } = scope;
  const typed = (name: string) => fields?.get(name)?.at(-1);
  const people = definition.page.forOther ? await listHousehold(ctx, account.id) : [];
  return {
    forWhom: definition.page.forOther
      ? {
          people: people.map((person) => ({ id: person.id, name: nameOf(person) })),
          chosen: typed("pour") ?? SELF,
          otherName: typed("pour-nom") ?? "",
        }
      : null,
    offers: offersOf(scope, await knownOf(ctx, account), new Set(fields?.get("reprendre") ?? [])),
  };
}

/** Reads what was asked. Issues when nobody can tell for whom. */
export async function beginningOf(
  c: PageContext,
  scope: ServiceScope,
  fields: ReadForm["fields"],
): Promise<
  { readonly ok: true; readonly value: Beginning } | { readonly ok: false; readonly issues: readonly Issue[] }
> {
  const account = c.var.session?.account;
  if (!account) return { ok: true, value: NOTHING };
  const { ctx } = c.var;
  const { definition, member } = scope;
  const place = placeOf({ member: member.id, sector: definition.privacy.sector });
  const own = usableIn(await knownOf(ctx, account), place, new Set(fields.get("reprendre") ?? []));
  const begin = (person: Profile | null, onBehalf: Principal | null) => ({
    ok: true as const,
    value: { answers: prefill(definition.form, own, person), onBehalf },
  });
  const chosen = fields.get("pour")?.at(-1);
  if (!definition.page.forOther || chosen === undefined) return begin(null, null);
  if (chosen === SELF) return begin(own, null);
  if (chosen === OTHER) {
    const name = (fields.get("pour-nom")?.at(-1) ?? "").replace(/\s+/g, " ").trim();
    if (name !== "" && name.length <= LONGEST_NAME) return begin(null, { kind: "household", name });
    return failing("/pour-nom", name === "" ? words.otherMissing : words.otherLong);
  }
  const person = (await listHousehold(ctx, account.id)).find(({ id }) => id === chosen);
  if (!person) return failing("/pour", words.missing);
  return begin(profileOf(person), { kind: "household", name: nameOf(person) });
}

const failing = (pointer: string, message: string) => ({
  ok: false as const,
  issues: [{ code: "for-whom", pointer, message }],
});

const profileOf = ({ givenNames, familyName, birthDate }: Person): Profile => ({
  "given-names": givenNames,
  "family-name": familyName,
  ...(birthDate !== null && { "birth-date": birthDate }),
});

/** Values kept from the services of other sectors that this form asks for: taken only with a yes. */
function offersOf(
  { ctx, member, definition }: ServiceScope,
  known: readonly KnownValue[],
  ticked: ReadonlySet<string>,
): BeginningView["offers"] {
  const here = placeOf({ member: member.id, sector: definition.privacy.sector });
  const asked = new Set(definition.form.order.map(({ profile }) => profile));
  const offers = new Map<string, { title: string; member: string; keys: string[] }>();
  for (const { key, origin } of known) {
    if (origin.kind !== "service" || placeOf(origin) === here || !asked.has(key)) continue;
    const name = ctx.catalogue.member(origin.member)?.name ?? origin.member;
    const offer = offers.get(placeOf(origin)) ?? { title: origin.title, member: name, keys: [] };
    offers.set(placeOf(origin), { ...offer, keys: [...offer.keys, key] });
  }
  return [...offers].map(([value, offer]) => ({
    value,
    label: spaceWords.prefill.offerOf(offer.title, offer.member, titlesOf(offer.keys)),
    ticked: ticked.has(value),
  }));
}
