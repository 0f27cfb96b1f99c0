import { describe, expect, test } from "vitest";
import type { Clock } from "../../engine/index.ts";
import { silence } from "../../engine/silence.ts";

const RUNNING: Clock = {
  regime: "SVA",
  status: "running",
  receivedOn: "2026-03-03",
  startedOn: "2026-03-03",
  delay: "P2M",
  added: 0,
  due: "2026-05-03",
};

describe("what an acknowledgement says of silence", () => {
  test("names the day of an implicit acceptance, and the attestation", () => {
    const text = silence(RUNNING);
    expect(text).toContain("au 3 mai 2026 vaut acceptation");
    expect(text).toContain("attestation");
  });

  test("names the day of an implicit rejection, and the ways to contest it", () => {
    const text = silence({ ...RUNNING, regime: "SVR", delay: "P4M", due: "2026-07-03" });
    expect(text).toContain("au 3 juillet 2026 vaut rejet");
    expect(text).toContain("tribunal administratif");
  });

  test("names no day while an acceptance waits for missing items", () => {
    expect(silence({ ...RUNNING, status: "suspended", startedOn: null, due: null })).toContain(
      "acceptation 2 mois après la réception",
    );
  });

  test("promises nothing where no delay applies, nor once it is decided", () => {
    expect(silence(undefined)).toContain("Aucun délai légal");
    expect(silence({ ...RUNNING, status: "stopped", due: null })).toContain("ne court plus");
  });
});
