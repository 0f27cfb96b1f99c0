import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFiledByCitizens, type PaperQuestion, paperForm } from "../../engine/index.ts";
import { createApp } from "../../server/app.ts";
import { loadShipped } from "../../server/definition-files.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";
import { readPdf } from "../helpers/pdf.ts";
import { builtAssets } from "./whole-town.ts";

const shipped = await loadShipped();
if (!shipped.ok) throw new Error(JSON.stringify(shipped.issues));
const SERVICES = shipped.definitions.filter(({ kind }) => kind === "service");

let demo: DemoInstallation;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  demo = await installDemo("all", new Date("2026-03-03T09:30:00.000Z"));
  app = createApp(demo.ctx, await builtAssets());
});
afterAll(() => demo.stop());

/** Every question of a form, those of groups and lists included. */
const titlesOf = (questions: readonly PaperQuestion[]): readonly string[] =>
  questions.flatMap(({ field, questions: inner }) => [field.title, ...titlesOf(inner)]);

/** Words without the spaces and hyphens that lines are broken at. */
const run = (text: string): string => text.replaceAll(/[\s\u00a0\u202f\u00ad-]+/g, "");

describe("the paper form of every téléservice that is shipped", () => {
  test.each(SERVICES.map(({ id }) => id))("%s prints, with every question", async (id) => {
    const { catalogue } = demo.ctx;
    const member = catalogue.members().find((one) => catalogue.offers(one.id, id));
    const definition = member && catalogue.definition(member.id, id);
    if (!definition) throw new Error(`nobody offers ${id} in the demo`);
    const page = await (await app.request(`/${member.id}/${id}`)).text();
    const answer = await app.request(`/${member.id}/${id}/papier`);
    if (!isFiledByCitizens(definition)) {
      // Filed on the site of the State alone: paper goes there too.
      expect([answer.status, page.includes(`/${id}/papier`)]).toEqual([404, false]);
      return;
    }
    expect(page).toContain(`href="/${member.id}/${id}/papier"`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const pdf = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect([pdf.tagged, pdf.language, pdf.title]).toEqual([true, "fr-FR", expect.stringContaining(definition.title)]);
    const asked = paperForm(definition.form).parts.flatMap(({ questions }) => titlesOf(questions));
    expect(asked.length).toBeGreaterThan(3);
    const printed = run(pdf.text);
    expect(asked.filter((title) => !printed.includes(run(title)))).toEqual([]);
  });

  test("leaves out one only, which the State alone receives", () => {
    expect(SERVICES.filter((definition) => !isFiledByCitizens(definition))).toHaveLength(1);
    expect(SERVICES.length).toBeGreaterThanOrEqual(13);
  });
});
