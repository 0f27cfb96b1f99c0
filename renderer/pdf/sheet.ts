import PDFDocument from "pdfkit";
import type { Faces } from "./faces.ts";
import { type Line, linesOf, type Measure, type TextRun } from "./text-lines.ts";

type Pdf = PDFKit.PDFDocument;
/** An element of the structure that assistive technologies read. */
export type Tag = PDFKit.PDFStructureElement;
type TagName = Parameters<Pdf["struct"]>[0];

/** A text's look: sizes in points. */
export interface Style {
  readonly size: number;
  /** Height of a line. */
  readonly line: number;
  readonly colour: string;
  readonly align?: "left" | "right" | "centre";
}

/** What a PDF says of itself. */
export interface SheetInfo {
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
}

/** Margins in points: a little under two centimetres at the sides. */
export const PAGE = { width: 595.28, height: 841.89, left: 54, right: 54, top: 48, bottom: 62 } as const;

/** A PDF, whole. */
export interface PdfFile {
  readonly bytes: Uint8Array;
  readonly pages: number;
}

/** The types of the library do not know of it yet. */
const UNIVERSAL_ACCESS: object = { subset: "PDF/UA" };

/** Lets whoever else asked something of this process have it: drawing thousands of lines takes seconds. */
export const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The pages of a PDF being drawn from top to bottom, on A4, with its structure (PDF/UA-1). Whoever makes one ends it with
 * `finish`. Positions in points from the top left corner.
 */
export class Sheet {
  readonly pdf: Pdf;
  readonly faces: Faces;
  readonly #chunks: Uint8Array[] = [];
  readonly #ended: Promise<void>;
  readonly #root: Tag;
  #tag: Tag;
  #settled = 0;
  readonly #pictures = new Map<Uint8Array, PDFKit.Mixins.ImageSrc>();
  /** Where the next thing is drawn. */
  y: number = PAGE.top;

  constructor(faces: Faces, { title, author, createdAt }: SheetInfo) {
    this.faces = faces;
    this.pdf = new PDFDocument({
      ...UNIVERSAL_ACCESS,
      size: "A4",
      margin: 0,
      bufferPages: true,
      pdfVersion: "1.7",
      tagged: true,
      lang: "fr-FR",
      displayTitle: true,
      // None of the fonts every reader is supposed to have: PDF/UA embeds them all.
      font: "",
      info: { Title: title, Author: author, Creator: "Guichet", Producer: "Guichet", CreationDate: createdAt },
    });
    for (const name of ["regular", "bold", "other"] as const) this.pdf.registerFont(name, faces[name].bytes);
    this.#ended = new Promise((resolve, reject) => {
      this.pdf.on("data", (chunk: Uint8Array) => this.#chunks.push(chunk));
      this.pdf.on("end", () => resolve());
      this.pdf.on("error", reject);
    });
    this.#root = this.pdf.struct("Document");
    this.pdf.addStructure(this.#root);
    this.#tag = this.#root;
  }

  /** Where pages end. */
  get bottom(): number {
    return PAGE.height - PAGE.bottom;
  }

  get width(): number {
    return PAGE.width - PAGE.left - PAGE.right;
  }

  /** Begins a page. */
  breakPage(): void {
    this.pdf.continueOnNewPage();
    this.y = PAGE.top;
  }

  /** Begins a page unless this height is left on this one. */
  need(height: number): void {
    if (this.y + height > this.bottom && this.y > PAGE.top) this.breakPage();
  }

  /** What `draw` adds belongs to an element of this name. */
  within(name: TagName, draw: () => void, options: object = {}): void {
    const leave = this.#enter(name, options);
    draw();
    leave();
  }

  /** The same for what takes long, and lets others go first. */
  async withinSlowly(name: TagName, draw: () => Promise<void>): Promise<void> {
    const leave = this.#enter(name, {});
    await draw();
    leave();
  }

  #enter(name: TagName, options: object): () => void {
    const outer = this.#tag;
    const tag = this.pdf.struct(name, options);
    outer.add(tag);
    this.#tag = tag;
    return () => {
      tag.end();
      this.#tag = outer;
    };
  }

  /** What `draw` draws is one element's content. */
  content(name: TagName, draw: () => void, options: object = {}): void {
    this.within(
      name,
      () => {
        const content = this.pdf.markStructureContent(name);
        draw();
        this.pdf.endMarkedContent();
        this.#tag.add(content);
      },
      options,
    );
  }

  /** What `draw` draws is there for the eye only. */
  decoration(draw: () => void, type: "Layout" | "Pagination" = "Layout"): void {
    this.pdf.markContent("Artifact", { type });
    draw();
    this.pdf.endMarkedContent();
  }

  /** A picture, kept once in the file however many pages show it. Throws for one that cannot be read. */
  picture(bytes: Uint8Array): PDFKit.Mixins.ImageSrc {
    const known = this.#pictures.get(bytes);
    if (known) return known;
    // The types of the library do not know of it yet.
    const opened = (this.pdf as Pdf & { openImage(from: Buffer): PDFKit.Mixins.ImageSrc }).openImage(
      Buffer.from(bytes),
    );
    this.#pictures.set(bytes, opened);
    return opened;
  }

  /** A thin line across. */
  rule(colour: string, weight = 0.6, left: number = PAGE.left, width: number = this.width): void {
    this.decoration(() => {
      this.pdf
        .moveTo(left, this.y)
        .lineTo(left + width, this.y)
        .lineWidth(weight)
        .strokeColor(colour)
        .stroke();
    });
  }

  /** Breaks text into lines. */
  lines(runs: readonly TextRun[], { size }: Pick<Style, "size">, width: number): readonly Line[] {
    const known = new Map<string, number>();
    const measure: Measure = (text, face) => {
      const key = `${face}${text}`;
      const width = known.get(key) ?? this.pdf.font(face).fontSize(size).widthOfString(text);
      if (text.length < 30) known.set(key, width);
      return width;
    };
    return linesOf(runs, width, this.faces, measure);
  }

  /** Draws lines from here down, page after page; what is drawn of a line is never parted. */
  draw(lines: readonly Line[], style: Style, left: number = PAGE.left, width: number = this.width): void {
    for (const line of lines) {
      if (this.y + style.line > this.bottom) this.breakPage();
      this.drawLine(line, style, left, width, this.y);
      this.y += style.line;
    }
  }

  /** One line, wherever it is asked. */
  drawLine(line: Line, { size, line: height, colour, align }: Style, left: number, width: number, y: number): void {
    const used = line.reduce((sum, fragment) => sum + fragment.width, 0);
    const spare = Math.max(0, width - used);
    let x = left + (align === "right" ? spare : align === "centre" ? spare / 2 : 0);
    const baseline = y + height / 2 + size * 0.34;
    for (const [index, { text, face, width: wide }] of line.entries()) {
      // Words of two lines do not touch when read aloud.
      const said = index === line.length - 1 && !text.endsWith(" ") ? `${text} ` : text;
      this.pdf.font(face).fontSize(size).fillColor(colour);
      this.pdf.text(said, x, baseline, { lineBreak: false, baseline: "alphabetic" });
      x += wide;
    }
  }

  /** Ends the pages begun so far, once `eachPage` has been over each: they no longer stand in memory. */
  settle(eachPage: (rank: number, count: number) => void): void {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.pdf.switchToPage(start + index);
      eachPage(index + 1, count);
    }
    this.#settled += count;
    this.pdf.flushPages();
  }

  /** The file, once `eachPage` has been over every page left: it is told the page's rank and their number. */
  async finish(eachPage: (rank: number, count: number) => void): Promise<PdfFile> {
    this.settle(eachPage);
    this.#root.end();
    this.pdf.end();
    await this.#ended;
    const size = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const file = new Uint8Array(size);
    let at = 0;
    for (const chunk of this.#chunks) {
      file.set(chunk, at);
      at += chunk.length;
    }
    return { bytes: file, pages: this.#settled };
  }
}
