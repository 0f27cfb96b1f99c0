import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type ApiAnswer, type ApiClient, type ApiEntry, pathOf } from "../helpers/api-client.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import { live, MEMBER } from "./live.ts";

const the = live();
const BIRTHS = `/${MEMBER}/${BIRTH}/entries`;

interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" +
    "trailer<</Root 1 0 R>>\n%%EOF\n",
);
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

function upload(who: ApiClient, content: Buffer | string, name: string, type = ""): Promise<ApiAnswer<Attachment>> {
  const form = new FormData();
  form.append("file", new File([content as BlobPart], name, { type }));
  return who.send<Attachment>("POST", `/${MEMBER}/attachments`, form, {});
}

/** A demande that cites files: the requester is a parent who joins a document. */
const citing = (ids: readonly string[]) =>
  birthCertificate({
    document: "copie-integrale",
    parentsInscrits: "aucun",
    qualite: "ascendant",
    envoiJustificatif: "maintenant",
    justificatifs: [...ids],
  });

describe("an attachment", () => {
  test("is kept with its name, its type read from its content, its size and digest", async () => {
    const { status, body } = await upload(the().citizen, PDF, "livret de famille.pdf", "application/octet-stream");
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: "livret de famille.pdf",
      type: "application/pdf",
      size: PDF.length,
      sha256: createHash("sha256").update(PDF).digest("hex"),
    });
  });

  test("goes into answers by its id", async () => {
    const first = await upload(the().citizen, PDF, "livret.pdf");
    const second = await upload(the().citizen, PNG, "photo.png");
    const entry = await the().citizen.opens(MEMBER, BIRTH, citing([first.body.id, second.body.id]));
    expect(entry.answers["justificatifs"]).toEqual([first.body.id, second.body.id]);
  });

  test("is given back, as it was sent, to whoever may read the entry that cites it", async () => {
    const { body: sent } = await upload(the().citizen, PDF, "acte à relire.pdf");
    const entry = await the().citizen.opens(MEMBER, BIRTH, citing([sent.id]));
    const path = `${pathOf(entry)}/attachments/${sent.id}`;
    for (const who of [the().citizen, the().agent, the().reader]) {
      const { status, headers, body } = await who.get<string>(path);
      expect([status, createHash("sha256").update(body).digest("hex")]).toEqual([200, sent.sha256]);
      expect(headers.get("content-type")).toBe("application/pdf");
      expect(headers.get("content-disposition")).toContain("filename*=UTF-8''acte%20%C3%A0%20relire.pdf");
    }
    for (const who of [the().otherCitizen, the().neighbour]) {
      expect(await who.get(path)).toMatchObject({ status: 404, body: { code: "not-found" } });
    }
    expect(await the().nobody.get(path)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    const other = await the().citizen.opens(MEMBER, BIRTH, birthCertificate());
    expect(await the().citizen.get(`${pathOf(other)}/attachments/${sent.id}`)).toMatchObject({ status: 404 });
    expect(await the().citizen.get(`${pathOf(entry)}/attachments/x`)).toMatchObject({ status: 404 });
  });

  test("is refused to whoever did not send it, and to a second demande", async () => {
    const { body: file } = await upload(the().citizen, PDF, "livret.pdf");
    const stolen = await the().otherCitizen.post(BIRTHS, citing([file.id]));
    expect(stolen).toMatchObject({ status: 422, body: { code: "invalid" } });
    await the().citizen.opens(MEMBER, BIRTH, citing([file.id]));
    expect(await the().citizen.post(BIRTHS, citing([file.id]))).toMatchObject({ status: 422 });
  });

  test("is refused when it does not exist", async () => {
    const answer = await the().citizen.post(BIRTHS, citing([crypto.randomUUID()]));
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid" } });
  });

  test("answers a request for pieces", async () => {
    const entry = await the().citizen.opens(MEMBER, BIRTH, birthCertificate());
    const asked = await the().agent.sends(entry, "demander-pieces", {
      pieces: ["votre adresse postale complète"],
      delai: 30,
    });
    const { body: file } = await upload(the().citizen, PDF, "facture.pdf");
    const done = await the().citizen.sends(asked, "completer", { pieces: [file.id] });
    expect(done.state).toBe("instruction");
    expect((await the().agent.get<ApiEntry>(pathOf(entry))).body.state).toBe("instruction");
  });

  test.each([
    ["a page of script", "<html><script>alert(1)</script></html>", "page.html"],
    ["a drawing that may hold script", '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "dessin.svg"],
    ["a program", Buffer.from("4d5a90000300000004000000ffff0000", "hex"), "programme.pdf"],
    ["an empty file", "", "vide.pdf"],
  ])("is refused when it is %s, or else kept as plain text", async (_what, content, name) => {
    const { status, body } = await upload(the().citizen, content, name, "image/png");
    if (status === 201) expect(body.type).toBe("text/plain");
    else expect(status).toBe(422);
  });

  test.each([
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "a\u0000b.pdf",
    "\u202Efdp.exe",
    "x".repeat(3000),
    '"; filename="autre.pdf',
    "名前.pdf",
    ".",
  ])("keeps no harm of the name %j", async (name) => {
    const { status, body } = await upload(the().citizen, PDF, name);
    if (name === "." || name.includes("\u0000")) return expect([201, 400]).toContain(status);
    expect(status).toBe(201);
    expect(body.name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
    expect(body.name.length).toBeLessThanOrEqual(255);
    expect(body.name).toMatch(/\.pdf$/i);
  });

  test.each([
    ["no part at all", new FormData()],
    ["a part of another name", form("piece")],
    ["two files", form("file", "file")],
  ])("is refused as malformed with %s", async (_what, body) => {
    const answer = await the().citizen.send("POST", `/${MEMBER}/attachments`, body, {});
    expect(answer).toMatchObject({ status: 400, body: { code: "malformed" } });
  });

  test.each([
    ["no boundary", "multipart/form-data", "--x\r\n"],
    [
      "a body cut short",
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF',
    ],
    ["a header without end", "multipart/form-data; boundary=x", `--x\r\nContent-Disposition: ${"a".repeat(200_000)}`],
    ["an empty body", "multipart/form-data; boundary=x", ""],
  ])("is refused as malformed with %s", async (_what, type, body) => {
    const answer = await the().citizen.send("POST", `/${MEMBER}/attachments`, body, { "content-type": type });
    expect(answer).toMatchObject({ status: 400, body: { code: "malformed" } });
  });
});

function form(...names: readonly string[]): FormData {
  const body = new FormData();
  for (const name of names) body.append(name, new File([PDF as BlobPart], "a.pdf"));
  return body;
}
