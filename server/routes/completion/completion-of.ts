import type { Answers, Field, Form, Json } from "../../../engine/index.ts";
import type { AddressSearch, Completion } from "../../../renderer/theme/form-context.ts";
import type { FoundAddress } from "../../connectors/addresses/address-source.ts";
import type { Sourced } from "../../connectors/data-source.ts";
import type { Context } from "../../context.ts";
import { fieldAt } from "../../field-path.ts";
import type { Member } from "../../store/members.ts";

/** How the forms of a member help to type addresses and communes; undefined when no source of addresses is set. */
export async function completionOf(
  { ctx, member }: { readonly ctx: Context; readonly member: Pick<Member, "id" | "insee"> },
  form: Form,
  answers: Answers,
  searched: string | undefined,
): Promise<Completion | undefined> {
  const source = ctx.sources?.addresses;
  if (!source) return undefined;
  const path = searched?.slice(1).split("/") ?? [];
  const field = fieldAt(form.order, path);
  const searches = new Map<string, AddressSearch>();
  if (searched !== undefined && field?.widget === "address") {
    const text = addressText(field, at(answers, path));
    if (text === null) searches.set(searched, { state: "short" });
    else searches.set(searched, searchOf(await source.search({ ...text, ...nearTo(member), unfinished: false })));
  }
  return { href: `/${member.id}/completion`, searches };
}

/** What was found, as a form shows it. */
export function searchOf(found: Sourced<readonly FoundAddress[]>): AddressSearch {
  if (!found.ok) return { state: "unavailable" };
  if (found.value.length === 0) return { state: "none" };
  const options = found.value.map(({ label, street, postcode, city }) => ({ label, street, postcode, city }));
  return { state: "found", options };
}

/** A town's own addresses come first in its forms. */
export const nearTo = ({ insee }: Pick<Member, "insee">): { readonly near?: string } =>
  insee === null || insee === undefined ? {} : { near: insee };

/** What is typed of an address: on one line, and its postcode; null without a street. */
function addressText(
  { fields = [] }: Field,
  value: Json | undefined,
): { readonly text: string; readonly postcode?: string } | null {
  const part = (word: string) => {
    const key = fields.find(({ autocomplete }) => autocomplete === word)?.key;
    const text = key === undefined ? undefined : at(value, [key]);
    return typeof text === "string" ? text.trim() : "";
  };
  const street = part("address-line1");
  const postcode = part("postal-code");
  const text = [street, postcode, part("address-level2")].filter((each) => each !== "").join(" ");
  return street.length < 3 ? null : { text, ...(postcode !== "" && { postcode }) };
}

const at = (value: Json | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (inside, key) =>
      typeof inside === "object" && inside !== null && Object.hasOwn(inside, key)
        ? (inside as { readonly [key: string]: Json })[key]
        : undefined,
    value,
  );
