import { expect } from "vitest";
import { issuePaperCode, paperCode } from "../../server/identity/paper-codes.ts";
import { findEntry } from "../../server/store/entries.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { giveMandate, signIn, token } from "./giving-mandate.ts";
import { Browser, hidden } from "./identity/installation.ts";
import { MEMBER, NURSERY, TERRACE } from "./town-places.ts";
import { hire, PASSWORD, type Someone, sit, type Town } from "./whole-town.ts";

/** Where the citizen has dealings: two members, two sectors. */
export const PLACES = [
  { member: MEMBER, definition: TERRACE },
  { member: MEMBER, definition: NURSERY },
  { member: "rixheim", definition: TERRACE },
  { member: "rixheim", definition: NURSERY },
] as const;
export type Place = (typeof PLACES)[number];
export const nameOf = ({ member, definition }: Place) => `${member} ${definition.privacy.sector}`;

/** No two readings of the clock are the same: equal instants then come from one reading, written twice. */
function tick({ ctx }: Town): void {
  const { clock } = ctx;
  let ticks = 17_000;
  Object.assign(ctx, {
    clock: () => {
      ticks += 1;
      return new Date(clock().getTime() + ticks);
    },
  });
}

/** What citizens of a town do in every place, while agents read and file for them. */
export class CitizenLife {
  readonly #town: Town;
  /** One agent works each place. */
  readonly #workers: ReadonlyMap<Place, Someone>;
  #count = 0;

  private constructor(town: Town, workers: ReadonlyMap<Place, Someone>) {
    this.#town = town;
    this.#workers = workers;
  }

  /** Opens it in a town, whose clock never stands still from then on. */
  static async begin(town: Town): Promise<CitizenLife> {
    tick(town);
    const workers = new Map<Place, Someone>();
    for (const place of PLACES) {
      const unit = place.definition.unit ?? "";
      workers.set(place, await hire(town.ctx, `Agent ${nameOf(place)}`, place.member, ["agent"], [unit]));
    }
    return new CitizenLife(town, workers);
  }

  /** Time between two things that someone does: what is close in time was then written by one request. */
  private pause(): void {
    this.#town.advance(61_000);
  }

  /** Nothing that she writes is the same twice: what is joined is not what she wrote. */
  private typed(definition: Place["definition"]): Record<string, string> {
    this.#count += 1;
    return definition === TERRACE
      ? { "root[nom]": `Terrasse ${this.#count}`, "root[courriel]": `personne${this.#count}@exemple.fr` }
      : { "root[nom]": `Enfant ${this.#count}` };
  }

  /** Everything a citizen may do, in each place; `told` hears the id of each thing. */
  async live(someone: Someone, told: (place: Place, id: string) => void): Promise<void> {
    const done = new Map<Place, string[]>(PLACES.map((place) => [place, []]));
    const mine = (place: Place, id: string) => {
      done.get(place)?.push(id);
      told(place, id);
    };
    const browser = new Browser(this.#town.app);
    for (const place of PLACES) mine(place, await this.fillIn(browser, place, true));
    this.pause();
    await signIn(browser, someone);
    this.pause();
    for (const place of PLACES) {
      mine(place, await this.fillIn(browser, place, false));
      mine(place, await this.fillIn(browser, place, true));
      mine(place, await this.callApi(someone, place));
      mine(place, await this.claim(browser, place));
      mine(place, await this.atTheCounter(browser, place));
      this.pause();
      await browser.get(`/${place.member}`);
    }
    await this.settleIn(browser);
    this.pause();
    this.#count += 1;
    // What waits leaves now, not beside the mandate's mails.
    await drain(this.#town.ctx);
    this.pause();
    const { relative, mandate } = await giveMandate(this.#town, browser, `Odile Meyer ${this.#count}`);
    for (const place of PLACES) mine(place, await this.fillIn(relative, place, true, mandate));
    await relative.get(`/mon-espace/mandats/${mandate}`);
    this.pause();
    const again = new Browser(this.#town.app);
    this.pause();
    await signIn(again, someone);
    this.pause();
    await again.get("/mon-espace");
    await this.byFranceConnect(new Browser(this.#town.app), someone);
    for (const [place, ids] of done) await this.readByAgent(place, ids);
  }

  /** Her household and what fills her forms. */
  private async settleIn(browser: Browser): Promise<void> {
    this.pause();
    await browser.get("/mon-espace");
    this.#count += 1;
    const child = { "root[prenoms]": `Lina ${this.#count}`, "root[nom]": "Schmitt", "root[lien]": "enfant" };
    const added = await browser.post("/mon-espace/foyer/ajouter", {
      ...(await token(browser, "/mon-espace/foyer")),
      ...child,
    });
    expect(added.status, await added.clone().text()).toBe(303);
    const path = "/mon-espace/informations";
    await browser.post(path, { ...(await token(browser, path)), "root[telephone]": "06 12 34 56 78" });
  }

  /** Signs in by FranceConnect, whose identity becomes a way into her account. */
  private async byFranceConnect(browser: Browser, { account }: Someone): Promise<void> {
    this.pause();
    const way = "/connexion/franceconnect";
    const state = new URL((await browser.get(way)).headers.get("location") ?? "").searchParams.get("state");
    await browser.get(`${way}/retour?state=${state}`);
    const form = {
      ...(await token(browser, `${way}/premiere`)),
      choix: "link",
      email: account?.email ?? "",
      password: PASSWORD,
    };
    const linked = await browser.post(`${way}/premiere`, form);
    expect(linked.status, await linked.clone().text()).toBe(303);
    expect((await browser.get("/mon-espace")).status).toBe(200);
  }

  /** A browser in which the agent of a place works. */
  private async atWork(place: Place): Promise<Browser> {
    const browser = new Browser(this.#town.app);
    const worker = this.#workers.get(place);
    const { headers } = worker ? await sit(this.#town.ctx, worker) : { headers: {} as Record<string, string> };
    const [name = "", value = ""] = (headers["Cookie"] ?? "").split("=");
    browser.cookies.set(name, value);
    return browser;
  }

  /** An agent files for her at the counter; with the code of the receipt, she makes the request hers. */
  private async atTheCounter(browser: Browser, place: Place): Promise<string> {
    this.pause();
    const agent = await this.atWork(place);
    const path = `/${place.member}/agent/${place.definition.id}/nouveau`;
    const page = await (await agent.get(path)).text();
    const form = {
      _csrf: hidden(page, "_csrf"),
      cle: hidden(page, "cle"),
      canal: "guichet",
      ...this.typed(place.definition),
    };
    const filed = await agent.post(path, form);
    const id = /[0-9a-f-]{36}/.exec(filed.headers.get("location") ?? "")?.[0] ?? "";
    const entry = await findEntry(this.#town.ctx, place.member, id);
    if (!entry) throw new Error(`${filed.status} ${await filed.text()}`);
    await issuePaperCode(this.#town.ctx, entry);
    const code = (await paperCode(this.#town.ctx, entry)) ?? "";
    this.pause();
    const claiming = "/mon-espace/rattacher";
    const claimed = await browser.post(claiming, {
      ...(await token(browser, claiming)),
      ...{ reference: entry.reference, "root[code]": code },
    });
    expect(claimed.status, await claimed.clone().text()).toBe(303);
    return id;
  }

  /** The agent reads what there is, in pages and by a list: it is in the log. */
  private async readByAgent(place: Place, ids: readonly string[]): Promise<void> {
    this.pause();
    const agent = await this.atWork(place);
    const path = `/${place.member}/agent/${place.definition.id}`;
    expect((await agent.get(path)).status).toBe(200);
    for (const id of ids) {
      this.pause();
      await agent.get(`${path}/${id}`);
    }
  }

  /** Fills a form with a file, asks for the link that resumes it, and sends it or leaves it there. Returns its id. */
  private async fillIn(
    browser: Browser,
    { member, definition }: Place,
    sent: boolean,
    mandate: string | null = null,
  ): Promise<string> {
    this.pause();
    const service = `/${member}/${definition.id}`;
    const form = { ...(await token(browser, service)), ...(mandate !== null && { pour: mandate }) };
    const started = await browser.post(`${service}/commencer`, form);
    const draft = (started.headers.get("location") ?? "").split("/")[3] ?? "";
    const base = `/${member}/demarches/${draft}`;
    const step = new FormData();
    for (const [name, value] of Object.entries({ ...(await token(browser, base)), ...this.typed(definition) })) {
      step.append(name, value);
    }
    step.append(definition === TERRACE ? "root[plan]" : "root[acte]", this.pdf());
    await browser.post(`${base}/demande`, step);
    if (mandate === null) await this.askLink(browser, base);
    if (!sent) return draft;
    const answer = await browser.post(`${base}/verifier`, await token(browser, `${base}/verifier`));
    const entry = /\/demandes\/([0-9a-f-]{36})/.exec(answer.headers.get("location") ?? "")?.[1];
    if (entry === undefined) throw new Error(`${answer.status} ${await answer.text()}`);
    await browser.get(`/${member}/demandes/${entry}`);
    return entry;
  }

  /** Asks for the link that resumes a draft. */
  private async askLink(browser: Browser, base: string): Promise<void> {
    const later = await (await browser.get(`${base}/plus-tard`)).text();
    const form = { lien: hidden(later, "lien"), courriel: `lien${base.split("/").at(-1)}@exemple.fr` };
    await browser.post(`${base}/plus-tard`, { ...(await token(browser, base)), ...form });
  }

  private pdf(): File {
    this.#count += 1;
    return new File([`%PDF-1.4\n${this.#count}\n%%EOF\n`], `piece${this.#count}.pdf`, { type: "application/pdf" });
  }

  /** The same by software in her name, which sends the same proof everywhere and has one idempotency key a person. */
  private async callApi({ account, token: bearer }: Someone, { member, definition }: Place): Promise<string> {
    this.pause();
    const headers = { Authorization: `Bearer ${bearer}` };
    const ids: string[] = [];
    for (let file = 0; file < 2; file += 1) {
      const body = new FormData();
      this.#count += 1;
      body.append("file", new File([`%PDF-1.4\n${account?.name}\n%%EOF\n`], `piece${this.#count}.pdf`));
      const kept = await this.#town.app.request(`/api/v1/${member}/attachments`, { method: "POST", headers, body });
      ids.push(((await kept.json()) as { id: string }).id);
    }
    const fields = Object.entries(this.typed(definition)).map(([name, value]) => [name.slice(5, -1), value]);
    const file = definition === TERRACE ? "plan" : "acte";
    this.pause();
    const opened = await this.#town.app.request(`/api/v1/${member}/${definition.id}/entries`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": `cle-${account?.id}` },
      body: JSON.stringify({ ...Object.fromEntries(fields), [file]: ids.slice(0, 1) }),
    });
    expect(opened.status, await opened.clone().text()).toBe(201);
    return ((await opened.json()) as { id: string }).id;
  }

  /** Files as a visitor of another browser, then makes it hers with the code that the mail brings. */
  private async claim(browser: Browser, place: Place): Promise<string> {
    const id = await this.fillIn(new Browser(this.#town.app), place, true);
    const entry = await findEntry(this.#town.ctx, place.member, id);
    const reference = entry?.reference ?? "";
    this.#town.advance(60_000);
    const path = "/mon-espace/rattacher";
    const first = { ...(await token(browser, path)), "root[reference]": reference };
    const asked = await browser.post(path, first);
    // Only a service that writes to an address can be claimed.
    if (place.definition !== TERRACE) return id;
    await drain(this.#town.ctx);
    const mails = (await latestMails(this.#town.ctx, 20)).map(({ body }) => body);
    const code = /^\d{8}$/m.exec(mails.find((body) => body.includes(reference)) ?? "")?.[0] ?? "";
    const form = { _csrf: hidden(await asked.text(), "_csrf"), reference, "root[code]": code };
    const claimed = await browser.post(path, form);
    expect(claimed.status, await claimed.clone().text()).toBe(303);
    return id;
  }
}
