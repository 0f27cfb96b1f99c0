import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FilePlace, FilesAway, MissingContent } from "../../../server/files/file-place.ts";
import { s3Place } from "../../../server/files/s3-place.ts";
import { gather, inParts } from "../../helpers/bytes.ts";
import { type ObjectStore, startObjectStore } from "../../helpers/object-store.ts";

const SMALL = randomBytes(200_000);
/** Three parts. */
const LARGE = randomBytes(20_000_000);

let store: ObjectStore;
let place: FilePlace;
/** Waits less than half a second for a store that hangs. */
let hasty: FilePlace;
beforeAll(async () => {
  store = await startObjectStore();
  place = s3Place(store.settings);
  hasty = s3Place({ ...store.settings, patience: 400 });
});
afterAll(() => store.stop());
beforeEach(() => {
  store.fault = null;
  store.asked.length = 0;
});

const named = () => ({ member: "mulhouse", object: randomUUID() });
async function stored(content: Buffer, by = place) {
  const name = named();
  await by.put(name, inParts(content));
  return name;
}

describe("a content in an S3-compatible store", () => {
  test.each([
    ["small", SMALL],
    ["in several parts", LARGE],
    ["empty", Buffer.alloc(0)],
  ])("is written signed, read whole, and removed: %s", async (_, content) => {
    const name = await stored(content);
    expect(store.objects.get(`mulhouse/${name.object}`)?.equals(content)).toBe(true);
    expect((await gather(place.get(name))).equals(content)).toBe(true);
    await place.remove(name);
    expect(store.objects.size).toBe(0);
    await place.remove(name);
    await expect(gather(place.get(name))).rejects.toThrow(MissingContent);
  });

  test("is refused by a store that knows another secret, at once", async () => {
    const stranger = s3Place({ ...store.settings, secretKey: "un autre" });
    await expect(stranger.put(named(), inParts(SMALL))).rejects.toThrow("403 SignatureDoesNotMatch");
    expect(store.asked).toHaveLength(1);
    expect(store.objects.size).toBe(0);
  });
});

describe("a store that is not itself", () => {
  test.each([503, 500, 429, "hang"] as const)("for a moment (%s) is tried again", async (how) => {
    const patient = how === "hang" ? hasty : place;
    store.fault = { method: "PUT", how, times: 2 };
    const name = await stored(SMALL, patient);
    store.fault = { method: "GET", how, times: 2 };
    expect((await gather(patient.get(name))).equals(SMALL)).toBe(true);
    await place.remove(name);
  });

  test.each([503, "hang"] as const)("for longer (%s) is said to be away, and nothing is left", async (how) => {
    for (const method of ["PUT", "POST"]) {
      store.fault = { method, how, times: 99 };
      await expect(stored(LARGE, how === "hang" ? hasty : place)).rejects.toThrow(FilesAway);
    }
    expect([store.objects.size, store.uploads.size]).toEqual([0, 0]);
  });

  test("and does not listen is said to be away", async () => {
    const other = await startObjectStore();
    await other.stop();
    await expect(s3Place(other.settings).put(named(), inParts(SMALL))).rejects.toThrow(FilesAway);
  });

  test("and breaks in the middle of a content is asked for the rest only", async () => {
    const name = await stored(LARGE);
    store.asked.length = 0;
    store.fault = { method: "GET", how: "cut", times: 2 };
    expect((await gather(place.get(name))).equals(LARGE)).toBe(true);
    expect(store.asked).toHaveLength(3);
    store.fault = { method: "GET", how: "cut", times: 99 };
    await expect(gather(place.get(name))).rejects.toThrow(FilesAway);
    await place.remove(name);
  });

  test("and whose content changed between two attempts mixes nothing", async () => {
    const name = await stored(LARGE);
    store.fault = { method: "GET", how: "cut", times: 1 };
    const reading = place.get(name)[Symbol.asyncIterator]();
    await reading.next();
    store.objects.set(`mulhouse/${name.object}`, randomBytes(LARGE.length));
    const rest = async () => {
      for (let part = await reading.next(); !part.done; part = await reading.next());
    };
    await expect(rest()).rejects.toThrow("412");
    await place.remove(name);
  });
});

test("a content whose source fails leaves no part behind", async () => {
  const failing = (async function* () {
    yield LARGE;
    throw new Error("the source broke");
  })();
  await expect(place.put(named(), failing)).rejects.toThrow("the source broke");
  expect([store.objects.size, store.uploads.size]).toEqual([0, 0]);
});
