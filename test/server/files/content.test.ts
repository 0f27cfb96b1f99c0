import { randomBytes, randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freeName } from "../../../server/accepted-files.ts";
import { uploadAttachment } from "../../../server/commands/attachment.ts";
import type { Subject } from "../../../server/identity/subject.ts";
import { docxWith, zipOf } from "../../helpers/zip.ts";
import { install, type TestInstallation } from "../identity/installation.ts";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ODT = "application/vnd.oasis.opendocument.text";
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF");
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
/** Two hundred megabytes of nothing, in two hundred kilobytes. */
const NOTHING = Buffer.alloc(200_000_000);

let hall: TestInstallation;
beforeAll(async () => {
  hall = await install({ maxFile: 50_000_000 });
});
afterAll(() => hall.stop());
afterEach(async () => {
  expect(await readdir(join(hall.ctx.config.dataDir, "incoming")).catch(() => [])).toEqual([]);
});

const someone = (): Subject => ({
  account: { id: randomUUID(), name: "Camille", email: "camille@exemple.fr" },
  agent: null,
  grants: [],
  visitor: null,
  via: null,
});

function send(name: string, content: Uint8Array, who = someone()) {
  const body = new FormData();
  body.append("file", new File([new Uint8Array(content)], name));
  return uploadAttachment(hall.ctx, "mulhouse", who, new Request("http://x/", { method: "POST", body }));
}

async function refusal(name: string, content: Uint8Array): Promise<string> {
  const sent = await send(name, content);
  return sent.ok ? `gardé comme ${sent.value.type}` : `${sent.problem.code} : ${sent.problem.detail}`;
}

describe("an office document", () => {
  test("is taken as what it is, whatever its name", async () => {
    expect(await send("lettre.pdf", docxWith())).toMatchObject({ value: { name: "lettre.pdf.docx", type: DOCX } });
    const odt = zipOf([
      { name: "mimetype", content: Buffer.from(ODT), stored: true },
      { name: "content.xml", content: Buffer.from("<office:document-content/>") },
    ]);
    expect(await refusal("lettre.odt", odt)).toBe(`gardé comme ${ODT}`);
  });

  test("that unfolds beyond measure is refused, announced or not", async () => {
    const honest = docxWith({ name: "word/media/fond.bmp", content: NOTHING });
    const liar = docxWith({ name: "word/media/fond.bmp", content: NOTHING, announced: 1_000 });
    expect(await refusal("lettre.docx", honest)).toContain("invalid : Ce document devient démesuré");
    expect(await refusal("lettre.docx", liar)).toContain("invalid : Ce document ne s’ouvre pas");
    expect(await refusal("archive.zip", zipOf([{ name: "a", content: NOTHING }]))).toContain("démesuré");
  });

  test("whose members share the same bytes is refused", async () => {
    const content = randomBytes(400_000);
    const copies = Array.from({ length: 40 }, (_, at) => ({ name: `word/${at}.bin`, content, shares: "word/0.bin" }));
    const [first, ...others] = copies;
    const { shares: _, ...own } = first ?? { name: "", content, shares: "" };
    expect(await refusal("lettre.docx", docxWith(own, ...others))).toContain("démesuré");
  });

  test.each([
    ["with macros", "word/vbaProject.bin", "des macros"],
    ["with a program", "word/embeddings/facture.pdf.exe", "est un programme"],
    ["that climbs folders", "../../etc/passwd", "ne s’ouvre pas"],
  ])("is refused %s", async (_, name, sentence) => {
    expect(await refusal("lettre.docx", docxWith({ name, content: Buffer.from("x") }))).toContain(sentence);
  });

  test("is refused with a password, or cut", async () => {
    const locked = docxWith({ name: "word/secret.xml", content: Buffer.from("x"), encrypted: true });
    expect(await refusal("lettre.docx", locked)).toContain("mot de passe");
    expect(await refusal("lettre.docx", docxWith().subarray(0, -30))).toMatch(/^invalid : /);
  });

  test("that is only an archive is refused with what to send instead", async () => {
    expect(await refusal("photos.zip", zipOf([{ name: "a.png", content: PNG }]))).toContain(
      "Envoyez un PDF, une photo",
    );
  });
});

describe("a file that is not what it says", () => {
  test.each([
    ["a Windows program", Buffer.from(`MZ\x90\0${"\0".repeat(60)}PE\0\0`, "latin1")],
    ["a Linux program", Buffer.concat([Buffer.from("7f454c4602010100", "hex"), Buffer.alloc(60)])],
  ])("is refused as a program, named as a PDF: %s", async (_, content) => {
    expect(await refusal("facture.pdf", content)).toContain("invalid : Ce fichier est un programme");
  });

  test.each([
    ["a picture", "photo.png", PNG],
    ["a PDF", "acte.pdf", PDF],
  ])("is refused when %s hides an archive", async (_, name, content) => {
    expect(await refusal(name, Buffer.concat([content, zipOf([{ name: "a.class", content: PDF }])]))).toContain(
      "en cache un autre",
    );
    expect(await refusal(name, content)).toMatch(/^gardé/);
  });

  test.each([
    ["a script", "#!/bin/sh\nrm -rf ~", "facture.pdf"],
    ["a page", "<!doctype html><script>alert(1)</script>", "facture.pdf"],
    ["nothing known", "bonjour", "facture.pdf"],
  ])("is refused with what to send instead: %s", async (_, content, name) => {
    expect(await refusal(name, Buffer.from(content))).toContain("Envoyez un PDF, une photo");
  });

  test("is refused empty, with what to do", async () => {
    expect(await refusal("acte.pdf", Buffer.alloc(0))).toBe("invalid : Ce fichier est vide. Choisissez-en un autre.");
  });
});

test("a file of fifty megabytes is taken, one byte more is refused with the limit", async () => {
  const large = Buffer.concat([PDF, Buffer.alloc(50_000_000 - PDF.length, " ")]);
  expect(await send("plan.pdf", large)).toMatchObject({ value: { size: 50_000_000 } });
  expect(await refusal("plan.pdf", Buffer.concat([large, Buffer.from(" ")]))).toBe(
    "too-large : L’envoi dépasse la limite de 50 Mo.",
  );
});

describe("two files of one name", () => {
  test("are told apart", async () => {
    const who = someone();
    const names: string[] = [];
    for (const name of ["photo.pdf", "Photo.pdf", "photo.pdf"]) {
      const sent = await send(name, PDF, who);
      names.push(sent.ok ? sent.value.name : "");
    }
    expect(names).toEqual(["photo.pdf", "Photo (2).pdf", "photo (3).pdf"]);
  });

  test("stay short enough", () => {
    const long = `${"a".repeat(196)}.pdf`;
    expect(freeName(long, [long]).length).toBeLessThanOrEqual(200);
    expect(freeName("sans fin", ["sans fin"])).toBe("sans fin (2)");
  });
});
