/** An opening tag as a browser reads it. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** What a browser reads as text up to its own closing tag. */
const RAW = new Set(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]);

/**
 * The elements of a page, by the tokenisation rules of the HTML standard: a text that breaks out of its place shows as
 * an element or an attribute.
 */
export function elementsOf(html: string): readonly Element[] {
  const elements: Element[] = [];
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at)) {
    if (html.startsWith("<!--", at)) at = after(html, "-->", at + 4);
    else if (/[a-z]/i.test(html[at + 1] ?? "")) {
      const { element, end } = readTag(html, at + 1);
      elements.push(element);
      at = RAW.has(element.name) ? rawEnd(html, end, element.name) : end;
    } else at += 1;
  }
  return elements;
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

function rawEnd(html: string, from: number, name: string): number {
  const found = new RegExp(`</${name}[\\t\\n\\f\\r />]`, "i").exec(html.slice(from));
  return found ? from + found.index : html.length;
}

/** One attribute with its value, wherever the reading stands. */
const ATTRIBUTE = /[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s>]*)))?/y;

function readTag(html: string, start: number): { readonly element: Element; readonly end: number } {
  const name = /[^\s/>]*/y;
  name.lastIndex = start;
  const tag = name.exec(html)?.[0] ?? "";
  const attributes = new Map<string, string>();
  let end = start + tag.length;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const found = ATTRIBUTE.exec(html);
    if (!found) break;
    end = ATTRIBUTE.lastIndex;
    attributes.set((found[1] ?? "").toLowerCase(), decoded(found[2] ?? found[3] ?? found[4] ?? ""));
  }
  return { element: { name: tag.toLowerCase(), attributes }, end: after(html, ">", end) };
}

const NAMED: Readonly<Record<string, string>> = { quot: '"', amp: "&", lt: "<", gt: ">", apos: "'" };

/** A text of the page without its entities. */
function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(quot|amp|lt|gt|apos));/gi, (_, hex, number, name) =>
    name ? (NAMED[name.toLowerCase()] ?? "") : String.fromCodePoint(Number.parseInt(hex ?? number, hex ? 16 : 10)),
  );
}
