import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { create } from "fontkit";
import type { Face, Faces } from "../../renderer/pdf/faces.ts";
import { leanFont } from "./lean-font.ts";

/** Source Sans 3 (Adobe, SIL Open Font License) and DejaVu Sans (Bitstream Vera licence): both may be embedded. */
const FILES = {
  regular: "source-sans/TTF/SourceSans3-Regular.ttf",
  bold: "source-sans/TTF/SourceSans3-Semibold.ttf",
  other: "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
} as const;

let loaded: Promise<Faces> | undefined;

/** The fonts of every PDF, read once a process. */
export const loadFaces = (): Promise<Faces> => (loaded ??= load());

async function load(): Promise<Faces> {
  const { resolve } = createRequire(import.meta.url);
  const read = async (name: keyof typeof FILES): Promise<Face> => {
    const whole = await readFile(resolve(FILES[name]));
    const font = create(whole);
    const known = new Set("characterSet" in font ? font.characterSet : []);
    // Arabic needs the forms that join its letters.
    const bytes = name === "other" ? whole : leanFont(whole);
    return { bytes, covers: (codePoint) => known.has(codePoint) };
  };
  const [regular, bold, other] = await Promise.all([read("regular"), read("bold"), read("other")]);
  return { regular, bold, other };
}
