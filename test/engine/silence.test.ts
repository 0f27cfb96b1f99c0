import { describe, expect, test } from "vitest";
import { silence } from "../../engine/silence.ts";

const DEPOSIT = "2026-03-03T09:30:00.000Z";

describe("what an acknowledgement says of silence", () => {
  test("names the day of an implicit acceptance, and the attestation", () => {
    const text = silence({ regime: "SVA" }, DEPOSIT);
    expect(text).toContain("au 3 mai 2026 vaut acceptation");
    expect(text).toContain("attestation");
  });

  test("names the day of an implicit rejection, and the ways to contest it", () => {
    const text = silence({ regime: "SVR", delay: "P4M" }, DEPOSIT);
    expect(text).toContain("au 3 juillet 2026 vaut rejet");
    expect(text).toContain("tribunal administratif");
  });

  test("counts from the day in Paris", () => {
    expect(silence({ regime: "SVR" }, "2026-03-03T23:30:00.000Z")).toContain("4 mai 2026");
  });

  test("promises nothing where no delay applies", () => {
    expect(silence({ regime: "none" }, DEPOSIT)).toContain("Aucun délai légal");
  });
});
