import { Browser, hidden } from "../identity/installation.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { type Someone, sit, type Town } from "../whole-town.ts";

/** The browser where someone has signed in. */
export async function browserOf(town: Town, someone: Someone): Promise<Browser> {
  const browser = new Browser(town.app);
  const { headers } = await sit(town.ctx, someone);
  const [name = "", value = ""] = (headers["Cookie"] ?? "").split("=");
  if (name !== "") browser.cookies.set(name, value);
  return browser;
}

/** The addresses of one entry, for those who work it and for whoever holds it. */
export const placesOf = (id: string, definition = TERRACE, member = MEMBER) => ({
  back: `/${member}/agent/${definition.id}/${id}`,
  front: `/${member}/demandes/${id}`,
});

export const read = async (browser: Browser, path: string): Promise<string> => (await browser.get(path)).text();

/** Posts a form with the token of the page at `from`. */
export async function send(
  browser: Browser,
  from: string,
  path: string,
  fields: Readonly<Record<string, string>>,
  files: readonly File[] = [],
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const form = new FormData();
  form.append("_csrf", hidden(await read(browser, from), "_csrf"));
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append("message[pieces]", file);
  return browser.post(path, form, { "Sec-Fetch-Site": "same-origin", ...headers });
}
