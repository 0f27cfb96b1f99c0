import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bindSecrets } from "../../server/db/bind-secrets.ts";
import { deriveSecrets, loadSecrets } from "../../server/secrets.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/db.ts";

const secrets = deriveSecrets(Buffer.alloc(32, 1));
const others = deriveSecrets(Buffer.alloc(32, 2));

describe("the holder's pseudonym", () => {
  test("differs between sectors, members, accounts and installations, and never changes", () => {
    const names = [
      secrets.pseudonym("account", "mulhouse", "etat-civil"),
      secrets.pseudonym("account", "mulhouse", "petite-enfance"),
      secrets.pseudonym("account", "rixheim", "etat-civil"),
      secrets.pseudonym("other", "mulhouse", "etat-civil"),
      secrets.pseudonym("account", "mulhouseetat", "-civil"),
      others.pseudonym("account", "mulhouse", "etat-civil"),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(secrets.pseudonym("account", "mulhouse", "etat-civil")).toBe(names[0]);
    expect(names[0]).toMatch(/^[\w-]{43}$/);
  });
});

describe("what the installation signs", () => {
  test("comes back as it was given", () => {
    expect(secrets.verify(secrets.sign("brouillon.12"))).toBe("brouillon.12");
  });

  test("is refused when changed, cut or signed elsewhere", () => {
    const signed = secrets.sign("brouillon.12");
    for (const bad of [signed.replace("12", "13"), signed.slice(0, -1), "brouillon", "", others.sign("brouillon.12")]) {
      expect(secrets.verify(bad)).toBeNull();
    }
  });
});

test("a history's links depend on the link before, the event and the installation", () => {
  const first = secrets.hashEvent(null, "ouverture");
  const links = [first, secrets.hashEvent(first, "ouverture"), secrets.hashEvent(null, "clôture")];
  expect(new Set([...links, others.hashEvent(null, "ouverture")].map((link) => link.toString("hex"))).size).toBe(4);
});

describe("the secret of a data folder", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "guichet-secret-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is made once, for its owner's eyes only, even when two processes start together", async () => {
    const dataDir = join(folder, "data");
    const made = await Promise.all([1, 2, 3, 4].map(() => loadSecrets({ secret: null, dataDir })));
    expect(new Set(made.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(statSync(join(dataDir, "secret.key")).mode & 0o777).toBe(0o600);
  });

  test("gives way to GUICHET_SECRET, in hexadecimal or base64", async () => {
    const bytes = Buffer.alloc(32, 1);
    for (const secret of [bytes.toString("hex"), bytes.toString("base64")]) {
      const loaded = await loadSecrets({ secret, dataDir: folder });
      expect(loaded.fingerprint).toBe(secrets.fingerprint);
    }
  });

  test("is refused with a sentence when it is not 32 bytes", async () => {
    await expect(loadSecrets({ secret: "court", dataDir: folder })).rejects.toThrow(
      /GUICHET_SECRET must hold 32 bytes/,
    );
    writeFileSync(join(folder, "secret.key"), "");
    await expect(loadSecrets({ secret: null, dataDir: folder })).rejects.toThrow(/secret.key must hold 32 bytes/);
  });
});

describe("a base", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await createTestDatabase();
  });
  afterAll(() => base.stop());

  test("keeps to the secret it was made with and refuses another", async () => {
    await bindSecrets(base.owner, secrets);
    await bindSecrets(base.owner, secrets);
    await expect(bindSecrets(base.owner, others)).rejects.toThrow(/made with another secret/);
  });
});

test("a sealed text is read again for its own purpose, by the same installation, and unaltered only", () => {
  const secrets = deriveSecrets(new Uint8Array(32));
  const sealed = secrets.seal("profil", "née à Mulhouse");
  expect(sealed.toString("latin1")).not.toContain("Mulhouse");
  expect(secrets.seal("profil", "née à Mulhouse")).not.toEqual(sealed);
  expect(secrets.unseal("profil", sealed)).toBe("née à Mulhouse");
  expect(secrets.unseal("session", sealed)).toBeNull();
  expect(deriveSecrets(new Uint8Array(32).fill(1)).unseal("profil", sealed)).toBeNull();
  expect(secrets.unseal("profil", Buffer.concat([sealed.subarray(0, -1), Buffer.from([0])]))).toBeNull();
  expect(secrets.unseal("profil", sealed.subarray(0, 10))).toBeNull();
});
