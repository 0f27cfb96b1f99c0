import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadFolder } from "../../server/definition-files.ts";
import { issueLine } from "../../server/start.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "guichet-files-"));
});

afterEach(() => rm(folder, { recursive: true }));

async function write(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), content);
}

/** A correct service, one property a line, after changes to its text. */
function service(...changes: readonly (readonly [string, string])[]): string {
  const text = JSON.stringify(
    {
      $id: "voirie/nid-de-poule",
      title: "Signaler un nid-de-poule",
      "x-definition": {
        version: 1,
        kind: "service",
        workflow: "instruction",
        list: ["rue"],
        privacy: { purpose: "Réparer.", legalBasis: "6-1-e", sector: "voirie", retention: "P1Y" },
        clock: { regime: "none" },
      },
      type: "object",
      properties: {
        rue: { type: "string", title: "Dans quelle rue ?" },
        courriel: { $ref: "../shared/courriel.json" },
      },
    },
    null,
    2,
  );
  return changes.reduce((result, [before, after]) => {
    if (!result.includes(before)) throw new Error(`nothing to change: ${before}`);
    return result.replace(before, after);
  }, text);
}

/** What an admin reads, the folder's own path left out. */
async function read(): Promise<string> {
  const loaded = await loadFolder(folder);
  return loaded.ok ? "" : loaded.issues.map(issueLine).join("\n").replaceAll(`${folder}/`, "");
}

test("says of files larger than the installation takes where they are promised", async () => {
  const photo = '"photo": { "type": "string", "format": "uuid", "title": "Photo", "x-max-size": 60 }, "courriel"';
  await write("voirie/nid-de-poule.json", service(['"courriel"', photo]));
  expect(await read()).toBe("");
  const loaded = await loadFolder(folder, 50_000_000);
  expect(loaded.ok ? [] : loaded.issues).toMatchObject([
    { code: "file-size-limit", pointer: "/properties/photo/x-max-size", message: expect.stringContaining("50 Mo") },
  ]);
});

test("takes a folder where everything is right", async () => {
  await write("voirie/nid-de-poule.json", service());
  expect(await read()).toBe("");
});

describe("tells an admin", () => {
  test("the file, the line, the sentence, then the exact place and the code", async () => {
    await write("voirie/nid-de-poule.json", service(['"list": [\n      "rue"', '"list": [\n      "rues"']));
    expect(await read()).toBe(
      "  voirie/nid-de-poule.json, ligne 9 : « rues » n'est pas un champ à montrer en colonne ; vouliez-vous dire « rue » ?\n" +
        "      [list-field] /x-definition/list/0",
    );
  });

  test("the line of a comma she forgot, once", async () => {
    await write("voirie/nid-de-poule.json", service(['"version": 1,', '"version": 1']));
    expect(await read()).toBe(
      "  voirie/nid-de-poule.json, ligne 5 : Il manque une virgule à la fin de cette ligne.\n      [not-json]",
    );
  });

  test("the same of a workflow, without a second complaint", async () => {
    await write("voirie/nid-de-poule.json", service(["instruction", "reparation"]));
    await write("workflows/reparation.json", '{\n  "id": "reparation"\n  "title": "Réparer"\n}');
    expect(await read()).toBe(
      "  workflows/reparation.json, ligne 2 : Il manque une virgule à la fin de cette ligne.\n      [not-json]",
    );
  });

  test("that no workflow has this name, and which one is near", async () => {
    await write("voirie/nid-de-poule.json", service(["instruction", "instructions"]));
    expect(await read()).toBe(
      "  voirie/nid-de-poule.json, ligne 7 : Il n’y a pas de parcours « instructions » (fichier workflows/instructions.json) ; vouliez-vous dire « instruction » ?\n" +
        "      [workflow-unknown] /x-definition/workflow",
    );
  });

  test("what else is wrong in a definition without its workflow", async () => {
    await write("voirie/nid-de-poule.json", service(["instruction", "instructions"], ['"P1Y"', '"un an"']));
    const said = await read();
    expect(said).toContain("[workflow-unknown]");
    expect(said).toContain("« un an » n'est pas une durée");
  });

  test("that a workflow is missing, and nothing about a file that has no name", async () => {
    await write("voirie/nid-de-poule.json", service(['"workflow"', '"worflow"']));
    expect(await read()).not.toContain("workflows/");
    expect(await read()).toContain("vouliez-vous dire « workflow » ?");
  });

  test("that a question was copied under the same name", async () => {
    await write("voirie/nid-de-poule.json", service(['"courriel": {', '"rue": {']));
    expect(await read()).toContain("Le nom « rue » est employé deux fois");
  });

  test("that two files have one identifier", async () => {
    await write("voirie/nid-de-poule.json", service());
    await write("voirie/trottoir.json", service());
    expect(await read()).toContain(
      "voirie/trottoir.json, ligne 2 : L’identifiant « voirie/nid-de-poule » est déjà celui",
    );
  });

  test("that a file is no definition, so that a misspelt x-definition is not passed over", async () => {
    await write("voirie/nid-de-poule.json", service(["x-definition", "x-defintion"]));
    expect(await read()).toContain("[not-definition]");
  });

  test("that a file is not in UTF-8", async () => {
    await write("voirie/nid-de-poule.json", Buffer.from(service(), "latin1"));
    expect(await read()).toBe(
      "  voirie/nid-de-poule.json : Les accents de ce fichier seraient perdus : enregistrez-le en UTF-8.\n      [not-utf8]",
    );
  });

  test("that the folder does not exist", async () => {
    const loaded = await loadFolder(join(folder, "definition"));
    expect(loaded.ok ? [] : loaded.issues.map(({ code }) => code)).toEqual(["no-folder"]);
  });
});

test("places an issue of a shared piece in its own file", async () => {
  const piece = await readFile(new URL("../../schemas/shared/courriel.json", import.meta.url), "utf8");
  await write("shared/courriel.json", piece.replace('"email"', '"e-mail"'));
  await write("voirie/nid-de-poule.json", service());
  expect(await read()).toMatch(/^ {2}shared\/courriel\.json, ligne \d+ : /);
});
