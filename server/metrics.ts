import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AppEnv } from "./app-env.ts";
import { sourceStates } from "./connectors/sources.ts";
import type { Context } from "./context.ts";
import { countJobs } from "./store/effects.ts";
import { countScans } from "./store/scans.ts";

export interface Metrics {
  readonly middleware: MiddlewareHandler<AppEnv>;
  /** Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Request durations by route pattern (never by address), effects pending, late and dead, and the process's own. */
export function createMetrics(ctx: Context): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "guichet_http_request_duration_seconds",
    help: "Time to answer, by route",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  new Gauge({
    name: "guichet_effects",
    help: "Effects due, late by more than five minutes, and dead",
    labelNames: ["state"],
    registers: [registry],
    async collect() {
      const counts = await countJobs(ctx.db, ctx.clock());
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "guichet_files",
    help: "Files that wait for the antivirus, and those in which it found something",
    labelNames: ["scan"],
    registers: [registry],
    async collect() {
      for (const [scan, count] of Object.entries(await countScans(ctx.db))) this.set({ scan }, count);
    },
  });
  addSources(registry, ctx);
  return {
    async middleware(c, next) {
      const started = performance.now();
      await next();
      duration.observe(
        { method: c.req.method, route: routePath(c), status: String(c.res.status) },
        (performance.now() - started) / 1000,
      );
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function addSources(registry: Registry, ctx: Pick<Context, "sources" | "payments">): void {
  new Gauge({
    name: "guichet_source_up",
    help: "1 while a source of data answers, 0 while forms ask by hand what it would give",
    labelNames: ["source"],
    registers: [registry],
    collect() {
      for (const [source, state] of Object.entries(sourceStates(ctx))) this.set({ source }, state === "ok" ? 1 : 0);
    },
  });
}
