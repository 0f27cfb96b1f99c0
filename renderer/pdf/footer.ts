import { LINE, SOFT } from "./look.ts";
import { PAGE, type Sheet, type Style } from "./sheet.ts";

const TEXT: Style = { size: 7.8, line: 10.5, colour: SOFT };
/** Share of the width that the page number has. */
const NUMBER = 90;

/** The foot of the page at hand: lines at the left, its number at the right. Not read aloud on every page. */
export function drawFooter(sheet: Sheet, lines: readonly string[], number: string): void {
  const top = PAGE.height - PAGE.bottom + 18;
  const width = sheet.width - NUMBER;
  sheet.y = top - 5;
  sheet.rule(LINE);
  sheet.decoration(() => {
    for (const [index, text] of lines.entries()) {
      const [line] = sheet.lines([{ text }], TEXT, width);
      if (line) sheet.drawLine(line, TEXT, PAGE.left, width, top + index * TEXT.line);
    }
    const [page] = sheet.lines([{ text: number }], TEXT, NUMBER);
    if (page) sheet.drawLine(page, { ...TEXT, align: "right" }, PAGE.left + width, NUMBER, top);
  }, "Pagination");
}
