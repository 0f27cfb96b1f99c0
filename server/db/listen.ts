import type { Sql } from "postgres";
import { type ConnectionOptions, createClient } from "./client.ts";

/** Milliseconds between two attempts to connect again. */
const pause = 1_000;

/** Hears the notifications of one channel until it is stopped. */
export interface Listening {
  stop(): Promise<void>;
}

/**
 * Calls `heard` at each notification on `channel`, and `ready` each time it starts to hear. After a break it connects
 * again until it succeeds (the driver tries once): what was said in between is lost, which is what `ready` is for.
 * Rejects when the first connection fails.
 */
export async function listen(
  target: ConnectionOptions,
  channel: string,
  heard: (payload: string) => void,
  ready: () => void = () => undefined,
): Promise<Listening> {
  let stopped = false;
  let client: Sql | null = null;
  const open = async (): Promise<void> => {
    let heardOnce = false;
    const own = createClient(target, {
      max: 1,
      name: "guichet listen",
      onNotify: (_channel, payload) => heard(payload),
      onClose: () => {
        if (heardOnce) again();
      },
    });
    client = own;
    try {
      await own`listen ${own(channel)}`;
    } catch (error) {
      await own.end({ timeout: 0 });
      throw error;
    }
    heardOnce = true;
    ready();
  };
  const again = () => {
    if (stopped) return;
    setTimeout(() => {
      if (!stopped) open().catch(again);
    }, pause).unref();
  };
  await open();
  return {
    stop: async () => {
      stopped = true;
      await client?.end({ timeout: 0 });
    },
  };
}
