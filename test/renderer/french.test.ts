import { expect, test } from "vitest";
import { french } from "../../renderer/french.ts";

const shown = (text: string): string => french(text).replaceAll("\u00a0", "~");

test("high punctuation stays with the word before it, and a guillemet with the word after", () => {
  expect(shown("Qui êtes-vous ? Dites : « Oui »")).toBe("Qui êtes-vous~? Dites~: «~Oui~»");
});

test("an hour holds together, and nothing that only looks like one", () => {
  expect(shown("Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h.")).toBe(
    "Du lundi au vendredi, de 8~h~30 à 12~h et de 13~h~30 à 17~h.",
  );
  expect(shown("3 habitants, 2 h 5, 12 h 300")).toBe("3 habitants, 2~h 5, 12~h 300");
});
