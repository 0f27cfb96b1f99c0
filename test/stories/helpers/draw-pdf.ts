import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "../../helpers/live-server.ts";
import type { Person } from "./person.ts";

const { resolve } = createRequire(import.meta.url);
const PLACE = "http://pdf.example/";

/** Keeps a picture of a PDF's first page for the documentation, when UPDATE_IMAGES=1. Drawn by the browser of `someone`. */
export async function takesPictureOf(someone: Person, pdf: Uint8Array, file: string): Promise<void> {
  if (process.env["UPDATE_IMAGES"] !== "1") return;
  const page = await someone.page.context().newPage();
  const files: Readonly<Record<string, () => Promise<Buffer>>> = {
    "": async () => Buffer.from("<!doctype html><title>PDF</title><canvas></canvas>"),
    "pdf.mjs": () => readFile(resolve("pdfjs-dist/build/pdf.min.mjs")),
    "worker.mjs": () => readFile(resolve("pdfjs-dist/build/pdf.worker.min.mjs")),
    "file.pdf": async () => Buffer.from(pdf),
  };
  await page.route(`${PLACE}*`, async (route) => {
    const name = route.request().url().slice(PLACE.length);
    const body = await files[name]?.();
    const contentType = name === "" ? "text/html" : name.endsWith(".mjs") ? "text/javascript" : "application/pdf";
    await (body ? route.fulfill({ body, contentType }) : route.abort());
  });
  await page.goto(PLACE);
  await page.evaluate(DRAW);
  await page.locator("canvas").screenshot({ path: join(ROOT, "docs/images", file) });
  await page.close();
}

/** Runs in the page: it knows nothing of this file. */
const DRAW = `(async () => {
  const { getDocument, GlobalWorkerOptions } = await import("/pdf.mjs");
  GlobalWorkerOptions.workerSrc = "/worker.mjs";
  const page = await (await getDocument("/file.pdf").promise).getPage(1);
  const viewport = page.getViewport({ scale: 1.4 });
  const canvas = document.querySelector("canvas");
  Object.assign(canvas, { width: viewport.width, height: viewport.height });
  await page.render({ canvasContext: canvas.getContext("2d"), viewport }).promise;
})()`;
