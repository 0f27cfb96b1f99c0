import type { Catalogue } from "../../../server/catalogue.ts";
import type { Context } from "../../../server/context.ts";
import { registerAdminRoutes } from "../../../server/routes/admin/admin-routes.ts";
import { registerAgentPasswordRoutes } from "../../../server/routes/agent-password.ts";
import { registerBackRoutes } from "../../../server/routes/back/back-routes.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { loadMembers } from "../../../server/store/members.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { saveUnits } from "../../../server/store/units.ts";
import { drain } from "../../../server/worker/worker.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { createPages, install, MEMBERS } from "../identity/installation.ts";
import { GARDEN, type Office } from "./back-office.ts";

/** The pages of administration of two members, one with units, beside their back office. Mails are kept. */
export async function openAdministration(): Promise<Office> {
  const installation = await install({ demo: "all" });
  const catalogue = await freshCatalogue(installation.ctx);
  const ctx: Context = { ...installation.ctx, catalogue };
  await saveUnits(ctx.db, "mulhouse", [
    { id: "espaces-verts", name: "Espaces verts", contact: {} },
    { id: "etat-civil", name: "État civil", contact: {} },
  ]);
  await catalogue.reload();
  const app = createPages(ctx, (routes) => {
    registerSignInRoutes(routes);
    registerAgentPasswordRoutes(routes);
    registerAdminRoutes(routes);
    registerBackRoutes(routes);
  });
  return { ctx, app, advance: installation.advance, stop: installation.stop };
}

/** Members as the base has them; the definitions of the back office's tests. */
async function freshCatalogue(ctx: Context): Promise<Catalogue> {
  let members = MEMBERS;
  return catalogueOf([], [PERMIT, GARDEN], {
    members: () => members,
    everyMember: () => members,
    member: (id) => members.find((each) => each.id === id) ?? null,
    reload: async () => {
      members = [...(await loadMembers(ctx.db))];
    },
  });
}

/** Sends what is owed and answers the latest mail to an address. */
export async function mailTo(ctx: Context, address: string): Promise<{ subject: string; body: string } | undefined> {
  await drain(ctx);
  return (await latestMails(ctx, 50)).find((mail) => mail.recipient === address);
}
