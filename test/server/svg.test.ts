import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readData } from "../../server/demo/files.ts";
import { refusedSvg } from "../../server/svg.ts";

const svg = (inside: string, attributes = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"${attributes}>${inside}</svg>`;

describe("a drawing that only draws is taken", () => {
  test.each([
    [
      "shapes and text",
      svg('<title>Logo</title><g fill="#123456"><path d="M0 0L10 10Z"/><text x="1">A &amp; B</text></g>'),
    ],
    [
      "a gradient and a clip",
      svg(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient><radialGradient id="b" xlink:href="#a"/><clipPath id="c"><circle r="4"/></clipPath></defs><rect fill="url(#a)" clip-path="url(#c)"/>',
        ' xmlns:xlink="http://www.w3.org/1999/xlink"',
      ),
    ],
    ["a style attribute", svg('<rect style="fill:#0b5d75;stroke:none;clip-path:url(#c)"/>')],
    ["a declaration and a comment", `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Export -->\n${svg("<rect/>")}\n`],
    ["single quotes", "<svg xmlns='http://www.w3.org/2000/svg'><rect width='3'/></svg>"],
  ])("%s", (_what, text) => {
    expect(refusedSvg(text)).toBeNull();
  });

  test("those of the demo", async () => {
    for (const group of ["mulhouse", "cotentin"]) {
      const { members } = await readData<{ members: { theme: { logo: string } }[] }>(group);
      for (const { theme } of members) expect(refusedSvg(theme.logo)).toBeNull();
    }
  });
});

describe("a drawing that could do more is refused, saying what", () => {
  test.each([
    ["script", svg("<script>alert(1)</script>"), "script"],
    ["a script in another case", svg("<SCRIPT>alert(1)</SCRIPT>"), "SCRIPT"],
    [
      "a script under a prefix",
      svg("<svg:script>alert(1)</svg:script>", ' xmlns:svg="http://www.w3.org/2000/svg"'),
      "svg:script",
    ],
    ["an event handler", svg('<rect onload="alert(1)"/>'), "onload"],
    ["an event handler on the root", svg("<rect/>", ' onload="alert(1)"'), "onload"],
    ["an event handler without a space before", '<svg/onload="alert(1)"></svg>', ""],
    ["foreign content", svg("<foreignObject><p>Bonjour</p></foreignObject>"), "foreignObject"],
    ["a link that runs", svg('<a href="javascript:alert(1)"><rect/></a>'), "a"],
    ["a link that runs, under xlink", svg('<linearGradient xlink:href="javascript:alert(1)"/>'), "xlink:href"],
    ["an outside image", svg('<image href="https://pirate.example/x.png"/>'), "image"],
    ["an inner image", svg('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'), "image"],
    ["a copy of another file", svg('<use href="https://pirate.example/x.svg#a"/>'), "use"],
    ["copies of copies", svg('<use href="#a"/>'), "use"],
    ["an animation that sets a link", svg('<set attributeName="href" to="javascript:alert(1)"/>'), "set"],
    ["an animation", svg('<animate attributeName="x"/>'), "animate"],
    ["a style sheet", svg("<style>@import url(https://pirate.example/x.css)</style>"), "style"],
    ["a style that loads", svg('<rect style="fill:url(https://pirate.example/x)"/>'), "url("],
    ["a style that loads, in quotes", svg(`<rect style="fill:url('//pirate.example/x')"/>`), "url("],
    ["a style in escapes", svg('<rect style="fill:\\75 rl(https://x)"/>'), "\\"],
    ["a style that is no drawing", svg('<rect style="background:red"/>'), "background"],
    ["a fill that loads", svg('<rect fill="url( https://pirate.example/x#a )"/>'), "url("],
    ["a doctype", `<!DOCTYPE svg>${svg("<rect/>")}`, "!DOCTYPE"],
    ["an entity", `<!DOCTYPE svg [<!ENTITY a "aaaa">]>${svg("<text>&a;</text>")}`, "!DOCTYPE"],
    ["an entity used", svg("<text>&a;</text>"), "&a;"],
    ["a letter as a number", svg('<rect style="&#102;ill:red"/>'), "&#102;"],
    [
      "a style sheet beside",
      `<?xml-stylesheet href="https://pirate.example/x.css"?>${svg("<rect/>")}`,
      "?xml-stylesheet",
    ],
    ["a hidden part", svg("<![CDATA[<script>]]>"), "![CDATA["],
    ["another namespace by default", '<svg xmlns="http://www.w3.org/1999/xhtml"><rect/></svg>', "xmlns"],
    ["another namespace", svg("<rect/>", ' xmlns:x="http://www.w3.org/1999/xhtml"'), "xmlns:x"],
    ["a base", svg("<rect/>", ' xml:base="https://pirate.example/"'), "xml:base"],
    ["a page", "<html><body>Bonjour</body></html>", ""],
    ["an unclosed drawing", "<svg><g></svg>", ""],
    ["two drawings", `${svg("")}${svg("")}`, ""],
    ["words around", `${svg("")}<p>`, ""],
    ["an attribute twice", '<svg id="a" id="b"></svg>', ""],
    ["another alphabet", `<?xml version="1.0" encoding="UTF-7"?>${svg("+ADw-script+AD4-")}`, ""],
    ["nothing", "", ""],
  ])("%s", (_what, text, named) => {
    const refusal = refusedSvg(text);
    expect(refusal).toMatch(/^Ce dessin SVG /);
    if (named !== "") expect(refusal).toContain(`« ${named}`);
  });

  test("whatever stands where a name should", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z]{1,12}$/), (name) => {
        const handler = refusedSvg(svg(`<rect on${name}="x"/>`));
        expect(handler).not.toBeNull();
      }),
    );
  });

  test("in a time that grows like its length", () => {
    const started = performance.now();
    for (const text of [
      "<svg ".padEnd(200_000, " "),
      `<svg a="${"&".repeat(199_000)}`,
      "<".repeat(200_000),
      svg("<g>".repeat(60_000)),
    ]) {
      expect(refusedSvg(text)).not.toBeNull();
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
