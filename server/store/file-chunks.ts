import type { ObjectName, Send } from "../files/file-place.ts";

/** Adds the chunk of this rank, from 0, to a content of the base. */
export async function insertChunk(
  send: Send,
  { member, object }: ObjectName,
  rank: number,
  content: Uint8Array,
): Promise<void> {
  await send(
    (tx) => tx`
      insert into file_chunk (member_id, object, rank, content) values (${member}, ${object}, ${rank}, ${content})`,
  );
}

/** The chunk of this rank, or null after the last. */
export async function chunkAt(send: Send, { member, object }: ObjectName, rank: number): Promise<Buffer | null> {
  const [found] = await send(
    (tx) => tx<{ content: Buffer }[]>`
      select content from file_chunk where member_id = ${member} and object = ${object} and rank = ${rank}`,
  );
  return found?.content ?? null;
}

/** Removes a content of the base. */
export async function deleteChunks(send: Send, { member, object }: ObjectName): Promise<void> {
  await send((tx) => tx`delete from file_chunk where member_id = ${member} and object = ${object}`);
}
