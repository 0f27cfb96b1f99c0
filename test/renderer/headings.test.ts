import { describe, expect, test } from "vitest";
import { wholeHeadings } from "../../renderer/headings.ts";

/** What someone reads, searches and copies. */
const read = (html: string): string => html.replace(/<[^>]*>/g, "");

describe("the heading of a page", () => {
  test("keeps a compound word on one line", () => {
    expect(wholeHeadings("<h1>Prendre rendez-vous en mairie</h1>")).toBe(
      '<h1>Prendre <span class="whole-word">rendez-vous</span> en mairie</h1>',
    );
    expect(wholeHeadings('<h2 id="a">Saint-Louis, l’après-midi</h2>').match(/whole-word/g)).toHaveLength(2);
  });

  test("is read, searched and copied as it was written", () => {
    const html = "<h1>Votre rendez-vous – Mairie de Saint-Louis &amp; C°</h1>";
    expect(read(wholeHeadings(html))).toBe(read(html));
  });

  test.each([
    ["a dash between words", "<h1>Agenda – Guichets</h1>"],
    ["a word that a narrow screen has no room for", "<h1>Rhin-et-Moselle-inférieure</h1>"],
    ["a number", "<h1>Zone 12-34</h1>"],
    ["what is no heading", "<p>Un rendez-vous</p><h3>Un rendez-vous</h3>"],
    ["an escaped tag", "<h1>a &lt;b-c&gt;</h1>".replace("b-c", "b")],
    ["a heading that holds something else", '<h1>Mon <a href="/x-y">rendez-vous</a></h1>'],
  ])("leaves %s as it is", (_, html) => {
    expect(wholeHeadings(html)).toBe(html);
  });

  test("gives no room to a tag that someone wrote", () => {
    const html = "<h1>&lt;img-src=x onerror=alert(1)&gt;</h1>";
    expect(wholeHeadings(html)).not.toMatch(/<img/);
    expect(read(wholeHeadings(html))).toBe(read(html));
  });
});
