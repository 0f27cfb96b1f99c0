/** The text of a heading that holds nothing else, as it stands in a page. */
const HEADING = /(<h[12]\b[^>]*>)([^<]*-[^<]*)(<\/h[12]>)/g;
/** A compound word, its apostrophes included: "rendez-vous", "l’état-civil". */
const COMPOUND = /[\p{L}’]+(?:-[\p{L}’]+)+/gu;
/** Letters that the narrowest page has room for on a line of its largest heading. */
const LONGEST = 18;

/**
 * A page whose headings cut no compound word at its hyphen: large letters on a narrow screen left "rendez-" at the end of a
 * line. The letters stay as they are, to be searched and copied; a longer word is cut as before.
 * @param html as rendered: what people wrote is escaped in it
 */
export const wholeHeadings = (html: string): string =>
  html.replace(HEADING, (_, open: string, text: string, close: string) => {
    const kept = text.replace(COMPOUND, (word) =>
      [...word].length > LONGEST ? word : `<span class="whole-word">${word}</span>`,
    );
    return `${open}${kept}${close}`;
  });
