import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import { type DemoPerson, renderDemoAccounts, renderDemoMails } from "../../renderer/demo.tsx";
import type { AppEnv } from "../app-env.ts";
import type { Context } from "../context.ts";
import { noticeResponse } from "../middleware/answers.ts";
import { notFound } from "../problem.ts";
import { isUuid } from "../store/entries.ts";
import { GROUP } from "../store/members.ts";
import { keptHtml, latestMails } from "../store/outbox.ts";
import { mailDocument } from "./mail-document.ts";

const SHOWN_MAILS = 50;

/** The demonstration's accounts and mails. Outside demo mode these addresses do not exist. */
export function registerDemoRoutes(app: Hono<AppEnv>, ctx: Context): void {
  if (ctx.config.demo === "none") return;
  app.get("/demo", async (c) => {
    const people = await readPeople(ctx.config.dataDir);
    const agents = people.agents.map((agent) => ({ ...agent, member: nameOf(ctx, agent.member ?? "") }));
    return c.html(renderDemoAccounts({ site: c.var.site(null), citizens: people.citizens, agents }));
  });
  app.get("/demo/messages", async (c) => {
    const site = c.var.site(null);
    const mails = (await latestMails(ctx, SHOWN_MAILS)).map((mail) => ({
      ...mail,
      member: mail.memberId === GROUP ? site.groupName : nameOf(ctx, mail.memberId),
      sentAt: mail.sentAt.toISOString(),
    }));
    return c.html(renderDemoMails({ site, mails, publicUrl: ctx.config.publicUrl }));
  });
  app.get("/demo/messages/:id", async (c) => {
    const id = c.req.param("id");
    const html = isUuid(id) ? await keptHtml(ctx, id) : null;
    return html === null ? noticeResponse(c, notFound()) : mailDocument(c, html);
  });
}

const nameOf = (ctx: Context, member: string): string => ctx.catalogue.member(member)?.name ?? member;

interface People {
  readonly citizens: readonly DemoPerson[];
  readonly agents: readonly DemoPerson[];
}

/** `DATA_DIR/demo.json`, written by the demonstration itself; empty lists while it is not there. */
async function readPeople(dataDir: string): Promise<People> {
  try {
    return JSON.parse(await readFile(join(dataDir, "demo.json"), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { citizens: [], agents: [] };
    throw error;
  }
}
