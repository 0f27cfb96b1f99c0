import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openTown, type Town } from "../whole-town.ts";
import { isApi, READING, rightRequest, WRITING } from "./attack.ts";
import { elementsOf } from "./elements.ts";

vi.mock("node:crypto", async (original) => (await import("../quick-scrypt.ts")).quickly(await original()));

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

/** Names under which sites take an address to go to. */
const NAMES = [
  "retour",
  "return",
  "returnTo",
  "redirect",
  "redirect_uri",
  "next",
  "url",
  "back",
  "liste",
  "suivante",
  "suite",
];

/** What browsers have read as another site's address. */
const ADDRESSES = [
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https:evil.example",
  "https://evil.example",
  "https:/\\evil.example",
  "/%2f%2fevil.example/..//evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  "/.//evil.example",
  "/mulhouse/..//evil.example",
  "http://localhost@evil.example",
  "http://localhost.evil.example",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
];
const BATCHES = ADDRESSES.map(
  (address) => [address, new URLSearchParams(NAMES.map((name) => [name, address]))] as const,
);

const LINKS = ["href", "action", "formaction", "src", "http-equiv"];

/** Where an answer leads away from this site: its redirection, links and forms. */
async function away(answer: Response): Promise<readonly string[]> {
  const location = answer.headers.get("location") ?? "";
  const isPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
  const elements = isPage ? elementsOf(await answer.text()) : [];
  const links = elements.flatMap(({ attributes }) => LINKS.map((name) => attributes.get(name) ?? ""));
  const back = elements.flatMap(({ name, attributes }) =>
    name === "input" && attributes.get("name") === "retour" ? [attributes.get("value") ?? ""] : [],
  );
  return [location, answer.headers.get("refresh") ?? "", ...links, ...back].filter(leaves);
}

/** The providers people sign in with, and what is said of them. */
const PROVIDERS = ["https://fournisseur.example", "https://franceconnect.gouv.fr", "https://www.proconnect.gouv.fr"];

function leaves(address: string): boolean {
  if (/^data:(,$|image\/svg\+xml;base64,)/.test(address)) return false;
  if (PROVIDERS.includes(new URL(address, "http://localhost/").origin)) return false;
  const { protocol, host } = new URL(address, "http://localhost/mulhouse/");
  return !["localhost", ""].includes(host) || !["http:", "mailto:", "tel:"].includes(protocol);
}

describe("an address of another site, under every name and spelling", () => {
  test.each(READING)("leads nobody there: %s", async (_, row) => {
    const { path, init } = await rightRequest(town, row);
    for (const [address, query] of BATCHES) {
      const answer = await town.app.request(`${path}${path.includes("?") ? "&" : "?"}${query}`, init);
      expect(await away(answer), address).toEqual([]);
    }
  });

  test.each(WRITING.filter(([, row]) => !isApi(row)))("leads nobody there after a form: %s", async (_, row) => {
    for (const [address, query] of BATCHES) {
      const { path, init } = await rightRequest(town, row);
      const body = new FormData();
      for (const [name, value] of init.body as FormData) body.append(name, value);
      for (const [name, value] of query) body.append(name, value);
      const answer = await town.app.request(`${path}?${query}`, { ...init, body });
      expect(await away(answer), address).toEqual([]);
    }
  });
});
