import drawSvg from "svg-to-pdfkit";
import { INK, type Letterhead, type Logo, SOFT } from "./look.ts";
import { PAGE, type Sheet, type Style } from "./sheet.ts";

const LOGO = { width: 150, height: 46 } as const;
const NAME: Style = { size: 14, line: 18, colour: INK };
const SERVICE: Style = { size: 9.5, line: 13, colour: SOFT };
const CONTACT: Style = { size: 8.5, line: 11.5, colour: SOFT, align: "right" };

/** The head of the first page: who writes, and how to reach it. */
export function drawLetterhead(sheet: Sheet, head: Letterhead): void {
  const top = sheet.y;
  const half = sheet.width / 2;
  sheet.within("Sect", () => {
    if (head.logo && drawLogo(sheet, head.logo, head.member)) sheet.y = top + LOGO.height + 6;
    sheet.content("P", () => sheet.draw(sheet.lines([{ text: head.member, bold: true }], NAME, half), NAME));
    if (head.service !== null && head.service !== head.member) {
      const service = head.service;
      sheet.content("P", () => sheet.draw(sheet.lines([{ text: service }], SERVICE, half), SERVICE));
    }
    const left = sheet.y;
    sheet.y = top;
    if (head.contact.length > 0) {
      const lines = head.contact.flatMap((text) => sheet.lines([{ text }], CONTACT, half));
      sheet.content("P", () => sheet.draw(lines, CONTACT, PAGE.left + half, half));
    }
    sheet.y = Math.max(left, sheet.y) + 8;
  });
  sheet.rule(head.colour, 2);
  sheet.y += 22;
}

/** False when the picture cannot be read: the name alone says who writes. */
function drawLogo(sheet: Sheet, logo: Logo, member: string): boolean {
  const { pdf, y } = sheet;
  const options = { width: LOGO.width, height: LOGO.height };
  const box = [PAGE.left, y, PAGE.left + LOGO.width, y + LOGO.height];
  let drawn = true;
  sheet.content(
    "Figure",
    () => {
      pdf.save();
      try {
        if (logo.kind === "picture")
          pdf.image(sheet.picture(logo.bytes), PAGE.left, y, { fit: [LOGO.width, LOGO.height] });
        else {
          const fit = { ...options, preserveAspectRatio: "xMinYMin meet", assumePt: true };
          drawSvg(pdf, logo.svg, PAGE.left, y, {
            ...fit,
            fontCallback: () => "bold",
            warningCallback: () => undefined,
          });
        }
      } catch {
        drawn = false;
      }
      pdf.restore();
    },
    { alt: `Logo de ${member}`, bbox: box, placement: "Block" },
  );
  return drawn;
}
