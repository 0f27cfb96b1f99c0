import type { StoreSettings } from "../config.ts";
import { type Answer, Bucket, textOf } from "./bucket.ts";
import { type FilePlace, FilesAway, MissingContent, type ObjectName } from "./file-place.ts";
import { pieces } from "./sealed.ts";

/** Bytes of a part: sent again as a whole when the network fails, so it is held in memory. */
const PART = 8_388_608;
/** How many times the reading of one content may break and go on. */
const BREAKS = 4;

/** Contents in a bucket of an S3-compatible store, at "{member}/{object}". */
export function s3Place(settings: StoreSettings): FilePlace {
  const bucket = new Bucket(settings);
  return {
    put: (name, content) => put(bucket, keyOf(name), content),
    get: (name) => get(bucket, keyOf(name)),
    async remove(name) {
      await textOf(await bucket.call({ method: "DELETE", key: keyOf(name), also: [404] }));
    },
  };
}

const keyOf = ({ member, object }: ObjectName): string => `${encodeURIComponent(member)}/${object}`;

async function put(bucket: Bucket, key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  let upload: Upload | null = null;
  try {
    for await (const { piece, last } of pieces(content, PART)) {
      if (last && upload === null) {
        await textOf(await bucket.call({ method: "PUT", key, body: piece }));
        return;
      }
      upload ??= await Upload.begin(bucket, key);
      await upload.add(piece);
    }
    await upload?.complete();
  } catch (error) {
    await upload?.abandon();
    throw error;
  }
}

/** A content sent in several parts: it exists once it is complete. */
class Upload {
  readonly #bucket: Bucket;
  readonly #key: string;
  readonly #query: string;
  readonly #tags: string[] = [];

  constructor(bucket: Bucket, key: string, id: string) {
    this.#bucket = bucket;
    this.#key = key;
    this.#query = `uploadId=${encodeURIComponent(id)}`;
  }

  static async begin(bucket: Bucket, key: string): Promise<Upload> {
    const answer = await textOf(await bucket.call({ method: "POST", key, query: "uploads=" }));
    const id = /<UploadId>([^<]+)<\/UploadId>/.exec(answer)?.[1];
    if (id === undefined) throw new FilesAway("The store of files began no upload");
    return new Upload(bucket, key, id);
  }

  async add(body: Uint8Array): Promise<void> {
    const query = `partNumber=${this.#tags.length + 1}&${this.#query}`;
    const answer = await this.#bucket.call({ method: "PUT", key: this.#key, query, body });
    await textOf(answer);
    this.#tags.push(answer.headers.get("etag") ?? "");
  }

  async complete(): Promise<void> {
    const parts = this.#tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
    const call = { method: "POST", key: this.#key, query: this.#query, body } as const;
    // A store may say 200, take its time, then fail.
    if ((await textOf(await this.#bucket.call(call))).includes("<Error>")) {
      throw new FilesAway("The store of files did not put the parts together");
    }
  }

  /** Best effort: a rule of the bucket removes what is left of it. */
  async abandon(): Promise<void> {
    const call = { method: "DELETE", key: this.#key, query: this.#query, also: [404] } as const;
    await this.#bucket.call(call).then(textOf, () => "");
  }
}

/** Reads a content, going on from where the connection broke. */
async function* get(bucket: Bucket, key: string): AsyncGenerator<Uint8Array> {
  let at = 0;
  let tag = "";
  for (let breaks = 0; ; breaks += 1) {
    const answer = await readFrom(bucket, key, at, tag);
    tag = answer.headers.get("etag") ?? "";
    try {
      for await (const part of answer.parts) {
        at += part.length;
        yield part;
      }
      return;
    } catch (error) {
      if (breaks === BREAKS) throw new FilesAway("The store of files breaks before the end", { cause: error });
    }
  }
}

async function readFrom(bucket: Bucket, key: string, at: number, tag: string): Promise<Answer> {
  const headers: Record<string, string> = at === 0 ? {} : { Range: `bytes=${at}-`, "If-Match": tag };
  const answer = await bucket.call({ method: "GET", key, headers, also: [404] });
  if (answer.status === 404) throw new MissingContent(`No content ${key} in the store`);
  if (at > 0 && answer.status !== 206) throw new FilesAway("The store of files does not read on from where it broke");
  return answer;
}
