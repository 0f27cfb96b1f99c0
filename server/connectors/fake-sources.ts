import { startFakeCoordination } from "./fake-ants/fake-coordination.ts";
import { FAKE_TOKEN, startFakeApiParticulier } from "./fake-api-particulier/fake-api-particulier.ts";
import { startFakeGeocoding } from "./fake-geocoding/fake-geocoding.ts";
import type { Simulators } from "./fake-openid/simulators.ts";
import type { FakeSources } from "./sources.ts";

/** Starts the fakes of every source, for a demonstration; `introspect`: what its FranceConnect says of an access token. */
export async function startFakeSources(introspect?: Simulators["introspect"]): Promise<FakeSources> {
  const [addresses, apiParticulier, appointments] = await Promise.all([
    startFakeGeocoding(),
    startFakeApiParticulier(introspect),
    startFakeCoordination(),
  ]);
  return {
    addresses: addresses.url,
    apiParticulier: apiParticulier.url,
    vendorToken: FAKE_TOKEN,
    appointments: { url: appointments.url, token: appointments.token },
    close: async () => {
      await Promise.all([addresses.close(), apiParticulier.close(), appointments.close()]);
    },
  };
}
