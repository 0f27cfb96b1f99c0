import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { filledDemos } from "./demo-base.ts";
import { ROOT, removeBase } from "./live-server.ts";

/** Modules find the files beside them by their own address: each keeps it in the bundle. */
const addresses: Plugin = {
  name: "addresses",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
    }),
};

/**
 * Puts the server of the sources in one file, for the tests that start it a hundred times: loading its modules one by one
 * would be half of their time. `startLiveServer` finds it in TEST_SERVER, `createDemoBase` its folder in TEST_DEMOS.
 */
export async function setup(): Promise<() => Promise<void>> {
  const demos = await mkdtemp(join(tmpdir(), "guichet-demos-"));
  process.env["TEST_DEMOS"] = demos;
  const forget = await bundle();
  return async () => {
    for (const base of await filledDemos(demos)) await removeBase(base);
    await rm(demos, { recursive: true, force: true });
    await forget();
  };
}

async function bundle(): Promise<() => Promise<void>> {
  // Packages are found from there.
  const folder = join(ROOT, "node_modules", `.test-server-${process.pid}`);
  await build({
    entryPoints: [join(ROOT, "server/main.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    tsconfig: join(ROOT, "tsconfig.json"),
    plugins: [addresses],
  });
  process.env["TEST_SERVER"] = join(folder, "main.mjs");
  return () => rm(folder, { recursive: true, force: true });
}
