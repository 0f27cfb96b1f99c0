import { readFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { Form } from "../../engine/index.ts";
import { renderStep } from "../../renderer/front/step-page.tsx";
import { themeCss } from "../../renderer/member-theme.ts";
import { type Assets, buildAssets } from "../../server/assets.ts";
import { formOf } from "../helpers/forms.ts";
import { site } from "../renderer/front-fixtures.ts";

const KILO = 1000;
let assets: Assets;
beforeAll(async () => {
  assets = await buildAssets();
});

const asset = (link: string) => {
  const found = assets.find(link.replace("/assets/", ""));
  if (found === null) throw new Error(`No asset ${link}`);
  return found;
};

describe("the built files", () => {
  test("are named by their content and sent compressed", () => {
    for (const link of Object.values(assets.links)) {
      expect(link).toMatch(/^\/assets\/[a-z]+-[0-9a-f]{8}\.(css|js)$/);
      const { body, brotli, gzip } = asset(link);
      expect(brotliDecompressSync(brotli).equals(body)).toBe(true);
      expect(gunzipSync(gzip).equals(body)).toBe(true);
    }
    expect(assets.find("front.css")).toBeNull();
  });

  test("ask nothing of another site", () => {
    for (const link of Object.values(assets.links)) {
      const urls =
        asset(link)
          .body.toString()
          .match(/https?:\/\/[^\s"')]+/g) ?? [];
      expect(urls.filter((url) => !url.startsWith("http://www.w3.org/"))).toEqual([]);
    }
  });

  test("hold a script of 10 kB at most", () => {
    expect(asset(assets.links.script).brotli.length).toBeLessThan(10 * KILO);
  });

  test("with a first page of fifteen fields and its theme weigh 30 kB at most", () => {
    const form = fifteenFields();
    const html = renderStep(site({ assets: assets.links }), {
      serviceTitle: "Demander un acte de naissance",
      service: "etat-civil/acte-naissance",
      draft: "0190b0a0-0000-7000-8000-000000000001",
      revision: 1,
      form,
      context: { now: "2026-03-03T09:30:00.000Z" },
      answers: {},
      step: { id: "personne", title: "La personne", fields: form.order },
      rank: 1,
      count: 5,
      action: "/mulhouse/demarches/1/personne",
      back: "/mulhouse",
      issues: [],
      more: false,
      editing: false,
      prefilled: [],
      files: new Map(),
      references: new Map(),
      maxFile: 50_000_000,
      autosave: true,
    });
    const sizes = {
      page: brotliCompressSync(html).length,
      sheet: asset(assets.links.front).brotli.length,
      theme: brotliCompressSync(themeCss({ primary: "#8a1538" })).length,
      script: asset(assets.links.script).brotli.length,
    };
    const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    console.info(`first form page, compressed: ${total} bytes`, sizes);
    expect(total).toBeLessThan(30 * KILO);
  });
});

test("no style sheet hides the focus without showing it another way", () => {
  for (const sheet of ["base", "form", "front"]) {
    const css = readFileSync(new URL(`../../renderer/css/${sheet}.css`, import.meta.url), "utf8");
    const removed = [...css.matchAll(/([^{}]*)\{[^}]*outline:\s*none/g)].map(([, selector = ""]) => selector.trim());
    expect(removed.filter((selector) => !selector.includes('[tabindex="-1"]'))).toEqual([]);
  }
});

function fifteenFields(): Form {
  const text = Object.fromEntries(
    Array.from({ length: 11 }, (_, rank) => [`champ${rank}`, { type: "string", title: `Question numéro ${rank}` }]),
  );
  return formOf({
    ...text,
    naissance: { type: "string", format: "date", title: "Date de naissance" },
    lieu: { type: "string", title: "Lieu", enum: ["ici", "ailleurs"] },
    pieces: { type: "array", title: "Pièces", "x-widget": "attachments", items: { type: "string", format: "uuid" } },
    accord: { type: "boolean", const: true, title: "J’atteste." },
  });
}
