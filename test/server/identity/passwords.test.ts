import { describe, expect, test } from "vitest";
import { hashPassword, TooManyPasswords, verifyPassword } from "../../../server/identity/passwords.ts";

/** "ancien", at a cost of long ago. */
const OLD = "$scrypt$ln=4,r=8,p=1$c2Fsc2Fsc2Fsc2Fsc2Fscw$SS/9PfcieJAbMKv+gU1RrEOY3yUgB3sC+pZ7wM/oKcY";

describe("a password", () => {
  test("is kept with its salt and cost, never alike twice", async () => {
    const [first, second] = await Promise.all([hashPassword("élan"), hashPassword("élan")]);
    expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(first).not.toBe(second);
  });

  test("is recognised however the keyboard composes its accents, and nothing else is", async () => {
    const stored = await hashPassword("élan");
    expect(await verifyPassword("e\u0301lan", stored)).toBe(true);
    expect(await verifyPassword("elan", stored)).toBe(false);
    expect(await verifyPassword("", stored)).toBe(false);
  });

  test("is never right for an address nobody has, nor for a stored text that is not one", async () => {
    expect(await verifyPassword("élan", null)).toBe(false);
    expect(await verifyPassword("élan", "élan")).toBe(false);
  });

  test("stored at another cost is still recognised", async () => {
    expect(await verifyPassword("ancien", OLD)).toBe(true);
    expect(await verifyPassword("autre", OLD)).toBe(false);
  });

  test("waits its turn, and a flood is refused rather than kept waiting", async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 150 }, () => verifyPassword("ancien", OLD)));
    const refused = attempts.filter((attempt) => attempt.status === "rejected");
    expect(refused).toHaveLength(150 - 102);
    expect(refused.every((attempt) => attempt.reason instanceof TooManyPasswords)).toBe(true);
    expect(await verifyPassword("ancien", OLD)).toBe(true);
  });
});
