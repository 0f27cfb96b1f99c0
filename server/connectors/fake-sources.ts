import { startFakeGeocoding } from "./fake-geocoding/fake-geocoding.ts";
import type { FakeSources } from "./sources.ts";

/** Starts the fakes of every source, for a demonstration. */
export async function startFakeSources(): Promise<FakeSources> {
  const addresses = await startFakeGeocoding();
  return { addresses: addresses.url, close: () => addresses.close() };
}
