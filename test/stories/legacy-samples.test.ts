import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scoreImports } from "../helpers/import-score.ts";
import { type LiveBase, pause } from "../helpers/live-server.ts";
import { inBase } from "../helpers/live-sql.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const MEMBER = "cherbourg-en-cotentin";
const REGISTER = "relais/assistante-maternelle";
const LIST = `/${MEMBER}/agent/${REGISTER}`;

/** Exports of three relays about the childminders of one area, and who each line is about. Everyone is invented. */
const FOLDER = join(import.meta.dirname, "legacy");
const TRUTH = join(FOLDER, "truth.csv");
const FILES = [
  { name: "gram-cherbourg.csv", lines: 416, columns: 15, guessed: 14 },
  { name: "gram-la-hague.csv", lines: 242, columns: 8, guessed: 8 },
  { name: "redline-saint-pierre-eglise.csv", lines: 279, columns: 14, guessed: 14 },
] as const;

async function sends(agent: Person, { name, lines, columns, guessed }: (typeof FILES)[number]): Promise<void> {
  await agent.opens(LIST);
  await agent.follows("Importer un fichier");
  await agent.attaches("Fichier", name, await readFile(join(FOLDER, name)), "text/csv");
  expect(await roomAboveTheButton(agent)).toBeGreaterThanOrEqual(16);
  await agent.presses("Envoyer le fichier");
  await agent.sees(`${name} : ${lines} lignes sous les titres.`);
  await agent.sees(`${guessed} colonnes sur ${columns} ont été reconnues`);
  expect(await lowestControl(agent)).toBeGreaterThanOrEqual(28);
}

/** Pixels between the field of the file and the button under it. */
async function roomAboveTheButton(agent: Person): Promise<number> {
  const field = await agent.page.getByLabel("Fichier").boundingBox();
  const button = await agent.page.getByRole("button", { name: "Envoyer le fichier" }).boundingBox();
  if (!field || !button) throw new Error("the form is not shown");
  return button.y - field.y - field.height;
}

/** Pixels of the lowest thing to act on among the columns of the file. */
async function lowestControl(agent: Person): Promise<number> {
  const controls = agent.page.locator("main form").locator("select, input[type=text], summary, button");
  return controls.filter({ visible: true }).evaluateAll((all) => Math.min(...all.map((one) => one.clientHeight)));
}

/** None of the files says of which département the licences are. */
async function addsTheDepartment(agent: Person): Promise<void> {
  const field = agent.page.getByLabel("Réponse 1", { exact: true });
  const option = field.locator('optgroup[label^="Agréments 1"] option', { hasText: "Département" });
  await field.selectOption((await option.getAttribute("value")) ?? "");
  await agent.writes("Valeur 1", "50");
  await agent.presses("Enregistrer et revoir");
  await agent.finds("Valeur 1", "50");
}

async function imports(agent: Person, lines: number): Promise<void> {
  await agent.presses("Essayer sans rien écrire");
  await waits(agent, "Ce que donnerait l’import");
  await agent.sees("Rien n’a été écrit.");
  await agent.doesNotSee(/refusées?$/);
  await agent.presses(`Importer ${lines} lignes`);
  await waits(agent, "Ce qui a été fait");
  await agent.doesNotSee(/refusées?$/);
}

/** What runs behind is over when its page says so. */
async function waits(agent: Person, text: string): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    await agent.page.reload();
    if ((await agent.page.getByText(text).count()) > 0) return agent.looksAgain();
    await agent.page.waitForTimeout(500);
  }
  throw new Error(`« ${text} » never came`);
}

/** Pairs are looked for some moments after fiches are written. */
async function pairsAreFound(base: LiveBase): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const due = await inBase(base, async (sql) => {
      const [row] = await sql<{ due: boolean }[]>`
        select exists (select from words_due) or exists (select from alike_due) as due`;
      return row?.due ?? true;
    });
    if (!due) return;
    await pause(500);
  }
  throw new Error("pairs are still looked for");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("the exports of three relays, $title", ({ javascript, width }) => {
  // Each screen has a base of its own: what was imported once is known ever after.
  let base: LiveBase | null = null;
  const the = town(async (opened) => {
    base = opened;
  });

  test("become one register, where no one is taken for another and those known twice are found", async () => {
    if (!base) throw new Error("the town has no base");
    const agent = await the().agent(MEMBER, "agent", { javascript, width });
    for (const file of FILES) {
      await sends(agent, file);
      await addsTheDepartment(agent);
      await imports(agent, file.lines);
    }
    await pairsAreFound(base);
    await agent.opens(LIST);
    await agent.follows("Doublons possibles");
    await agent.isAt("Doublons possibles");
    await agent.follows(/^Comparer /);
    await agent.isAt("Est-ce la même personne ?");
    await agent.leaves();

    const score = await inBase(base, (_sql, db) => scoreImports(db, MEMBER, REGISTER, TRUTH));
    const said = JSON.stringify(score);
    expect(score.records, said).toBe(FILES.reduce((total, { lines }) => total + lines, 0));
    expect(score.merged, said).toBeGreaterThan(0);
    expect(score.right / score.merged, said).toBeGreaterThanOrEqual(0.995);
    expect(score.found / score.duplicates, said).toBeGreaterThanOrEqual(0.97);
    expect(score.strangers, said).toBe(0);
  });
});
