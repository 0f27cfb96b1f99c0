import type { Adapter, AdapterPayload } from "oidc-provider";

/** Things a simulator remembers at most: the oldest leave first. */
const MOST = 10_000;

interface Kept {
  readonly payload: AdapterPayload;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** What a simulator remembers, of one process and lost with it. Makes one store per kind of thing. */
export function simulatorMemory(): (kind: string) => Adapter {
  const kept = new Map<string, Kept>();
  const find = (wanted: (kept: Kept, key: string) => boolean) => {
    for (const [key, one] of kept) if (one.until > Date.now() && wanted(one, key)) return one.payload;
    return undefined;
  };
  return (kind) => ({
    upsert: async (id, payload, seconds) => {
      kept.delete(`${kind}:${id}`);
      kept.set(`${kind}:${id}`, { payload, until: Date.now() + (seconds ?? 3600) * 1000 });
      const oldest = kept.keys().next();
      if (kept.size > MOST && !oldest.done) kept.delete(oldest.value);
    },
    find: async (id) => {
      const one = kept.get(`${kind}:${id}`);
      return one && one.until > Date.now() ? one.payload : undefined;
    },
    findByUid: async (uid) => find(({ payload }, key) => key.startsWith(`${kind}:`) && payload.uid === uid),
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const one = kept.get(`${kind}:${id}`);
      if (one) one.payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => {
      kept.delete(`${kind}:${id}`);
    },
    revokeByGrantId: async (grant) => {
      for (const [key, { payload }] of kept) if (payload.grantId === grant) kept.delete(key);
    },
  });
}
