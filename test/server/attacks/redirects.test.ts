import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTown, type Town } from "../whole-town.ts";
import { isApi, READING, rightRequest, WRITING } from "./attack.ts";
import { elementsOf } from "./elements.ts";

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
/** One of ours: an answer that shows it takes addresses under one of these names. */
const HERE = "/mulhouse?marque=ici";
const named = (address: string) => new URLSearchParams(NAMES.map((name) => [name, address]));

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

/** Sends a route addresses under every name: all the spellings to those that do something with one. */
async function leadsAway(send: (query: URLSearchParams) => Promise<Response>): Promise<readonly string[]> {
  const isTaken = await takes(await send(named(HERE)));
  const found: string[] = [];
  for (const address of isTaken ? ADDRESSES : ADDRESSES.slice(0, 1)) {
    for (const target of await away(await send(named(address)))) found.push(`${address}: ${target}`);
  }
  return found;
}

/** Whether an answer has the address in its redirection, or anywhere in its page. */
async function takes(answer: Response): Promise<boolean> {
  const shown = `${answer.headers.get("location")} ${answer.headers.get("refresh")} ${await answer.text()}`;
  return /marque(=|%3D)ici/i.test(shown);
}

describe("an address of another site, under every name and spelling", () => {
  test.each(READING)("leads nobody there: %s", async (_, row) => {
    const { path, init } = await rightRequest(town, row);
    const send = async (query: URLSearchParams) =>
      town.app.request(`${path}${path.includes("?") ? "&" : "?"}${query}`, init);
    expect(await leadsAway(send)).toEqual([]);
  });

  test.each(WRITING.filter(([, row]) => !isApi(row)))("leads nobody there after a form: %s", async (_, row) => {
    const send = async (query: URLSearchParams) => {
      const { path, init } = await rightRequest(town, row);
      const body = new FormData();
      for (const [name, value] of init.body as FormData) body.append(name, value);
      for (const [name, value] of query) body.append(name, value);
      return town.app.request(`${path}?${query}`, { ...init, body });
    };
    expect(await leadsAway(send)).toEqual([]);
  });

  test("is tried in every spelling where an address of ours is followed", async () => {
    const row = WRITING.find(([name]) => name === "POST /connexion")?.[1];
    if (!row) throw new Error("no sign-in");
    const { path, init } = await rightRequest(town, row);
    const body = new URLSearchParams([...(init.body as FormData)].map(([name, value]) => [name, String(value)]));
    for (const [name, value] of named(HERE)) body.append(name, value);
    const answer = await town.app.request(path, { ...init, body });
    expect(answer.headers.get("location")).toBe(HERE);
  });
});
