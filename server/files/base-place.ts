import { chunkAt, deleteChunks, insertChunk } from "../store/file-chunks.ts";
import { type FilePlace, MissingContent, type Send } from "./file-place.ts";
import { pieces } from "./sealed.ts";

/** Bytes of a row: few rows for a file, and little memory for each. */
const ROW = 1_048_576;

/** Contents in the base: one thing to save, the same for every process, and under the members' row security. */
export function basePlace(send: Send): FilePlace {
  return {
    async put(name, content) {
      let rank = 0;
      for await (const { piece } of pieces(content, ROW)) {
        await insertChunk(send, name, rank, piece);
        rank += 1;
      }
    },
    async *get(name) {
      let chunk = await chunkAt(send, name, 0);
      if (chunk === null) throw new MissingContent(`No content ${name.object} in the base`);
      for (let rank = 1; chunk !== null; rank += 1) {
        yield chunk;
        chunk = await chunkAt(send, name, rank);
      }
    },
    remove: (name) => deleteChunks(send, name),
  };
}
