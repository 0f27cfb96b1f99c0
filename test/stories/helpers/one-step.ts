import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answers, decode } from "../../../engine/index.ts";
import { renderStep, renderStepFields, type StepView } from "../../../renderer/front/step-page.tsx";
import { buildAssets } from "../../../server/assets.ts";
import { formOf } from "../../helpers/forms.ts";
import { site } from "../../renderer/front-fixtures.ts";

/** What the page posted, and how. */
export interface Post {
  /** Kind of partial answer wanted; null for an ordinary sending. */
  readonly partial: string | null;
  readonly answers: Answers;
}

export interface OneStep {
  readonly url: string;
  readonly posts: Post[];
  /** Refuses posts, as when the session has ended. */
  refuse: boolean;
  /** What a save must say it knows to be taken, when anything: another page wrote meanwhile. */
  revision: string | null;
  /** Milliseconds before an answer. */
  delay: number;
  stop(): void;
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'";

const FORM = formOf({
  objet: {
    type: "string",
    title: "Pour quoi faire ?",
    oneOf: [
      { const: "fete", title: "Une fête" },
      { const: "reunion", title: "Une réunion" },
    ],
  },
  occasion: { type: "string", title: "Quelle occasion ?", "x-when": "objet == 'fete'" },
  nom: { type: "string", title: "Votre nom" },
  message: { type: "string", title: "Votre message", "x-widget": "textarea" },
});

/** One page of a form, served with a strict policy and nothing behind. `?erreurs` shows it with issues. */
export async function serveOneStep(): Promise<OneStep> {
  const assets = await buildAssets();
  const state = { posts: [] as Post[], refuse: false, revision: null as string | null, delay: 0 };
  const server: Server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const asset = assets.find(path.replace("/assets/", ""));
    if (asset !== null) {
      response.setHeader("Content-Type", asset.type).end(asset.body);
      return;
    }
    response.setHeader("Content-Type", "text/html; charset=utf-8").setHeader("Content-Security-Policy", POLICY);
    if (request.method !== "POST") {
      response.end(renderStep(site({ assets: assets.links, member: null }), view({}, path.includes("erreurs"))));
      return;
    }
    const body = new URLSearchParams(await textOf(request));
    const partial = request.headers["x-partial"] ?? null;
    const answers = decode(FORM.order, body);
    state.posts.push({ partial: typeof partial === "string" ? partial : null, answers });
    await new Promise((resolve) => setTimeout(resolve, state.delay));
    if (state.refuse) response.writeHead(403).end();
    else if (partial === "save") save(response, body, state.revision);
    else if (partial !== null) response.end(renderStepFields(view(answers, false)));
    else response.end("<!doctype html><title>Reçu</title><h1>Reçu</h1>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${port}/`, stop: () => void server.close() });
}

function save(response: ServerResponse, body: URLSearchParams, revision: string | null): void {
  if (revision === null || body.get("_revision") === revision) response.writeHead(204).end();
  else response.writeHead(409, { "X-Revision": revision }).end();
}

function view(answers: Answers, issues: boolean): StepView {
  return {
    serviceTitle: "Réserver une salle",
    service: "salles/reservation",
    draft: "0190b0a0-0000-7000-8000-000000000001",
    revision: 1,
    form: FORM,
    context: { now: "2026-03-03T09:30:00.000Z" },
    answers,
    step: { id: "demande", title: "Votre demande", fields: FORM.order },
    rank: 1,
    count: 3,
    action: "/demande",
    back: "/",
    issues: issues ? [{ code: "required", pointer: "/message", message: "Écrivez votre message." }] : [],
    more: false,
    editing: false,
    prefilled: [],
    files: new Map(),
    references: new Map(),
    maxFile: 50_000_000,
    autosave: true,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
