import type { Answers, CompiledDefinition } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import type { Context } from "../../server/context.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { agent } from "../helpers/actors.ts";
import { DESK, deskAnswers, HALL, VISIT } from "../helpers/agenda.ts";
import { offer } from "../helpers/offer.ts";
import { Browser, hidden } from "./identity/installation.ts";
import { MEMBER } from "./town-places.ts";
import type { Town } from "./whole-town.ts";

/** Two places open in a town, one of two desks. Answers the ids of the places. */
export async function openDesks(ctx: Context): Promise<{ readonly hall: string; readonly annex: string }> {
  for (const definition of [HALL, DESK, VISIT]) await offer(ctx, definition);
  const hall = await file(ctx, HALL, { nom: "Mairie centrale" });
  const annex = await file(ctx, HALL, { nom: "Mairie annexe" });
  for (const place of [hall, hall, annex]) await file(ctx, DESK, deskAnswers(place));
  return { hall, annex };
}

/** An entry that an agent opens; returns its id. */
export async function file(
  ctx: Context,
  definition: CompiledDefinition,
  answers: Answers,
  actor = agent(),
): Promise<string> {
  const opened = await openEntry(ctx, { member: MEMBER, definition, actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

export interface Row {
  readonly id: string;
  readonly state: string;
  readonly lane: number;
  readonly entryId: string | null;
  readonly startsAt: Date;
  readonly resourceId: string;
  readonly expiresAt: Date | null;
  readonly minutes: number;
}

/** Every booking of the town, in their order. */
export const bookings = ({ db }: Pick<Context, "db">): Promise<readonly Row[]> =>
  readAs(
    db,
    { member: MEMBER },
    (tx) => tx<Row[]>`
      select id, state, lane, entry_id, starts_at, resource_id, expires_at,
             (extract(epoch from ends_at - starts_at) / 60)::integer as minutes
      from booking
      where member_id = ${MEMBER} order by starts_at, resource_id, lane, created_at`,
  );

/** Someone at her browser, who asks for a visit. */
export class Visitor {
  readonly browser: Browser;
  base = "";

  constructor({ app }: Pick<Town, "app">) {
    this.browser = new Browser(app);
  }

  async #token(path: string): Promise<Record<string, string>> {
    return { _csrf: hidden(await (await this.browser.get(path)).text(), "_csrf") };
  }

  /** Begins a demande and says who she is. */
  async begin(answers: Record<string, string> = {}): Promise<void> {
    const service = `/${MEMBER}/${VISIT.id}`;
    const started = await this.browser.post(`${service}/commencer`, await this.#token(service));
    this.base = started.headers.get("location")?.split("/").slice(0, 4).join("/") ?? "";
    const given = { "root[nom]": "Weber", "root[motif]": "depot", "root[courriel]": "weber@exemple.fr", ...answers };
    await this.post("vous", given);
  }

  async post(step: string, form: Record<string, string>): Promise<Response> {
    return this.browser.post(`${this.base}/${step}`, { ...(await this.#token(`/${MEMBER}/${VISIT.id}`)), ...form });
  }

  /** Chooses a slot and goes on. */
  choose(place: string, start: string): Promise<Response> {
    return this.post("quand", { "root[rendezVous][place]": place, "root[rendezVous][debut]": start });
  }

  async page(step: string): Promise<string> {
    return (await this.browser.get(`${this.base}/${step}`)).text();
  }

  send(): Promise<Response> {
    return this.post("verifier", {});
  }
}
