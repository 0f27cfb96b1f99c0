import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdir, utimes, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cleanName } from "../../server/accepted-files.ts";
import type { AppEnv } from "../../server/app-env.ts";
import { purgeUploads, uploadAttachment } from "../../server/commands/attachment.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { openFile } from "../../server/files/vault.ts";
import type { Subject } from "../../server/identity/subject.ts";
import { readMultipart } from "../../server/middleware/multipart.ts";
import { disposition } from "../../server/routes/files.ts";
import { assignmentsOf } from "../../server/store/agents.ts";
import { findAttachment } from "../../server/store/attachments.ts";
import { gather } from "../helpers/bytes.ts";
import { install, type TestInstallation } from "./identity/installation.ts";

const HOUR = 3_600_000;
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF");
const account = { id: randomUUID(), name: "Camille", email: "camille@exemple.fr" };
const citizen: Subject = { account, agent: null, grants: [], visitor: null, via: null };

let installation: TestInstallation;
beforeAll(async () => {
  installation = await install();
});
afterAll(() => installation.stop());

/** A kept file, read whole; null when it is not there. */
async function contentOf(id: string): Promise<Buffer | null> {
  const file = await openFile(installation.ctx, "mulhouse", id);
  return file.ok ? gather(file.value.content) : null;
}

const incoming = () => readdir(join(installation.ctx.config.dataDir, "incoming")).catch(() => []);

function send(body: BodyInit, headers: Record<string, string> = {}, member = "mulhouse", who = citizen) {
  const request = new Request("http://localhost/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
  return uploadAttachment(installation.ctx, member, who, request);
}

function form(...files: readonly [name: string, content: BlobPart][]): FormData {
  const data = new FormData();
  for (const [name, content] of files) data.append("file", new File([content], name));
  return data;
}

describe("a file sent through the API", () => {
  afterEach(async () => expect(await incoming()).toEqual([]));

  test("is on disk, whole, under its type read from its content, before the answer", async () => {
    const { ctx } = installation;
    const sent = await send(form(["livret de famille.PDF", PDF]));
    if (!sent.ok) throw new Error(sent.problem.detail);
    expect(sent.value).toMatchObject({ name: "livret de famille.PDF", type: "application/pdf", size: PDF.length });
    expect(await contentOf(sent.value.id)).toEqual(PDF);
    const stored = await findAttachment(ctx, "mulhouse", sent.value.id);
    expect(sent.value.sha256).toBe(createHash("sha256").update(PDF).digest("hex"));
    expect(stored?.owner).not.toContain(account.id);
    expect(await findAttachment(ctx, "rixheim", sent.value.id)).toBeNull();
  });

  test.each([
    ["a programme said to be a picture", form(["photo.jpg", "MZ\u0090\0\u0003"])],
    ["a page", form(["acte.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"])],
    ["a programme said to be a text", form(["notes.txt", "MZ\u0090\0\u0003"])],
    ["an empty file", form(["acte.pdf", ""])],
  ])("is refused when it is %s", async (_what, body) => {
    const sent = await send(body);
    expect(sent).toMatchObject({ ok: false, problem: { code: "invalid", issues: [{ pointer: "/file" }] } });
  });

  test.each([
    ["no file", form()],
    ["two files", form(["a.pdf", PDF], ["b.pdf", PDF])],
    [
      "another field",
      (() => {
        const data = new FormData();
        data.append("piece", new File([PDF], "a.pdf"));
        return data;
      })(),
    ],
  ])("is malformed with %s", async (_what, body) => {
    expect(await send(body)).toMatchObject({ ok: false, problem: { code: "malformed" } });
  });

  test.each([
    ["another content type", "{}", "application/json"],
    ["no boundary", "x", "multipart/form-data"],
    [
      "no end",
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7',
      "multipart/form-data; boundary=x",
    ],
    ["nothing in it", "", "multipart/form-data; boundary=x"],
  ])("is malformed with %s", async (_what, body, type) => {
    expect(await send(body, { "Content-Type": type })).toMatchObject({ ok: false, problem: { code: "malformed" } });
  });

  test("is too large from the first byte over the limit, and fits at the limit", async () => {
    const limit = installation.ctx.config.maxFile;
    const padded = (size: number) => Buffer.concat([PDF, Buffer.alloc(size - PDF.length, " ")]);
    expect(await send(form(["a.pdf", padded(limit)]))).toMatchObject({ ok: true });
    expect(await send(form(["a.pdf", padded(limit + 1)]))).toMatchObject({ ok: false, problem: { status: 413 } });
  });

  test("is refused in a member that does not exist, and to another member's agent", async () => {
    const agent = {
      id: randomUUID(),
      name: "S",
      email: "s@m.fr",
      member: "rixheim",
      assignments: assignmentsOf(["agent"], []),
    };
    expect(await send(form(["a.pdf", PDF]), {}, "../mulhouse")).toMatchObject({ problem: { code: "not-found" } });
    const foreign = await send(form(["a.pdf", PDF]), {}, "mulhouse", { ...citizen, account: null, agent });
    expect(foreign).toMatchObject({ problem: { code: "not-allowed" } });
  });
});

describe("over the network", () => {
  test("a body that never ends is cut at the limit, announced length or not", async () => {
    const app = new Hono<AppEnv>();
    app.post("/", async (c) => {
      const sent = await uploadAttachment(installation.ctx, "mulhouse", citizen, c.req.raw);
      return c.text(sent.ok ? "gardé" : sent.problem.code, sent.ok ? 201 : sent.problem.status);
    });
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
    for (const framing of ["Transfer-Encoding: chunked", "Content-Length: 90000000", "Content-Length: 900000"]) {
      expect(await flood(port, framing, head)).toMatch(/^HTTP\/1\.1 413 /);
    }
    expect(await incoming()).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });
});

/** Sends up to 20 MB of one body and resolves with the first line of the answer. */
function flood(port: number, framing: string, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunk = randomBytes(50_000);
    const chunked = framing.startsWith("Transfer");
    const socket = connect(port, "127.0.0.1");
    let sent = 0;
    const write = (data: Uint8Array | string) => {
      if (chunked) socket.write(`${Buffer.byteLength(data).toString(16)}\r\n`);
      socket.write(data);
      return chunked ? socket.write("\r\n") : true;
    };
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n${framing}\r\n\r\n`);
    write(head);
    const pump = setInterval(() => {
      sent += chunk.length;
      if (sent > 20_000_000 || !socket.writable) clearInterval(pump);
      else write(chunk);
    }, 0);
    socket.once("data", (data) => {
      clearInterval(pump);
      socket.destroy();
      resolve(data.toString().split("\r\n")[0] ?? "");
    });
    socket.once("error", reject);
  });
}

describe("files that no demande took", () => {
  test("go after 48 hours, unless a draft that still lives may name them", async () => {
    const { ctx } = installation;
    const [taken, waiting, forgotten] = await Promise.all([1, 2, 3].map(() => send(form(["a.pdf", PDF]))));
    if (!taken?.ok || !waiting?.ok || !forgotten?.ok) throw new Error("not sent");
    const owner = (await findAttachment(ctx, "mulhouse", waiting.value.id))?.owner ?? "";
    await readAs(
      ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
      update attachment set owner = 'porteur-du-brouillon' where id = ${waiting.value.id}`,
    );
    await readAs(
      ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
      update attachment set entry_id = ${randomUUID()} where id = ${taken.value.id}`,
    );
    await readAs(
      ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
      insert into draft (member_id, id, definition, version, owner, answers, expires_at)
      values ('mulhouse', ${randomUUID()}, 'essai/carte', 1, 'porteur-du-brouillon', '{}', ${new Date(ctx.clock().getTime() + 72 * HOUR)})`,
    );
    installation.advance(47 * HOUR);
    expect(await purgeUploads(ctx)).toBe(0);
    installation.advance(2 * HOUR);
    expect(await purgeUploads(ctx)).toBeGreaterThan(0);
    expect(owner).not.toBe("");
    const left = await Promise.all(
      [taken, waiting, forgotten].map(({ value }) => findAttachment(ctx, "mulhouse", value.id)),
    );
    expect(left.map(Boolean)).toEqual([true, true, false]);
    expect(await contentOf(forgotten.value.id)).toBeNull();
    expect(await contentOf(waiting.value.id)).toEqual(PDF);
    installation.advance(48 * HOUR);
    expect(await purgeUploads(ctx)).toBe(1);
  });

  test("half received by a process that was killed go too", async () => {
    const { ctx } = installation;
    const left = join(ctx.config.dataDir, "incoming", randomUUID());
    await writeFile(left, "moitié");
    const old = new Date(ctx.clock().getTime() - 49 * HOUR);
    await utimes(left, old, old);
    expect(await purgeUploads(ctx)).toBe(1);
    expect(await incoming()).toEqual([]);
  });
});

describe("a file's name", () => {
  test.each([
    ["../../etc/passwd.pdf", "passwd.pdf"],
    ["C:\\Users\\Anne\\acte.PDF", "acte.PDF"],
    ["acte\r\nSet-Cookie: a=b.pdf", "acteSet-Cookie_ a=b.pdf"],
    ["facture\u202Efdp.exe", "facturefdp.exe.pdf"],
    ["..", "fichier.pdf"],
    [".pdf", "pdf.pdf"],
    ["", "fichier.pdf"],
    ["sans fin", "sans fin.pdf"],
    ["a".repeat(300), `${"a".repeat(196)}.pdf`],
  ])("%s becomes %s", (name, clean) => {
    expect(cleanName(name, "application/pdf")).toBe(clean);
  });

  test("cannot add a header nor leave its quotes, and keeps its accents", () => {
    expect(disposition('é"\\ %41.pdf')).toBe(
      "attachment; filename=\"e__ _41.pdf\"; filename*=UTF-8''%C3%A9%22%5C%20%2541.pdf",
    );
    expect(disposition("acte (1)'.pdf")).toContain("filename*=UTF-8''acte%20%281%29%27.pdf");
  });
});

test("a sender who stops without hanging up is let go, and leaves nothing", async () => {
  const body = new ReadableStream({
    start(controller) {
      const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7';
      controller.enqueue(new TextEncoder().encode(head));
    },
  });
  const headers = { "Content-Type": "multipart/form-data; boundary=x" };
  const request = new Request("http://x/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
  const limits = { file: 1_000_000, text: 1_000, files: 2, fields: 2, silence: 200 };
  const read = await readMultipart(request, join(installation.ctx.config.dataDir, "incoming"), limits);
  expect(read).toMatchObject({ problem: { code: "malformed", detail: expect.stringContaining("interrompu") } });
  expect(await incoming()).toEqual([]);
});
