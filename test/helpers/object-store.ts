import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StoreSettings } from "../../server/config.ts";
import { gather } from "./bytes.ts";

/** How the store misbehaves, for the next requests of a method. */
export interface Fault {
  readonly method: string;
  /** A status to answer; "hang": nothing, for ever; "cut": half of the body, then the connection is broken. */
  readonly how: number | "hang" | "cut";
  times: number;
}

/** A small S3-compatible store on a port of its own: it checks every signature and every body against its digest. */
export interface ObjectStore {
  readonly settings: StoreSettings;
  readonly objects: Map<string, Buffer>;
  /** Uploads in parts begun and neither completed nor abandoned. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** "PUT /bucket/key", in order. */
  readonly asked: string[];
  fault: Fault | null;
  stop(): Promise<void>;
}

const KEYS = { accessKey: "GUICHETTEST", secretKey: "un secret de test" };
const tagOf = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;

export async function startObjectStore(): Promise<ObjectStore> {
  const state = {
    objects: new Map<string, Buffer>(),
    uploads: new Map<string, Map<number, Buffer>>(),
    asked: [] as string[],
    fault: null as Fault | null,
  };
  const server = createServer((request, response) => {
    void answer(state, request, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const place = { endpoint: `http://127.0.0.1:${port}`, bucket: "guichet", region: "gra" };
  return Object.assign(state, {
    settings: { ...place, ...KEYS, patience: 10_000 },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

type State = Pick<ObjectStore, "objects" | "uploads" | "asked" | "fault">;

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await gather(request).catch(() => null);
  if (body === null) return;
  const url = new URL(request.url ?? "/", "http://store");
  state.asked.push(`${request.method} ${url.pathname}`);
  const planned = state.fault;
  const fault = planned !== null && planned.method === request.method && planned.times > 0 ? planned : null;
  if (fault) fault.times -= 1;
  if (fault?.how === "hang") return;
  if (typeof fault?.how === "number") {
    refuse(response, fault.how, "Fault");
    return;
  }
  if (!isSigned(request, url, body)) {
    refuse(response, 403, "SignatureDoesNotMatch");
    return;
  }
  const key = url.pathname.replace("/guichet/", "");
  if (request.method === "GET") {
    read(state, key, request, response, fault?.how === "cut");
    return;
  }
  if (request.method === "DELETE") {
    const upload = url.searchParams.get("uploadId");
    if (upload === null) state.objects.delete(key);
    else state.uploads.delete(upload);
    response.writeHead(204).end();
    return;
  }
  write(state, key, url, body, response);
}

function write(state: State, key: string, url: URL, body: Buffer, response: ServerResponse): void {
  const id = url.searchParams.get("uploadId");
  if (url.searchParams.has("uploads")) {
    const begun = randomUUID();
    state.uploads.set(begun, new Map());
    response.end(`<InitiateMultipartUploadResult><UploadId>${begun}</UploadId></InitiateMultipartUploadResult>`);
    return;
  }
  if (id === null) {
    state.objects.set(key, body);
    response.writeHead(200, { ETag: tagOf(body) }).end();
    return;
  }
  const parts = state.uploads.get(id);
  if (!parts) {
    refuse(response, 404, "NoSuchUpload");
    return;
  }
  const part = url.searchParams.get("partNumber");
  if (part !== null) {
    parts.set(Number(part), body);
    response.writeHead(200, { ETag: tagOf(body) }).end();
    return;
  }
  const tags = [...body.toString().matchAll(/<ETag>([^<]+)<\/ETag>/g)].map(([, tag]) => tag);
  const kept = [...parts].sort(([a], [b]) => a - b).map(([, content]) => content);
  if (JSON.stringify(tags) !== JSON.stringify(kept.map(tagOf))) {
    refuse(response, 400, "InvalidPart");
    return;
  }
  state.objects.set(key, Buffer.concat(kept));
  state.uploads.delete(id);
  response.end("<CompleteMultipartUploadResult/>");
}

function read(state: State, key: string, request: IncomingMessage, response: ServerResponse, cut: boolean): void {
  const object = state.objects.get(key);
  if (!object) {
    refuse(response, 404, "NoSuchKey");
    return;
  }
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (from > 0 && request.headers["if-match"] !== tagOf(object)) {
    refuse(response, 412, "PreconditionFailed");
    return;
  }
  const wanted = object.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { ETag: tagOf(object), "Content-Length": wanted.length });
  if (!cut) {
    response.end(wanted);
    return;
  }
  response.write(wanted.subarray(0, Math.floor(wanted.length / 2)), () => setTimeout(() => response.destroy(), 20));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
}

/** AWS Signature 4, worked out from what was received. */
function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
  const given =
    /Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})/.exec(
      request.headers.authorization ?? "",
    );
  const [, access, day = "", region = "", names = "", signature] = given ?? [];
  const header = (name: string): string => String(request.headers[name] ?? "").trim();
  const digest = createHash("sha256").update(body).digest("hex");
  if (access !== KEYS.accessKey || region !== "gra" || header("x-amz-content-sha256") !== digest) return false;
  const query = [...url.searchParams].map((pair) => pair.map(encodeURIComponent).join("=")).sort();
  const headers = names.split(";").map((name) => `${name}:${header(name)}\n`);
  const canonical = [request.method, url.pathname, query.join("&"), headers.join(""), names, digest].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const toSign = ["AWS4-HMAC-SHA256", header("x-amz-date"), scope, hashed].join("\n");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${KEYS.secretKey}`);
  return hmac(key, toSign).toString("hex") === signature;
}
