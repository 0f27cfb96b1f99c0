import { describe, expect, test } from "vitest";
import { contrast, readableOnWhite, themeCss, unreadable } from "../../renderer/member-theme.ts";

describe("a member's colours", () => {
  test("become the variables of its pages", () => {
    const css = themeCss({ primary: "#8a1538", accent: "#c9962b" });
    expect(css).toContain("--primary:#8a1538;");
    expect(css).toContain("--primary-ink:#ffffff;");
    expect(css).toContain("--accent:#c9962b;");
  });

  test("too light to be read on white are darkened until they are", () => {
    expect(contrast("#ffd700", "#ffffff")).toBeLessThan(4.5);
    expect(contrast(readableOnWhite("#ffd700"), "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(readableOnWhite("#8a1538")).toBe("#8a1538");
  });

  test("that are no colours cannot write other rules", () => {
    const css = themeCss({ primary: "red;}body{display:none", accent: "url(https://ailleurs.example)" });
    expect(css).not.toMatch(/body|url/);
  });

  test("black on white is the greatest contrast there is", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  });
});

describe("colours a member saves", () => {
  test("must read where they are used, and a shade of each that does is proposed", () => {
    expect(unreadable({ primary: "#0b5d75", ground: "#f7fafb", primaryInk: "#ffffff" })).toEqual([]);
    const [pale, ...others] = unreadable({ primary: "#ffd700" });
    expect(others).toEqual([]);
    expect(pale).toMatchObject({ colour: "primary" });
    expect(contrast(pale?.proposed ?? "", "#ffffff")).toBeGreaterThanOrEqual(4.5);
    const names = unreadable({ primary: "#0b5d75", ground: "#336677", primarySoft: "#0b5d75", primaryDark: "#eeeeee" });
    expect(names.map(({ colour }) => colour)).toEqual(["primaryDark", "primarySoft", "ground"]);
    for (const { proposed } of names) expect(proposed).toMatch(/^#[0-9a-f]{6}$/);
  });
});
