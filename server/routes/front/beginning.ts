import { type Actor, type Answers, type Issue, type Principal, type Profile, prefill } from "../../../engine/index.ts";
import type { BeginningView } from "../../../renderer/front/beginning.tsx";
import { spaceWords } from "../../../renderer/strings-space.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { actorByMandate, FOR_MANDATOR } from "../../identity/by-mandate.ts";
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
  /** Who begins it when it is by mandate; nothing of her own account goes into it. */
  readonly by: Actor | null;
}

const NOTHING: Beginning = { answers: {}, onBehalf: null, by: null };

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
  const { forOther } = definition.page;
  const household = forOther ? await listHousehold(ctx, account.id) : [];
  const relatives = household.map((person) => ({ id: person.id, name: nameOf(person) }));
  const people = [...relatives, ...givers(c, scope).map(({ id, name }) => ({ id, name: words.mandate(name) }))];
  const chosen = typed("pour") ?? SELF;
  return {
    forWhom:
      forOther || people.length > 0 || chosen !== SELF
        ? {
            people,
            chosen: [SELF, OTHER, ...people.map(({ id }) => id)].includes(chosen) ? chosen : SELF,
            otherName: forOther ? (typed("pour-nom") ?? "") : null,
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
  const chosen = fields.get("pour")?.at(-1) ?? "";
  const giver = givers(c, scope).find(({ id }) => id === chosen);
  if (giver) return { ok: true, value: { answers: {}, onBehalf: FOR_MANDATOR, by: giver.by } };
  const whom = await whomOf(c, account.id, definition, fields);
  if ("issues" in whom) return { ok: false, issues: whom.issues };
  const { onBehalf, person } = whom;
  const answers = prefill(definition.form, own, person === SELF ? own : person);
  return { ok: true, value: { answers, onBehalf, by: null } };
}

/** For whom it is: herself, a relative with what is known of her, or nobody in particular. */
async function whomOf(
  c: PageContext,
  account: string,
  { page }: ServiceScope["definition"],
  fields: ReadForm["fields"],
): Promise<
  | { readonly person: Profile | typeof SELF | null; readonly onBehalf: Principal | null }
  | { readonly issues: readonly Issue[] }
> {
  const chosen = fields.get("pour")?.at(-1);
  if (chosen === undefined) return { person: null, onBehalf: null };
  if (chosen === SELF) return { person: SELF, onBehalf: null };
  if (!page.forOther) return failing("/pour", words.missing);
  if (chosen === OTHER) {
    const name = (fields.get("pour-nom")?.at(-1) ?? "").replace(/\s+/g, " ").trim();
    if (name !== "" && name.length <= LONGEST_NAME) return { person: null, onBehalf: { kind: "household", name } };
    return failing("/pour-nom", name === "" ? words.otherMissing : words.otherLong);
  }
  const person = (await listHousehold(c.var.ctx, account)).find(({ id }) => id === chosen);
  if (!person) return failing("/pour", words.missing);
  return { person: profileOf(person), onBehalf: { kind: "household", name: nameOf(person) } };
}

/** The people by whose mandate she may open this service. */
function givers(
  c: PageContext,
  { ctx, member, definition }: ServiceScope,
): readonly { readonly id: string; readonly name: string; readonly by: Actor }[] {
  const { session } = c.var;
  return (session?.mandates ?? []).flatMap((mandate) => {
    const by = session && actorByMandate(ctx, session, mandate, member.id, definition);
    return by && mayOpen(ctx, member.id, definition, by) ? [{ id: mandate.id, name: mandate.from.name, by }] : [];
  });
}

const failing = (pointer: string, message: string) => ({
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
