import { randomBytes, randomUUID } from "node:crypto";
import { access, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uploadAttachment } from "../../../server/commands/attachment.ts";
import type { Context } from "../../../server/context.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { folderPath } from "../../../server/files/folder-place.ts";
import { moveFiles } from "../../../server/files/move.ts";
import { sweepFiles } from "../../../server/files/sweep.ts";
import { openFile, putFile, removeFile } from "../../../server/files/vault.ts";
import type { Subject } from "../../../server/identity/subject.ts";
import { countFiles } from "../../../server/store/stored-files.ts";
import { gather, inParts } from "../../helpers/bytes.ts";
import { type ObjectStore, startObjectStore } from "../../helpers/object-store.ts";
import { install, type TestInstallation } from "../identity/installation.ts";

const MEMBER = "mulhouse";
const HOUR = 3_600_000;
const LARGE = randomBytes(9_000_000);

let hall: TestInstallation;
let store: ObjectStore;
/** The same installation, its new files going to the store. */
let afar: Context;
beforeAll(async () => {
  store = await startObjectStore();
  hall = await install({ store: store.settings });
  afar = { ...hall.ctx, config: { ...hall.ctx.config, files: "s3" } };
});
afterAll(async () => {
  await hall.stop();
  await store.stop();
});

async function isWhole(id: string, content: Uint8Array): Promise<boolean> {
  const file = await openFile(hall.ctx, MEMBER, id);
  return file.ok && (await gather(file.value.content)).equals(content);
}

async function keepInFolder(content: Buffer): Promise<{ id: string; path: string }> {
  const id = randomUUID();
  const path = folderPath(hall.ctx.config, { member: MEMBER, object: id });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await readAs(
    hall.ctx.db,
    { member: MEMBER },
    (tx) => tx`
      insert into stored_file (member_id, id, place, object, size, scan, created_at, stored_at)
      values (${MEMBER}, ${id}, 'folder', ${id}, ${content.length}, 'unscanned', now(), now())`,
  );
  return { id, path };
}

const places = async () =>
  (await countFiles(hall.ctx.db)).map(({ place, clear, files }) => `${files} ${place}${clear ? " clear" : ""}`);
const chunkCount = async () => {
  const [row] = await readAs(
    hall.ctx.db,
    { system: true },
    (tx) => tx<{ n: number }[]>`select count(*)::integer as n from file_chunk`,
  );
  return row?.n;
};

describe("files moved from a place to another", () => {
  test("leave the folder sealed, and are read all along", async () => {
    const [first, second] = [await keepInFolder(Buffer.from("acte de naissance")), await keepInFolder(LARGE)];
    expect(await places()).toEqual(["2 folder clear"]);
    expect(await moveFiles(hall.ctx, "base", false)).toMatchObject({ moved: 2, failed: [] });
    expect(await places()).toEqual(["2 base"]);
    expect(await isWhole(first.id, Buffer.from("acte de naissance"))).toBe(true);
    expect(await isWhole(second.id, LARGE)).toBe(true);
    for (const { path } of [first, second]) await expect(access(path)).rejects.toThrow("ENOENT");
    expect(await moveFiles(hall.ctx, "base", false)).toMatchObject({ moved: 0 });
  });

  test("go to the store and back, leaving nothing behind", async () => {
    const { id } = await putFile(hall.ctx, MEMBER, inParts(LARGE));
    await moveFiles(hall.ctx, "s3", false);
    expect(await chunkCount()).toBe(0);
    expect(await isWhole(id, LARGE)).toBe(true);
    await moveFiles(hall.ctx, "base", false);
    expect(store.objects.size).toBe(0);
    expect(await isWhole(id, LARGE)).toBe(true);
  });

  test("stay where they are while the store is away, and go when it is back", async () => {
    const { id } = await putFile(hall.ctx, MEMBER, inParts(LARGE));
    store.fault = { method: "POST", how: 403, times: 1 };
    const first = await moveFiles(hall.ctx, "s3", false);
    expect(first.failed).toHaveLength(1);
    for (const { reason } of first.failed) expect(reason).toContain("403");
    expect(await isWhole(id, LARGE)).toBe(true);
    expect(await moveFiles(hall.ctx, "s3", false)).toMatchObject({ moved: 1, failed: [] });
    await moveFiles(hall.ctx, "base", false);
  });

  test("are given new keys when all are asked for", async () => {
    const { id } = await putFile(hall.ctx, MEMBER, inParts(LARGE));
    const key = () =>
      readAs(hall.ctx.db, { member: MEMBER }, (tx) => tx`select wrapped_key from stored_file where id = ${id}`);
    const before = await key();
    await moveFiles(hall.ctx, "base", true);
    expect(await key()).not.toEqual(before);
    expect(await isWhole(id, LARGE)).toBe(true);
  });

  test("interrupted by the end of the process leave nothing, and begin again", async () => {
    const { id } = await putFile(hall.ctx, MEMBER, inParts(LARGE));
    const half = randomUUID();
    store.objects.set(`${MEMBER}/${half}`, Buffer.from("moitié"));
    await readAs(
      hall.ctx.db,
      { member: MEMBER },
      (tx) => tx`update stored_file set leaving = ${`s3/${half}`}, leaving_at = ${hall.ctx.clock()} where id = ${id}`,
    );
    expect(await sweepFiles(hall.ctx)).toBe(0);
    hall.advance(7 * HOUR);
    expect(await sweepFiles(hall.ctx)).toBe(1);
    expect(store.objects.size).toBe(0);
    expect(await isWhole(id, LARGE)).toBe(true);
    expect((await moveFiles(hall.ctx, "s3", false)).failed).toEqual([]);
    expect(await isWhole(id, LARGE)).toBe(true);
  });
});

describe("while the store is away", () => {
  const account = { id: randomUUID(), name: "Camille", email: "camille@exemple.fr" };
  const citizen: Subject = { account, agent: null, grants: [], visitor: null, via: null };
  const send = () => {
    const form = new FormData();
    form.append("file", new File(["%PDF-1.7\n%%EOF"], "acte.pdf"));
    return uploadAttachment(afar, MEMBER, citizen, new Request("http://x/", { method: "POST", body: form }));
  };

  test("a file sent is refused with the reason, and nothing of it is kept", async () => {
    store.fault = { method: "PUT", how: 503, times: 99 };
    const sent = await send();
    expect(sent).toMatchObject({ problem: { status: 503, code: "unavailable", retryAfter: 60 } });
    expect(sent).toMatchObject({ problem: { detail: expect.stringContaining("hors d’atteinte") } });
    const [rows] = await readAs(
      hall.ctx.db,
      { system: true },
      (tx) => tx<{ n: number }[]>`select count(*)::integer as n from attachment`,
    );
    expect(rows?.n).toBe(0);
    store.fault = null;
    expect(await send()).toMatchObject({ ok: true });
  });

  test("a file is not given, and is again when the store is back", async () => {
    const { id } = await putFile(afar, MEMBER, inParts(LARGE));
    store.fault = { method: "GET", how: 403, times: 1 };
    expect(await openFile(afar, MEMBER, id)).toMatchObject({ problem: { status: 503, code: "unavailable" } });
    expect(await isWhole(id, LARGE)).toBe(true);
  });

  test("a file removed is gone at once, and its content goes when the store is back", async () => {
    await sweepFiles(hall.ctx);
    const before = store.objects.size;
    const { id } = await putFile(afar, MEMBER, inParts(LARGE));
    await removeFile(afar, MEMBER, id);
    store.fault = { method: "DELETE", how: 503, times: 99 };
    expect(await openFile(afar, MEMBER, id)).toMatchObject({ problem: { code: "not-found" } });
    expect(await sweepFiles(afar)).toBe(0);
    expect(store.objects.size).toBe(before + 1);
    store.fault = null;
    expect(await sweepFiles(afar)).toBe(1);
    expect(store.objects.size).toBe(before);
  });
});
