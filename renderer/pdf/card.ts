import { type ComposedCard, formatDate } from "../../engine/index.ts";
import { cardWords as words } from "../strings-cards.ts";
import { INK, type Letterhead, SOFT } from "./look.ts";
import { drawQr, type Verification } from "./qr-code.ts";
import { PAGE, type Sheet, type Style } from "./sheet.ts";
import type { Line } from "./text-lines.ts";

/** A bank card (ISO/IEC 7810, ID-1: 85.6 × 54 mm), in points. */
const CARD = { width: 242.65, height: 153.01, radius: 9, band: 24, padding: 11 } as const;
const SIDE = 72;
const WHITE = "#ffffff";
const CODE: Style = { size: 6.6, line: 9, colour: INK, align: "centre" };
const NOTE: Style = { size: 9, line: 12.5, colour: SOFT };
/** From the one wished to the smallest that is read at arm's length: the first in which everything fits. */
const SIZES = [9.5, 8.5, 7.5, 6.5] as const;

interface Placed {
  readonly line: Line;
  readonly style: Style;
}

/** A card to cut out along its edge, or to show on a telephone: whose, what, until when, and the code that verifies it. */
export function drawCard(sheet: Sheet, head: Letterhead, card: ComposedCard, verification: Verification | null): void {
  sheet.need(CARD.height + 40);
  const top = sheet.y;
  sheet.within("Sect", () => {
    drawGround(sheet, head, top);
    const name: Style = { size: 9.5, line: CARD.band, colour: WHITE };
    const wide = CARD.width - 2 * CARD.padding;
    const [line] = sheet.lines([{ text: head.member, bold: true }], name, wide);
    if (line) sheet.content("P", () => sheet.drawLine(line, name, PAGE.left + CARD.padding, wide, top));
    drawText(sheet, head, card, top + CARD.band + 7);
    if (verification) drawVerification(sheet, verification, top);
  });
  sheet.y = top + CARD.height + 6;
  const said = verification ? words.howTo(verification.typed) : words.specimen;
  sheet.content("P", () => sheet.draw(sheet.lines([{ text: said }], NOTE, sheet.width), NOTE));
  sheet.y += 10;
}

/** The edge to cut along, and the band in the colour of the member. */
function drawGround(sheet: Sheet, head: Letterhead, top: number): void {
  const { pdf } = sheet;
  sheet.decoration(() => {
    pdf.save();
    pdf.roundedRect(PAGE.left, top, CARD.width, CARD.height, CARD.radius).clip();
    pdf.rect(PAGE.left, top, CARD.width, CARD.band).fillColor(head.colour).fill();
    pdf.restore();
    pdf.roundedRect(PAGE.left, top, CARD.width, CARD.height, CARD.radius).lineWidth(0.7).dash(3, { space: 2 });
    pdf.strokeColor(SOFT).stroke().undash();
  });
}

function drawText(sheet: Sheet, head: Letterhead, card: ComposedCard, top: number): void {
  const width = CARD.width - SIDE - 3 * CARD.padding;
  const height = CARD.height - CARD.band - 7 - CARD.padding;
  const sizes = SIZES.map((size) => linesIn(sheet, head, card, size, width));
  const fitting = sizes.find((lines) => heightOf(lines) <= height) ?? sizes.at(-1) ?? [];
  let y = top;
  sheet.content("P", () => {
    for (const { line, style } of fitting) {
      // What a hundred words would say stands on the rest of the page: a card is no letter.
      if (y + style.line > top + height) break;
      sheet.drawLine(line, style, PAGE.left + CARD.padding, width, y);
      y += style.line;
    }
  });
}

const heightOf = (lines: readonly Placed[]): number => lines.reduce((sum, { style }) => sum + style.line, 0);

/** The last day comes right after the title: whatever the rest says, it is read. */
function linesIn(sheet: Sheet, head: Letterhead, card: ComposedCard, size: number, width: number): readonly Placed[] {
  const title: Style = { size: size + 2, line: (size + 2) * 1.25, colour: head.colour };
  const text: Style = { size, line: size * 1.32, colour: INK };
  const until = card.until === null ? [] : [[{ text: words.until(formatDate(card.until)), bold: true as const }]];
  const placed = (runs: Parameters<Sheet["lines"]>[0], style: Style): readonly Placed[] =>
    sheet.lines(runs, style, width).map((line) => ({ line, style }));
  return [
    ...placed([{ text: card.title, bold: true }], title),
    ...[...until, ...card.lines].flatMap((runs) => placed(runs, text)),
  ];
}

function drawVerification(sheet: Sheet, { code, url }: Verification, top: number): void {
  const left = PAGE.left + CARD.width - SIDE - CARD.padding;
  const from = top + CARD.height - SIDE - CARD.padding - CODE.line;
  sheet.content("Figure", () => drawQr(sheet, url, left, from, SIDE), {
    alt: words.qrAlt(url),
    bbox: [left, from, left + SIDE, from + SIDE],
    placement: "Block",
  });
  const [line] = sheet.lines([{ text: code, bold: true }], CODE, SIDE);
  if (line) sheet.content("P", () => sheet.drawLine(line, CODE, left, SIDE, from + SIDE + 2));
}
