import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A PDF as software that helps people read would see it. */
export interface ReadPdf {
  readonly title: string | undefined;
  readonly language: string | null;
  readonly tagged: boolean;
  /** Text of each page, in the order it is drawn. */
  readonly pages: readonly string[];
  /** All of it, its spaces made ordinary. */
  readonly text: string;
  /** Names of the elements of its structure, in reading order: "H1", "P", "TH"… */
  readonly tags: readonly string[];
  /** Words that stand for its pictures. */
  readonly alternatives: readonly string[];
}

interface Element {
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly Element[];
}

/** Opens a PDF again and reads it. Rejects when it is none. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const loading = getDocument({
    data: new Uint8Array(bytes),
    useSystemFonts: false,
    isEvalSupported: false,
    verbosity: 0,
  });
  const pdf = await loading.promise;
  const { info } = await pdf.getMetadata();
  const marks = (await pdf.getMarkInfo()) as { Marked?: boolean } | null;
  const pages: string[] = [];
  const tags: string[] = [];
  const alternatives: string[] = [];
  const walk = ({ role, alt, children = [] }: Element): void => {
    if (role !== undefined && role !== "Root") tags.push(role);
    if (alt !== undefined) alternatives.push(alt);
    for (const child of children) walk(child);
  };
  for (let rank = 1; rank <= pdf.numPages; rank += 1) {
    const page = await pdf.getPage(rank);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => ("str" in item ? `${item.str}${item.hasEOL ? "\n" : ""}` : "")).join(""));
    walk(((await page.getStructTree()) ?? {}) as Element);
  }
  const { Title, Language } = info as { Title?: string; Language?: string };
  await loading.destroy();
  const text = pages.join("\n").replace(/\s+/g, " ");
  return { title: Title, language: Language ?? null, tagged: marks?.Marked === true, pages, text, tags, alternatives };
}
