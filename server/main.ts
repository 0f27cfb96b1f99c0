import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.ts";
import { type Assets, buildAssets } from "./assets.ts";
import { auditWritten } from "./audit.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import type { Simulators } from "./connectors/fake-openid/simulators.ts";
import { openIdentities } from "./connectors/identities.ts";
import { openServices } from "./connectors/services.ts";
import type { Context } from "./context.ts";
import { fillOnce } from "./db/demo-base.ts";
import { daily, purgeAudit } from "./db/purge-audit.ts";
import { DatabaseStartError } from "./db/start-error.ts";
import { seedDemo } from "./demo/seed.ts";
import { simulatorPages } from "./routes/outside/simulator.ts";
import { BrokenDefinitions, createLog, openInstallation } from "./start.ts";
import { stepsCounted } from "./step-counter.ts";
import { closeMail } from "./worker/mail.ts";
import { startWorker, type Worker } from "./worker/worker.ts";

/** The slowest sending of a file: 50 MB at 30 kB/s. One that stops is let go before (`multipart.ts`). */
const SLOWEST_MS = 30 * 60_000;
/** How long requests in flight may take to end, in milliseconds. */
const GRACE_MS = 15_000;

/** Starts the platform; returns once it accepts requests. */
async function start(config: Config): Promise<void> {
  const log = createLog(config);
  const installation = await openInstallation(config, log);
  let worker: Worker | null = null;
  const assets = await buildAssets();
  const simulators = config.demo === "none" ? null : await simulate(installation.ctx, assets);
  const identities = openIdentities(installation.ctx, simulators);
  const services = await openServices(installation.ctx, (path, init) => app.request(path, init), simulators);
  const ctx = { ...installation.ctx, ...services.context, identities, wake: () => worker?.wake() };
  if (config.demo !== "none") await fillOnce(installation.database.owner, () => seedDemo(ctx, config.demo));
  await ctx.catalogue.reload();
  if (config.worker) worker = startWorker(ctx);
  const { owner } = installation.database;
  const auditPurge = daily(
    () => purgeAudit(owner, ctx.clock(), config.auditMonths),
    (err) => log.error({ err }, "log not purged"),
  );
  const app = createApp(ctx, assets);
  const listener = getRequestListener(app.fetch, { hostname: config.host });
  const server = createServer({ requestTimeout: SLOWEST_MS }, simulators?.around(listener) ?? listener);
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", reject);
    server.listen(config.port, config.host);
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await closed;
    clearTimeout(grace);
    await simulators?.close();
    await services.close();
    await worker?.stop();
    await auditPurge.stop();
    await auditWritten(ctx);
    await stepsCounted(ctx);
    closeMail();
    await installation.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
  // Whoever reads this may ask for the end at once.
  process.stdout.write(`Guichet écoute sur ${address(config, server.address())}\n`);
}

/** The simulators of demo mode. Their library is loaded for them alone. */
async function simulate(ctx: Context, assets: Assets): Promise<Simulators> {
  const { startSimulators } = await import("./connectors/fake-openid/simulators.ts");
  return startSimulators(ctx, (name) => simulatorPages(assets.links, name));
}

/** The address people type; with PORT=0 the one the system chose. */
function address(config: Config, bound: string | { port: number } | null): string {
  if (config.port !== 0 || bound === null || typeof bound === "string") return config.publicUrl;
  return `http://${config.host}:${bound.port}`;
}

try {
  await start(readConfig());
} catch (error) {
  const expected =
    error instanceof ConfigError || error instanceof DatabaseStartError || error instanceof BrokenDefinitions;
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  if (taken) process.stderr.write("Ce port est déjà pris : choisissez-en un autre avec PORT.\n");
  else if (expected) process.stderr.write(`${error.message}\n`);
  else console.error(error);
  process.exit(1);
}
