import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJsonText } from "../../server/json-text.ts";

const read = (source: string) => {
  const result = readJsonText(source);
  if (!result.ok) throw new Error(result.mistake.message);
  return result.text;
};

const mistake = (source: string) => {
  const result = readJsonText(source);
  return result.ok ? null : `${result.mistake.line} : ${result.mistake.message}`;
};

test("reads what JSON.parse reads", () => {
  fc.assert(
    fc.property(fc.json(), (source) => {
      expect(read(source).value).toEqual(JSON.parse(source));
    }),
  );
});

test("refuses what JSON.parse refuses", () => {
  const texts = fc.array(
    fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "a", "1", "-", ".", "0", "true", " ", "\n", "\\"),
  );
  fc.assert(
    fc.property(texts, (pieces) => {
      const source = pieces.join("");
      expect(readJsonText(source).ok).toBe(parses(source));
    }),
    { numRuns: 2_000 },
  );
});

function parses(source: string): boolean {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}

test("reads a file saved with a byte order mark", () => {
  expect(read('\uFEFF{"titre": 1}').value).toEqual({ titre: 1 });
});

test("gives the line of a value, or of the nearest one around what is missing", () => {
  const text = read('{\n  "steps": [\n    { "id": "lieu" },\n    { "id": "a/b" }\n  ]\n}');
  expect(["", "/steps", "/steps/1/id", "/steps/1/title", "/absent"].map(text.lineOf)).toEqual([1, 2, 4, 4, 1]);
});

test("finds a question copied without changing its name", () => {
  expect(read('{\n"nom": 1,\n"nom": 2\n}').twice).toEqual([{ key: "nom", line: 3 }]);
});

describe("says, with the line to look at,", () => {
  test.each([
    ["a missing comma", '{\n  "a": 1\n  "b": 2\n}', "2 : Il manque une virgule à la fin de cette ligne."],
    ["a comma too many", '{\n  "a": 1,\n}', "2 : Une virgule est de trop avant « } »."],
    ["a bracket left open", '{\n  "a": [1, 2', "2 : Il manque « ] » à la fin : il ferme ce qui est ouvert ligne 2."],
    [
      "a wrong bracket",
      '{\n  "a": [1, 2 }',
      "2 : Il faut ici une virgule, ou « ] » pour fermer ce qui est ouvert ligne 2.",
    ],
    ["curly quotes", "{\n  “a”: 1\n}", '2 : Employez des guillemets droits (") au lieu de « “ ».'],
    [
      "a name without quotes",
      "{\n  a: 1\n}",
      '2 : Il faut ici un nom entre guillemets, pas « a: 1 » : un texte s’écrit entre guillemets droits (").',
    ],
    [
      "a text left open",
      '{ "a": "b }',
      "1 : Ce texte n’est pas fermé : il manque un guillemet droit à la fin de la ligne.",
    ],
    ["a comment", "{\n  // la rue\n}", "2 : Un fichier JSON n’a pas de commentaires : retirez-le."],
    ["a missing colon", '{ "a" 1 }', "1 : Il manque deux-points après « a »."],
    ["an empty file", "", "1 : Le fichier s’arrête trop tôt : il manque une valeur."],
    ["two values", "{}\n{}", "2 : Il reste du texte après la fin du fichier."],
    ["endless brackets", "[".repeat(300), "1 : Trop de crochets ou d’accolades les uns dans les autres."],
  ])("%s", (_name, source, expected) => {
    expect(mistake(source)).toBe(expected);
  });
});
