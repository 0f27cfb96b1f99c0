import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { AssetLinks } from "../renderer/page.tsx";

/** A built file, ready to be sent as it is. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly brotli: Buffer;
  readonly gzip: Buffer;
}

export interface Assets {
  readonly links: AssetLinks;
  /** By file name: "front-3f9c0d21.css". */
  find(name: string): Asset | null;
}

const SHEETS = {
  front: ["tokens", "base", "form", "front", "space", "conversation", "files", "prices", "payments", "published"],
  back: ["tokens", "base", "form", "back", "conversation", "files", "prices", "back-payments"],
} as const;

/**
 * Builds the style sheets and the browser scripts. Names carry a digest of the content, so that browsers may keep them
 * for ever. Rejects when a source does not build.
 */
export async function buildAssets(): Promise<Assets> {
  const files = new Map<string, Asset>();
  const [front, back, script, desk] = await Promise.all([
    buildSheet("front"),
    buildSheet("back"),
    buildScript(new URL("../renderer/enhance/enhance.ts", import.meta.url)),
    buildScript(new URL("../renderer/enhance/desk.ts", import.meta.url)),
  ]);
  const add = (name: string, extension: "css" | "js", body: Buffer): string => {
    const file = `${name}-${digest(body)}.${extension}`;
    files.set(file, asset(extension, body));
    return `/assets/${file}`;
  };
  const links = {
    front: add("front", "css", front),
    back: add("back", "css", back),
    script: add("enhance", "js", script),
    desk: add("desk", "js", desk),
  };
  return { links, find: (name) => files.get(name) ?? null };
}

/** Eight hexadecimal digits that change with the content. */
export function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 8);
}

function asset(extension: "css" | "js", body: Buffer): Asset {
  const type = extension === "css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
  return { type, body, brotli: brotliCompressSync(body), gzip: gzipSync(body, { level: 9 }) };
}

async function buildSheet(face: keyof typeof SHEETS): Promise<Buffer> {
  return bundle({
    stdin: {
      contents: SHEETS[face].map((name) => `@import "./${name}.css";`).join("\n"),
      resolveDir: fileURLToPath(new URL("../renderer/css", import.meta.url)),
      loader: "css",
    },
  });
}

async function buildScript(source: URL): Promise<Buffer> {
  return bundle({ entryPoints: [fileURLToPath(source)], format: "esm" });
}

async function bundle(options: Parameters<typeof build>[0]): Promise<Buffer> {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    write: false,
    minify: true,
    target: ["es2020", "chrome100", "firefox100", "safari15.4"],
    legalComments: "none",
    logLevel: "silent",
  });
  const [file] = outputFiles ?? [];
  if (file === undefined) throw new Error("esbuild produced no file");
  return Buffer.from(file.contents);
}
