import type { Field, Form } from "../../../engine/index.ts";
import type { AddressOption } from "../../../renderer/theme/form-context.ts";
import { fieldAt } from "../../field-path.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";

const PICKED = /^_pick:((?:\/[^/]{1,100}){1,8})$/;
/** The autocomplete words of the parts of an address, and where each is in what was found. */
const PARTS = { "address-line1": "street", "postal-code": "postcode", "address-level2": "city" } as const;

/**
 * A posted form with the address chosen among those found in the place of what was typed: its fields then read it as they
 * read anything typed.
 * @param root prefix of the names
 */
export function withPicked(form: Form, body: ReadForm["fields"], root = "root"): ReadForm["fields"] {
  // Searching again asks about what is typed now.
  if (body.get("_action")?.at(-1)?.startsWith("search:")) return body;
  const picked = [...body].flatMap(([name, values]) => {
    const pointer = PICKED.exec(name)?.[1];
    const address = readOption(values.at(-1) ?? "");
    return pointer === undefined || address === null ? [] : [{ pointer, address }];
  });
  if (picked.length === 0) return body;
  const fields = new Map(body);
  for (const { pointer, address } of picked) {
    const path = pointer.slice(1).split("/");
    const field = fieldAt(form.order, path);
    if (field?.widget !== "address") continue;
    const prefix = `${root}${path.map((segment) => `[${segment}]`).join("")}`;
    for (const [key, value] of partsOf(field, address)) fields.set(`${prefix}[${key}]`, [value]);
  }
  return fields;
}

/** What an address found writes in the fields of an address, by key. */
const partsOf = ({ fields = [] }: Field, address: AddressOption): readonly (readonly [string, string])[] =>
  fields.flatMap(({ key, autocomplete }) => {
    const part = autocomplete !== undefined && autocomplete in PARTS ? PARTS[autocomplete as keyof typeof PARTS] : null;
    return part === null ? [] : [[key, address[part]] as const];
  });

function readOption(text: string): AddressOption | null {
  if (text === "" || text.length > 1_000) return null;
  try {
    const value: unknown = JSON.parse(text);
    const part = (name: string) => {
      const found = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
      return typeof found === "string" ? found : "";
    };
    const [street, postcode, city] = [part("street"), part("postcode"), part("city")];
    return street === "" || city === "" ? null : { label: "", street, postcode, city };
  } catch {
    return null;
  }
}
