import { create } from "qrcode";
import { documentWords as words } from "../strings-documents.ts";
import { INK, LINE, SOFT } from "./look.ts";
import { PAGE, type Sheet, type Style } from "./sheet.ts";

/** How whoever is handed a document makes sure that it was delivered. */
export interface Verification {
  /** "ABCD-EFGH-JKLM". */
  readonly code: string;
  /** The page that tells, its code included. */
  readonly url: string;
  /** The same page without the code, as typed: "guichet.example/mulhouse/verifier". */
  readonly typed: string;
}

const SIDE = 74;
const STRONG: Style = { size: 10, line: 14, colour: INK };
const TEXT: Style = { size: 9, line: 12.5, colour: SOFT };

/** The square code of a document and its short code, in a frame. */
export function drawCode(sheet: Sheet, { code, url, typed }: Verification): void {
  const height = SIDE + 20;
  sheet.need(height + 8);
  sheet.y += 6;
  const top = sheet.y;
  sheet.decoration(() => {
    sheet.pdf.roundedRect(PAGE.left, top, sheet.width, height, 4).lineWidth(0.6).strokeColor(LINE).stroke();
  });
  sheet.within("Sect", () => {
    const box = [PAGE.left + 10, top + 10, PAGE.left + 10 + SIDE, top + 10 + SIDE];
    sheet.content("Figure", () => drawQr(sheet, url, PAGE.left + 10, top + 10, SIDE), {
      alt: words.qrAlt(url),
      bbox: box,
      placement: "Block",
    });
    const left = PAGE.left + SIDE + 26;
    const width = sheet.width - SIDE - 36;
    sheet.y = top + 14;
    sheet.content("P", () =>
      sheet.draw(sheet.lines([{ text: words.verify, bold: true }], STRONG, width), STRONG, left, width),
    );
    const lines = sheet.lines([{ text: words.verifyHow(typed) }], TEXT, width);
    sheet.content("P", () => sheet.draw(lines, TEXT, left, width));
    sheet.y += 3;
    const shown = sheet.lines([{ text: `${words.code} ` }, { text: code, bold: true }], STRONG, width);
    sheet.content("P", () => sheet.draw(shown, STRONG, left, width));
  });
  sheet.y = top + height + 12;
}

/** A square code, its quiet margin left out: what stands around it is white. */
export function drawQr(sheet: Sheet, text: string, left: number, top: number, side: number): void {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const step = side / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) sheet.pdf.rect(left + column * step, top + row * step, step + 0.05, step + 0.05);
    }
  }
  sheet.pdf.fillColor(INK).fill();
}
