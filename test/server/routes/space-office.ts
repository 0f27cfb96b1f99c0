import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { Answers, CompiledDefinition } from "../../../engine/index.ts";
import type { AppEnv } from "../../../server/app-env.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { SEALED_MAIL } from "../../../server/commands/queue-mail.ts";
import type { Context } from "../../../server/context.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { registerFileRoutes } from "../../../server/routes/files.ts";
import { registerFrontRoutes } from "../../../server/routes/front/front-routes.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { registerSpaceRoutes } from "../../../server/routes/space/space-routes.ts";
import { findEntry, type StoredEntry } from "../../../server/store/entries.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { addCitizen, createPages, install, MEMBERS } from "../identity/installation.ts";
import { Citizen, ROOM, signInOn, type TownHall } from "./front-office.ts";

export interface Office extends TownHall {
  readonly app: Hono<AppEnv>;
  /** Someone with an account, signed in. */
  citizen(email: string): Promise<Citizen & { readonly id: string }>;
}

/** Both members offer these definitions; the pages of the front office and of a citizen's own space. */
export async function openOffice(definitions: readonly CompiledDefinition[] = [ROOM]): Promise<Office> {
  const installation = await install({ demo: "mulhouse" });
  const ctx: Context = { ...installation.ctx, catalogue: catalogueOf(MEMBERS, definitions) };
  const app = createPages(ctx, (routes) => {
    registerSignInRoutes(routes);
    registerSpaceRoutes(routes);
    registerFileRoutes(routes);
    registerFrontRoutes(routes);
  });
  const hall = { ctx, app, advance: installation.advance, stop: installation.stop };
  return {
    ...hall,
    citizen: async (email) => {
      const { id } = await addCitizen(ctx, email);
      const citizen = await new Citizen(hall).open("/connexion");
      await signInOn(citizen, email);
      return Object.assign(citizen, { id });
    },
  };
}

/** The mails that no entry owes, the latest first, unsealed. */
export async function loneMails({ ctx }: TownHall): Promise<readonly { to: string; subject: string; body: string }[]> {
  const rows = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<{ sealed: string }[]>`
      select params->>'sealed' as sealed from effect where type = ${SEALED_MAIL} order by entry_id desc`,
  );
  return rows.map(({ sealed }) => JSON.parse(ctx.secrets.unseal(SEALED_MAIL, Buffer.from(sealed, "base64")) ?? ""));
}

export const PARTY_ANSWERS: Answers = {
  objet: "fete",
  occasion: "Un anniversaire",
  jour: "2026-03-27",
  personnes: 40,
  courriel: "camille@exemple.fr",
  attestation: true,
};

/** Files a request of this definition; `account` null for a visitor. Returns the entry as stored. */
export async function fileAs(
  { ctx }: TownHall,
  account: string | null,
  member: string,
  definition: CompiledDefinition,
  answers: Answers = PARTY_ANSWERS,
): Promise<StoredEntry> {
  const key = account ?? `session:${randomUUID()}`;
  const id = ctx.secrets.pseudonym(key, member, definition.privacy.sector);
  const kind = account === null ? ("anonymous" as const) : ("citizen" as const);
  const actor = { kind, id, roles: [], units: [], holders: [id] };
  const opened = await openEntry(ctx, { member, definition, actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const entry = await findEntry(ctx, member, opened.value.view.id);
  if (!entry) throw new Error("not filed");
  return entry;
}
