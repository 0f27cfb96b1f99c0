import { SaxesParser } from "saxes";

/** An element whose name is resolved. */
export interface Element {
  /** Namespace, "" for none. */
  readonly uri: string;
  readonly name: string;
  readonly children: readonly Element[];
  /** Its own text, that of its children left out. */
  readonly text: string;
}

const DEEPEST = 40;

/**
 * A document read with its namespaces; null when it is no well-formed XML, or holds a document type: no entity is ever
 * defined, so none expands.
 */
export function readXml(text: string): Element | null {
  const open: { uri: string; name: string; children: Element[]; text: string }[] = [];
  let root: Element | null = null;
  let wrong = false;
  const parser = new SaxesParser({ xmlns: true });
  const refuse = () => {
    wrong = true;
  };
  parser.on("error", refuse);
  parser.on("doctype", refuse);
  parser.on("opentag", ({ uri, local }) => {
    const element = { uri, name: local, children: [], text: "" };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
    open.push(element);
    if (open.length > DEEPEST) refuse();
  });
  const add = (more: string) => {
    const element = open.at(-1);
    if (element) element.text += more;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return wrong ? null : root;
}

/** The child of this name, whatever its namespace unless one is given. */
export const child = (element: Element | null | undefined, name: string, uri?: string): Element | undefined =>
  element?.children.find((each) => each.name === name && (uri === undefined || each.uri === uri));

/** Trimmed text of a child, or null when it is absent or empty. */
export const textOf = (element: Element | null | undefined, name: string): string | null =>
  child(element, name)?.text.trim() || null;

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as it stands in an element. */
export const xmlText = (text: string): string => text.replace(/[&<>"]/g, (letter) => ESCAPED[letter] ?? "");
