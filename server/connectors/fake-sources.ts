import { FAKE_TOKEN, startFakeApiParticulier } from "./fake-api-particulier/fake-api-particulier.ts";
import { startFakeGeocoding } from "./fake-geocoding/fake-geocoding.ts";
import type { FakeSources } from "./sources.ts";

/** Starts the fakes of every source, for a demonstration. */
export async function startFakeSources(): Promise<FakeSources> {
  const [addresses, apiParticulier] = await Promise.all([startFakeGeocoding(), startFakeApiParticulier()]);
  return {
    addresses: addresses.url,
    apiParticulier: apiParticulier.url,
    vendorToken: FAKE_TOKEN,
    close: async () => {
      await Promise.all([addresses.close(), apiParticulier.close()]);
    },
  };
}
