import { render } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import { type Explanation, open, storedPrices } from "../../engine/index.ts";
import { PriceSection } from "../../renderer/price-explanation.tsx";
import { liveFields, withPrices } from "../../renderer/visibility.ts";
import { CHILD, pricedDefinition } from "../engine/fees.definition.ts";
import { NOW } from "../helpers/definitions.ts";

const { form } = pricedDefinition();
const drawn = { now: NOW, pricedOn: "2026-03-03" };

describe("a price in a form", () => {
  test("follows the answers while it is filled, whatever the sender says of it", () => {
    expect(withPrices(form, { ...CHILD, prix: 1 }, drawn)["prix"]).toBe(7_500);
    expect(withPrices(form, { nom: "Weber", prix: 1 }, drawn)).toEqual({ nom: "Weber" });
  });

  test("is drawn again when an answer it reads changes", () => {
    expect([...liveFields(form)]).toEqual(expect.arrayContaining(["/domicile", "/naissance", "/quotient", "/bonnets"]));
    expect(liveFields(form).has("/nom")).toBe(false);
  });

  test("stays shown while an entry is edited, though nobody sends it", () => {
    const stored = storedPrices(form, { ...CHILD, prix: 7_500 });
    expect(withPrices(form, { ...CHILD, domicile: "ailleurs" }, { now: NOW, stored })["prix"]).toBe(7_500);
    expect(withPrices(form, { ...CHILD, domicile: "ailleurs", prix: 3 }, { now: NOW, stored })["prix"]).toBe(7_500);
  });
});

describe("the explanation of a price", () => {
  const ids = { id: "1", reference: "R", member: "m", holder: null };
  const actor = { kind: "anonymous", id: "", roles: [], units: [], holders: [] } as const;
  const opened = open(pricedDefinition(), { ...ids, answers: CHILD, actor, now: NOW });
  const prices: readonly Explanation[] = opened.ok ? (opened.event.data.prices ?? []) : [];

  test("is read folded, with the mention of the law, the row and the steps", () => {
    const html = render(<PriceSection prices={prices} />);
    expect(html).toContain("<details");
    for (const said of [
      "L. 311-3-1",
      "CADA",
      "75,00",
      "grille d’origine",
      "non indiqué",
      "Le prix est entièrement calculé.",
    ]) {
      expect(html.replaceAll("\u00a0", " ")).toContain(said);
    }
  });

  test("shows a hostile text as a text", () => {
    const [price] = prices;
    if (!price) throw new Error("no price");
    const html = render(<PriceSection prices={[{ ...price, title: "<script>alert(1)</script>" }]} />);
    expect(html).not.toContain("<script>");
  });

  test("is nothing where there is no price", () => {
    expect(render(<PriceSection prices={[]} />)).toBe("");
  });
});
