import { readFileSync } from "node:fs";
import { get } from "node:http";
import { compile, type DefinitionSource } from "../../engine/index.ts";
import { renderStep, type StepView } from "../../renderer/front/step-page.tsx";
import type { SiteView } from "../../renderer/page.tsx";
import type { Bases } from "./bases.ts";
import { answers, benchSchema, DEFINITION, MEMBERS } from "./payload.ts";
import { table } from "./report.ts";
import { type Subject, startSubject } from "./subject.ts";

/** What is not a rate: rendering, weight of a first page, compilation. */
export async function otherFigures(bases: Bases, guichet: Subject, size: number): Promise<string> {
  const served = await firstFormPage(bases, guichet, size);
  const compiled = compileMany(500);
  const rows = [
    ["render a step of 15 fields, in process", `${renderFifteenFields().toFixed(2)} ms`],
    [
      "the same page over HTTP, session and draft read (middle of 200, one at a time)",
      `${served.middle.toFixed(1)} ms`,
    ],
    ["first form page, compressed: HTML", kilobytes(served.html)],
    ...served.assets.map(({ path, bytes }) => [`first form page, compressed: ${path}`, kilobytes(bytes)]),
    [
      "first form page, compressed: all",
      kilobytes(served.html + served.assets.reduce((sum, one) => sum + one.bytes, 0)),
    ],
    ["compile 500 definitions of 15 fields", `${compiled.toFixed(0)} ms (${(compiled / 500).toFixed(2)} ms each)`],
  ];
  return table(["", ""], rows);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

function source(id: string): DefinitionSource {
  const folder = new URL("./definitions/", import.meta.url);
  const workflow: unknown = JSON.parse(readFileSync(new URL("workflows/bench-aller-retour.json", folder), "utf8"));
  return {
    file: `${id}.json`,
    schema: { ...benchSchema(), $id: id },
    workflowFile: "bench-aller-retour.json",
    workflow,
  };
}

/** Milliseconds to compile so many definitions that nothing can have cached. */
function compileMany(count: number): number {
  const sources = Array.from({ length: count }, (_, index) => source(`bench/numero-${index}`));
  const start = performance.now();
  for (const one of sources) compileOrThrow(one);
  return performance.now() - start;
}

function compileOrThrow(definition: DefinitionSource) {
  const result = compile(definition, new Map());
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

/** Milliseconds of a page, middle of 300 after 100 to warm up, each with its own answers. */
function renderFifteenFields(): number {
  const { form, title } = compileOrThrow(source(DEFINITION));
  const step = form.steps[0];
  if (step?.fields.length !== 15) throw new Error("the bench's step has fifteen fields");
  const site: SiteView = {
    assets: { front: "/front.css", back: "/back.css", script: "/enhance.js" },
    groupName: "Banc d'essai",
    member: null,
    person: null,
    csrf: { name: "_csrf", value: "x".repeat(86) },
    demo: false,
  };
  const view = (n: number): StepView => ({
    serviceTitle: title,
    service: DEFINITION,
    draft: "01890000-0000-7000-8000-000000000000",
    revision: 1,
    form,
    context: { now: new Date().toISOString() },
    answers: answers(n),
    step,
    rank: 1,
    count: 2,
    action: "/commune-01/demarches/x/tout",
    back: "/commune-01",
    issues: [],
    more: false,
    editing: false,
    prefilled: [],
    files: new Map(),
    references: new Map(),
    maxFile: 50_000_000,
    autosave: true,
  });
  const times = Array.from({ length: 400 }, (_, n) => {
    const start = performance.now();
    renderStep(site, view(n));
    return performance.now() - start;
  });
  return middle(times.slice(100));
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface FirstPage {
  readonly html: number;
  readonly assets: readonly { readonly path: string; readonly bytes: number }[];
  /** Milliseconds. */
  readonly middle: number;
}

/** What a visitor's browser downloads for the first page of a form, as the server sends it. */
async function firstFormPage(bases: Bases, guichet: Subject, size: number): Promise<FirstPage> {
  const server = await startSubject(guichet, bases.url(guichet.base(size)));
  try {
    const origin = `http://127.0.0.1:${server.port}`;
    const started = await fetch(`${origin}/${MEMBERS[0]}/${DEFINITION}/commencer`, {
      method: "POST",
      redirect: "manual",
    });
    const cookie = started.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const page = origin + (started.headers.get("location") ?? "");
    const html = await fetch(page, { headers: { cookie } }).then((response) => response.text());
    const paths = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"/g)].map(
      ([, style, script]) => style ?? script ?? "",
    );
    const assets = await Promise.all(paths.map(async (path) => ({ path, bytes: await weigh(origin + path, cookie) })));
    const times: number[] = [];
    for (let turn = 0; turn < 250; turn += 1) {
      const start = performance.now();
      await weigh(page, cookie);
      times.push(performance.now() - start);
    }
    return { html: await weigh(page, cookie), assets, middle: middle(times.slice(50)) };
  } finally {
    await server.stop();
  }
}

/** Bytes of a body as it travels, headers left out. */
function weigh(url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, "accept-encoding": "gzip, deflate, br" };
    get(url, { headers }, (response) => {
      let bytes = 0;
      if (response.statusCode !== 200) reject(new Error(`${response.statusCode} for ${url}`));
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}
