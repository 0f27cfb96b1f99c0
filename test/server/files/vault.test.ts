import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAs, withActor } from "../../../server/db/with-actor.ts";
import { folderPath } from "../../../server/files/folder-place.ts";
import { sweepFiles } from "../../../server/files/sweep.ts";
import { openFile, putFile, removeFile } from "../../../server/files/vault.ts";
import { deriveSecrets } from "../../../server/secrets.ts";
import { gather, inParts } from "../../helpers/bytes.ts";
import { install, type TestInstallation } from "../identity/installation.ts";

const MEMBER = "mulhouse";
const HOUR = 3_600_000;
const SMALL = Buffer.from("%PDF-1.7 acte de naissance de Camille Straumann");
/** Several rows of the base, and more than is proved in memory. */
const LARGE = randomBytes(5_500_000);

let hall: TestInstallation;
beforeAll(async () => {
  hall = await install();
});
afterAll(() => hall.stop());

const keep = async (content: Buffer = SMALL): Promise<string> => (await putFile(hall.ctx, MEMBER, inParts(content))).id;

/** The digest of a file as it is read, or the code of the refusal. */
async function read(id: string, member = MEMBER): Promise<string> {
  const file = await openFile(hall.ctx, member, id);
  return file.ok ? digest(await gather(file.value.content)) : file.problem.code;
}

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const chunks = (id: string) =>
  readAs(
    hall.ctx.db,
    { system: true },
    (tx) => tx<{ object: string; rank: number; content: Buffer }[]>`
      select c.object, c.rank, c.content from file_chunk c join stored_file f using (member_id, object)
      where f.id = ${id} order by rank`,
  );
const change = (id: string, rank: number, content: Buffer) =>
  readAs(
    hall.ctx.db,
    { member: MEMBER },
    (tx) => tx`
      with old as (delete from file_chunk c using stored_file f
        where f.member_id = ${MEMBER} and f.id = ${id} and c.object = f.object and c.rank = ${rank} returning c.*)
      insert into file_chunk select member_id, object, rank + 100, ${content} from old`,
  );
const countRows = async (): Promise<number> => {
  const [row] = await readAs(
    hall.ctx.db,
    { system: true },
    (tx) => tx<{ n: number }[]>`
      select ((select count(*) from stored_file) + (select count(*) from file_chunk))::integer as n`,
  );
  return row?.n ?? -1;
};

describe("a kept file", () => {
  test.each([
    ["small", SMALL],
    ["large", LARGE],
    ["empty", Buffer.alloc(0)],
  ])("is read whole: %s", async (_, content) => {
    const id = await keep(content);
    expect(await read(id)).toBe(digest(content));
    const file = await openFile(hall.ctx, MEMBER, id);
    expect(file).toMatchObject({ value: { size: content.length } });
  });

  test("stands in the base as noise", async () => {
    const stored = await chunks(await keep());
    expect(Buffer.concat(stored.map((chunk) => chunk.content)).includes("Straumann")).toBe(false);
  });

  test("does not exist for another member", async () => {
    expect(await read(await keep(), "rixheim")).toBe("not-found");
  });

  test("cannot be read without the installation's secret, nor by another file's key", async () => {
    const [first, second] = [await keep(), await keep(LARGE)];
    const stranger = { ...hall.ctx, secrets: deriveSecrets(randomBytes(32)) };
    expect(await openFile(stranger, MEMBER, first)).toMatchObject({ problem: { code: "unavailable" } });
    await readAs(
      hall.ctx.db,
      { member: MEMBER },
      (tx) => tx`
        update stored_file set wrapped_key = (select wrapped_key from stored_file where id = ${second}) where id = ${first}`,
    );
    expect(await read(first)).toBe("unavailable");
  });

  test("kept within a transaction is there if it commits, and not at all otherwise", async () => {
    const before = await countRows();
    const id = await withActor(hall.ctx.db, { system: true }, async (tx) => {
      const kept = await putFile(hall.ctx, MEMBER, inParts(LARGE), { tx });
      const file = await openFile(hall.ctx, MEMBER, kept.id, tx);
      expect(file.ok && (await gather(file.value.content)).equals(LARGE)).toBe(true);
      expect(await read(kept.id)).toBe("not-found");
      return kept.id;
    });
    expect(await read(id)).toBe(digest(LARGE));
    const lost = withActor(hall.ctx.db, { member: MEMBER }, async (tx) => {
      await putFile(hall.ctx, MEMBER, inParts(LARGE), { tx });
      throw new Error("something else failed");
    });
    await expect(lost).rejects.toThrow("something else");
    expect(await countRows()).toBe(before + 1 + 6);
  });
});

describe("a file that someone touched in the base", () => {
  test.each([
    ["small", SMALL, 0],
    ["large, in its first row", LARGE, 0],
    ["large, in its last row", LARGE, 5],
  ])("is refused before its first byte: %s", async (_, content, rank) => {
    const id = await keep(content);
    const [stored] = (await chunks(id)).slice(rank);
    if (!stored) throw new Error("no chunk");
    const changed = Buffer.from(stored.content);
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    await change(id, rank, changed);
    await readAs(
      hall.ctx.db,
      { member: MEMBER },
      (tx) => tx`
        with old as (delete from file_chunk where object = ${stored.object} and rank >= 100 returning *)
        insert into file_chunk select member_id, object, rank - 100, content from old`,
    );
    expect((await chunks(id)).map((chunk) => chunk.rank).at(-1)).toBe(rank === 0 && content === SMALL ? 0 : 5);
    expect(await read(id)).toBe("unavailable");
    expect(hall.logged.at(-1)).toMatchObject({ msg: "file damaged", file: id });
  });

  test("is refused when its end, or all of it, is gone", async () => {
    const [cut, gone] = [await keep(LARGE), await keep()];
    for (const [id, from] of [
      [cut, 5],
      [gone, 0],
    ] as const) {
      await readAs(
        hall.ctx.db,
        { member: MEMBER },
        (tx) => tx`
          delete from file_chunk c using stored_file f
          where f.member_id = ${MEMBER} and f.id = ${id} and c.object = f.object and c.rank >= ${from}`,
      );
      expect(await read(id)).toBe("unavailable");
    }
  });
});

describe("a file kept in clear, in the folder, by an earlier version", () => {
  test("is still read, and goes when it is removed", async () => {
    const { ctx } = hall;
    const id = randomUUID();
    const path = folderPath(ctx.config, { member: MEMBER, object: id });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, SMALL);
    await readAs(
      ctx.db,
      { member: MEMBER },
      (tx) => tx`
        insert into stored_file (member_id, id, place, object, size, scan, created_at, stored_at)
        values (${MEMBER}, ${id}, 'folder', ${id}, ${SMALL.length}, 'unscanned', now(), now())`,
    );
    expect(await read(id)).toBe(digest(SMALL));
    await writeFile(path, SMALL.subarray(1));
    expect(await read(id)).toBe("unavailable");
    await removeFile(ctx, MEMBER, id);
    await sweepFiles(ctx);
    await expect(writeFile(path, "", { flag: "r+" })).rejects.toThrow("ENOENT");
  });

  test("is never looked for outside the folder", () => {
    const { config } = hall.ctx;
    expect(() => folderPath(config, { member: "../x", object: randomUUID() })).toThrow();
    expect(() => folderPath(config, { member: MEMBER, object: "../../../../../../../etc/passwd/aaaa" })).toThrow();
  });
});

describe("a file removed, or never whole", () => {
  test("is read by nobody at once, and leaves nothing after the sweep", async () => {
    const before = await countRows();
    const id = await keep(LARGE);
    await removeFile(hall.ctx, MEMBER, id);
    expect(await read(id)).toBe("not-found");
    expect(await sweepFiles(hall.ctx)).toBe(1);
    expect(await countRows()).toBe(before);
  });

  test("leaves nothing when what is read of it fails in the middle", async () => {
    const before = await countRows();
    const failing = (async function* () {
      yield LARGE.subarray(0, 3_000_000);
      throw new Error("the connection broke");
    })();
    await expect(putFile(hall.ctx, MEMBER, failing)).rejects.toThrow("the connection broke");
    await sweepFiles(hall.ctx);
    expect(await countRows()).toBe(before);
  });

  test("left half written by a process that was killed goes six hours later", async () => {
    const before = await countRows();
    const id = await keep(LARGE);
    await readAs(hall.ctx.db, { member: MEMBER }, (tx) => tx`update stored_file set stored_at = null where id = ${id}`);
    expect(await read(id)).toBe("not-found");
    hall.advance(5 * HOUR);
    expect(await sweepFiles(hall.ctx)).toBe(0);
    hall.advance(2 * HOUR);
    expect(await sweepFiles(hall.ctx)).toBe(1);
    expect(await countRows()).toBe(before);
  });
});
