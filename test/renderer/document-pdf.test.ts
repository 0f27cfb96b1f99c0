import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Block } from "../../engine/index.ts";
import { type DocumentView, documentPdf } from "../../renderer/pdf/document-pdf.ts";
import type { Logo } from "../../renderer/pdf/look.ts";
import { loadFaces } from "../../server/pdf/faces.ts";
import { readPdf } from "../helpers/pdf.ts";

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#a00"/></svg>';

const said = (text: string): Block => ({ kind: "paragraph", runs: [{ text }] });

async function view(blocks: readonly Block[], changes: Partial<DocumentView> & { logo?: Logo | null } = {}) {
  const { logo = { kind: "drawing", svg: LOGO } as const, ...rest } = changes;
  const head = {
    member: "Ville de Mulhouse",
    service: "État civil",
    contact: ["2 rue Pierre et Marie Curie", "68100 Mulhouse"],
    logo,
    colour: "#a3121a",
    faces: await loadFaces(),
  };
  const verification = {
    code: "X7K4-QP9M-3DTR",
    url: "https://guichet.example/mulhouse/verifier/X7K4-QP9M-3DTR",
    typed: "guichet.example/mulhouse/verifier",
  };
  const composed = { title: "Décision de refus", blocks };
  const at = new Date("2026-03-03T09:00:00Z");
  return { head, composed, about: "Un acte", reference: "X7K4-QP9M", at, day: "2026-03-03", verification, ...rest };
}

const made = async (blocks: readonly Block[], changes: Parameters<typeof view>[1] = {}) =>
  readPdf((await documentPdf(await view(blocks, changes))).bytes);

describe("a document's PDF", () => {
  test("says its title and its language, and tells its structure: headings, lists, tables with their headers", async () => {
    const pdf = await made([
      { kind: "heading", level: 2, runs: [{ text: "Motifs" }] },
      said("Un paragraphe."),
      { kind: "list", ordered: false, items: [[{ text: "un" }], [{ text: "deux" }]] },
      { kind: "answers", rows: [{ label: "Nom", text: "Léa" }] },
      { kind: "code" },
    ]);
    expect(pdf.title).toBe("Décision de refus – X7K4-QP9M");
    expect(pdf.language).toBe("fr-FR");
    expect(pdf.tagged).toBe(true);
    const body = pdf.tags.slice(pdf.tags.indexOf("H1"));
    expect(body.join(" ")).toBe("H1 P H2 P L LI Lbl LBody LI Lbl LBody Table TR TH TD Sect Figure P P P");
    expect(pdf.alternatives[0]).toBe("Logo de Ville de Mulhouse");
    expect(pdf.alternatives[1]).toContain("https://guichet.example/mulhouse/verifier/X7K4-QP9M-3DTR");
  });

  test("claims PDF/UA and embeds its fonts", async () => {
    const { bytes } = await documentPdf(await view([said("Noël")]));
    const text = Buffer.from(bytes).toString("latin1");
    expect(text).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(text).toContain("/FontFile2");
    expect(text).not.toContain("/Helvetica");
  });

  test("bears who wrote it, its day, its reference, and its code at the foot of each page", async () => {
    const pdf = await made([said("Voilà."), { kind: "page" }, said("Suite.")]);
    expect(pdf.text).toContain("Ville de Mulhouse");
    expect(pdf.text).toContain("68100 Mulhouse");
    expect(pdf.text).toContain("Référence : X7K4-QP9M – le 3 mars 2026");
    expect(pdf.pages).toHaveLength(2);
    for (const [index, page] of pdf.pages.entries()) {
      expect(page).toContain("X7K4-QP9M-3DTR");
      expect(page).toContain(`Page ${index + 1} sur 2`);
    }
  });

  test("shows French signs, and other alphabets by another font", async () => {
    const pdf = await made([said("Œuvre d’été « Noël » : 1\u202f234,50\u202f€ – № 5 – Ωμέγα – Жанна – שלום – 😀")]);
    expect(pdf.text).toContain("Œuvre d’été « Noël » : 1 234,50 € – № 5 – Ωμέγα – Жанна – ");
    expect(pdf.text).toContain("😀");
  });

  test("takes a hundred thousand signs, without a space too, page after page, losing none", async () => {
    const long = await made([
      said("x".repeat(50_000)),
      { kind: "answers", rows: [{ label: "Texte", text: "mot ".repeat(12_500) }] },
    ]);
    expect(long.pages.length).toBeGreaterThan(20);
    expect(long.text.replace(/[^x]/g, "").length).toBeGreaterThanOrEqual(50_000);
    expect(long.text.match(/\bmot\b/g)).toHaveLength(12_500);
  });

  test("draws what is hostile as the text it is, without what would turn or hide it", async () => {
    const text = "a\u0000b\u001b[31mc\u202eetsed\u202c {{nom}} **x** <b>\ud800</b> 中文 \u200bfin\ttab\r\nligne";
    const pdf = await made([said(text), { kind: "answers", rows: [{ label: "\u0007", text }] }]);
    expect(pdf.text).toContain("ab[31mcetsed {{nom}} **x** <b>□</b> □□ fin tab ligne");
  });

  test("is the same file each time: a second try writes what the first would have", async () => {
    const digest = async () =>
      createHash("sha256")
        .update((await documentPdf(await view([said("Une fois")]))).bytes)
        .digest("hex");
    expect(await digest()).toBe(await digest());
  });

  test("does without a logo that cannot be drawn", async () => {
    const broken = await made([said("Voilà.")], { logo: { kind: "picture", bytes: new Uint8Array([1, 2, 3]) } });
    expect(broken.text).toContain("Voilà.");
    expect((await made([said("Voilà.")], { logo: null })).alternatives).toEqual([]);
  });

  test("says on every page of a trial that nobody delivered it", async () => {
    const pdf = await made([said("Essai"), { kind: "page" }, { kind: "code" }, said("Fin")], { verification: null });
    for (const page of pdf.pages) expect(page).toMatch(/SPÉCIMEN.*|Spécimen : ce document n’a pas été délivré/);
    expect(pdf.text).not.toContain("X7K4-QP9M-3DTR");
  });
});

test("the title of a table is on the page of its first row, wherever it falls", async () => {
  for (let before = 25; before < 48; before += 1) {
    const { pages } = await made([
      ...Array.from({ length: before }, (): Block => ({ kind: "list", ordered: false, items: [[{ text: "ligne" }]] })),
      { kind: "answers", title: "Identité", rows: [{ label: "Prénom", text: "Léa" }] },
    ]);
    const page = pages.find((each) => each.includes("Identité"));
    expect(page, String(before)).toContain("Prénom");
  }
});
