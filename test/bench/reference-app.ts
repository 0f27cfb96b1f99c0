import { randomUUID } from "node:crypto";
import { serve } from "@hono/node-server";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Hono } from "hono";
import { benchSchema, DEFINITION } from "./payload.ts";

/** A row as the two references answer it. */
export interface Row {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly revision: number;
  readonly answers: unknown;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface NewEntry {
  readonly member: string;
  readonly id: string;
  readonly reference: string;
  readonly definition: string;
  readonly answers: never;
}

export interface NewEvent {
  readonly member: string;
  readonly id: string;
  readonly revision: number;
  readonly type: string;
  readonly to: string;
  readonly data: never;
}

/** The three operations under measure; what differs between the two references. */
export interface ReferenceStore {
  submit(entry: NewEntry): Promise<Row>;
  /** Undefined when the revision is not the current one. */
  event(event: NewEvent): Promise<Row | undefined>;
  page(member: string, state: string, after: { createdAt: string; id: string } | null): Promise<readonly Row[]>;
}

const TARGETS: Readonly<Record<string, string>> = { instruire: "instruction", remettre: "recue" };
const asJson = (value: unknown) => value as never; // postgres.js types JSON parameters more tightly than JSON.parse

/** The same HTTP for both references, with ajv and nothing else: no account, no rights, no workflow. */
export function serveReference(store: ReferenceStore, port: number): void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const valid = ajv.compile({ ...benchSchema(), $id: "bench:reference" });
  const app = new Hono().basePath(`/api/v1/:member/${DEFINITION}/entries`);
  app.post("/", async (c) => {
    const answers: unknown = await c.req.json();
    if (!valid(answers)) return c.json({ code: "invalid", errors: valid.errors }, 422);
    const id = randomUUID();
    const row = await store.submit({
      member: c.req.param("member") ?? "",
      id,
      reference: id.slice(0, 8).toUpperCase(),
      definition: DEFINITION,
      answers: asJson(answers),
    });
    return c.json(row, 201);
  });
  app.post("/:id/events", async (c) => {
    const body = await c.req.json<{ type: string; answers: unknown }>();
    const to = TARGETS[body.type];
    if (!to) return c.json({ code: "unknown-event" }, 409);
    const row = await store.event({
      member: c.req.param("member") ?? "",
      id: c.req.param("id"),
      revision: Number(c.req.header("if-match")?.replaceAll('"', "")),
      type: body.type,
      to,
      data: asJson({ answers: body.answers }),
    });
    return row ? c.json(row) : c.json({ code: "stale" }, 409);
  });
  app.get("/", async (c) => {
    const [createdAt, id] = c.req.query("after")?.split("_") ?? [];
    const after = createdAt && id ? { createdAt, id } : null;
    const items = await store.page(c.req.param("member") ?? "", c.req.query("state") ?? "recue", after);
    const last = items.at(-1);
    return c.json({ items, next: last && items.length === 25 ? `${last.created_at.toISOString()}_${last.id}` : null });
  });
  serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => console.log(`http://127.0.0.1:${port}`));
}
