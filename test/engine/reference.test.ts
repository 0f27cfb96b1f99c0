import fc from "fast-check";
import { expect, test } from "vitest";
import { reference } from "../../engine/index.ts";

test("is eight characters that cannot be mistaken for one another", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 16 }), (bytes) => {
      expect(reference(bytes)).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
    }),
  );
});

test("follows from its bytes and differs with them", () => {
  const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(reference(bytes)).toBe(reference(Uint8Array.from(bytes)));
  expect(reference(bytes)).not.toBe(reference(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 9])));
});

test("refuses too little randomness", () => {
  expect(() => reference(new Uint8Array(7))).toThrow(RangeError);
});
