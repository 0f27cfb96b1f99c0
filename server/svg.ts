/**
 * Which SVG drawings may be served as a logo. Nothing is cleaned: a drawing is taken as it is, or refused with what must
 * go. Only shapes, text and gradients pass; nothing that runs, animates, loads or leads anywhere, nor that XML would
 * expand. The scan is linear in the length of the file.
 */

const ELEMENTS: ReadonlySet<string> = new Set([
  ...["svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"],
  ...["text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask"],
]);

/** Also those a `style` attribute may set. */
const PRESENTATION: ReadonlySet<string> = new Set([
  ...["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"],
  ...["stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color", "display"],
  ...["visibility", "overflow", "clip-path", "clip-rule", "mask", "stop-color", "stop-opacity", "paint-order"],
  ...["font-family", "font-size", "font-style", "font-weight", "letter-spacing", "word-spacing", "text-anchor"],
  ...["dominant-baseline", "shape-rendering", "text-rendering", "isolation", "mix-blend-mode", "vector-effect"],
]);

const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...PRESENTATION,
  ...[
    "id",
    "class",
    "version",
    "role",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "xml:space",
    "xml:lang",
    "lang",
  ],
  ...[
    "viewBox",
    "preserveAspectRatio",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
  ],
  ...[
    "fx",
    "fy",
    "d",
    "points",
    "transform",
    "pathLength",
    "dx",
    "dy",
    "rotate",
    "textLength",
    "lengthAdjust",
    "offset",
  ],
  ...["gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits", "style"],
]);

const NAMESPACES: Readonly<Record<string, string>> = {
  xmlns: "http://www.w3.org/2000/svg",
  "xmlns:svg": "http://www.w3.org/2000/svg",
  "xmlns:xlink": "http://www.w3.org/1999/xlink",
};

const MOST_ELEMENTS = 5_000;

/** What keeps this text from being a logo, in French, naming it; null when nothing does. */
export function refusedSvg(text: string): string | null {
  const whole = text.replace(/^\uFEFF/, "").trim();
  const declaration = /^<\?xml\s[^?<>]*\?>\s*/.exec(whole)?.[0] ?? "";
  if (/encoding\s*=/i.test(declaration) && !/encoding\s*=\s*["']utf-8["']/i.test(declaration)) {
    return "Ce dessin SVG n’est pas écrit en UTF-8.";
  }
  const reading: Reading = { open: [], count: 0 };
  for (const token of tokensOf(whole.slice(declaration.length))) {
    const refusal = refusedToken(reading, token);
    if (refusal !== null) return refusal;
  }
  return reading.count === 0 || reading.open.length > 0 ? BROKEN : null;
}

/** Where a reading is: the elements still open, and how many there were. */
interface Reading {
  readonly open: string[];
  count: number;
}

function refusedToken(reading: Reading, token: Token): string | null {
  const { open } = reading;
  switch (token.kind) {
    case "unreadable":
      return unreadable(token.source);
    case "text":
      return refusedText(token.source, open.length > 0);
    case "comment":
      return null;
    case "close":
      return open.pop() === token.name ? null : BROKEN;
    case "open": {
      reading.count += 1;
      if (reading.count > MOST_ELEMENTS) return TOO_MANY;
      if (open.length === 0 && (reading.count > 1 || token.name !== "svg")) return BROKEN;
      if (!token.closed) open.push(token.name);
      return refusedElement(token.name, token.attributes);
    }
  }
}

function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at) ?? {
      kind: "unreadable",
      length: text.length - at,
      source: text.slice(at, at + 80),
    };
    yield token;
    at += token.length;
  }
}

type Token =
  | { readonly kind: "text" | "comment" | "unreadable"; readonly length: number; readonly source: string }
  | { readonly kind: "close"; readonly length: number; readonly name: string }
  | {
      readonly kind: "open";
      readonly length: number;
      readonly name: string;
      readonly attributes: readonly (readonly [string, string])[];
      readonly closed: boolean;
    };

const NAME = "[A-Za-z_][\\w.:-]*";
const CLOSE = new RegExp(`</(${NAME})\\s*>`, "y");
const OPEN = new RegExp(`<(${NAME})`, "y");
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "y");
const END = /\s*(\/?)>/y;

function tokenAt(text: string, at: number): Token | null {
  if (text[at] !== "<") {
    const end = text.indexOf("<", at);
    const source = text.slice(at, end < 0 ? undefined : end);
    return { kind: "text", length: source.length, source };
  }
  if (text.startsWith("<!--", at)) {
    const end = text.indexOf("-->", at + 4);
    return end < 0 ? null : { kind: "comment", length: end + 3 - at, source: "" };
  }
  const close = match(CLOSE, text, at);
  if (close) return { kind: "close", length: close[0].length, name: close[1] ?? "" };
  return openAt(text, at);
}

function openAt(text: string, at: number): Token | null {
  const opening = match(OPEN, text, at);
  if (!opening) return null;
  let here = at + opening[0].length;
  const attributes: [string, string][] = [];
  for (let found = match(ATTRIBUTE, text, here); found; found = match(ATTRIBUTE, text, here)) {
    attributes.push([found[1] ?? "", found[2] ?? found[3] ?? ""]);
    here += found[0].length;
  }
  const end = match(END, text, here);
  if (!end) return null;
  const length = here + end[0].length - at;
  return { kind: "open", length, name: opening[1] ?? "", attributes, closed: end[1] === "/" };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const TOO_MANY = `Ce dessin SVG a plus de ${MOST_ELEMENTS} éléments : simplifiez-le ou envoyez un PNG.`;

const BROKEN = "Ce dessin SVG est incomplet ou mal formé : exportez-le de nouveau, ou envoyez un PNG.";

const refused = (what: string): string =>
  `Ce dessin SVG contient « ${what.slice(0, 40)} », qui n’est pas accepté. Exportez-le en « SVG simple », ou envoyez un PNG.`;

function unreadable(rest: string): string {
  const special = /^<(!DOCTYPE|!ENTITY|!\[CDATA\[|\?[\w-]+|!)/i.exec(rest)?.[1];
  return special === undefined ? BROKEN : refused(special);
}

function refusedText(source: string, inside: boolean): string | null {
  if (!inside && source.trim() !== "") return BROKEN;
  return strangeEntity(source);
}

/** An entity of the five that XML knows expands to nothing else. */
function strangeEntity(text: string): string | null {
  const entity = /&(?!(?:amp|lt|gt|quot|apos);)[^;\s]*;?/.exec(text)?.[0];
  return entity === undefined ? null : refused(entity);
}

function refusedElement(name: string, attributes: readonly (readonly [string, string])[]): string | null {
  if (!ELEMENTS.has(name)) return refused(name);
  if (new Set(attributes.map(([key]) => key)).size < attributes.length) return BROKEN;
  for (const [key, value] of attributes) {
    const wrong = refusedAttribute(name, key, value);
    if (wrong !== null) return wrong;
  }
  return null;
}

function refusedAttribute(element: string, key: string, value: string): string | null {
  const namespace = NAMESPACES[key];
  if (namespace !== undefined) return value === namespace ? null : refused(`${key}="${value}"`);
  if (key === "href" || key === "xlink:href") {
    const gradient = element === "linearGradient" || element === "radialGradient";
    return gradient && /^#[\w.-]+$/.test(value) ? null : refused(key);
  }
  if (!(ATTRIBUTES.has(key) || /^data-[a-z-]+$/.test(key))) return refused(key);
  const wrong = strangeEntity(value) ?? refusedValue(value);
  if (wrong !== null) return wrong;
  return key === "style" ? refusedStyle(value) : null;
}

/** A value leads nowhere but to a part of the drawing, and hides nothing in escapes. */
function refusedValue(value: string): string | null {
  const elsewhere = /url\s*\(\s*(?!['"]?#[\w.-]+['"]?\s*\))/i.exec(value);
  if (elsewhere) return refused("url(");
  const strange = /\\|@|:\/\/|javascript:|data:|expression\s*\(|image\s*\(|image-set|\p{Cc}(?<![\t\n\r])/iu.exec(
    value,
  )?.[0];
  return strange === undefined ? null : refused(strange);
}

function refusedStyle(style: string): string | null {
  if (style.includes("/*")) return refused("/*");
  for (const declaration of style.split(";")) {
    const property = declaration.split(":", 1)[0]?.trim().toLowerCase() ?? "";
    if (property !== "" && !PRESENTATION.has(property)) return refused(property);
  }
  return null;
}
