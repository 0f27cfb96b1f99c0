import type { Context } from "../context.ts";
import type { Simulator } from "./fake-openid/simulator.ts";
import type { Simulators } from "./fake-openid/simulators.ts";
import type { CivilIdentity } from "./franceconnect/civil-identity.ts";
import { franceConnect } from "./franceconnect/franceconnect.ts";
import type { ClientSettings, IdentityProvider } from "./openid/identity-provider.ts";
import type { Place } from "./openid/openid-connect.ts";
import { FRANCECONNECT_PATH, PROCONNECT_PATH } from "./paths.ts";
import { type ProfessionalIdentity, proConnect } from "./proconnect/proconnect.ts";

/** The providers people may sign in with; null for one that this installation is not registered with. */
export interface Identities {
  readonly franceConnect: IdentityProvider<CivilIdentity> | null;
  readonly proConnect: IdentityProvider<ProfessionalIdentity> | null;
  /** Played by this process, in demo mode and in tests. */
  readonly simulators: readonly Simulator[];
}

/** The providers of the environment; those of `simulated` stand in for the ones that are not set. */
export function openIdentities(
  ctx: Pick<Context, "config" | "secrets" | "log">,
  simulated: Simulators | null = null,
): Identities {
  const place = (path: string, settings: ClientSettings): Place => ({
    redirectUri: `${ctx.config.publicUrl}${path}/retour`,
    afterLogout: `${ctx.config.publicUrl}${path}/fin`,
    log: ctx.log,
    verifier: (state) => ctx.secrets.mac("pkce", state).toString("base64url"),
    ...(simulated && Object.values(simulated).includes(settings) && { fetch: simulated.fetch }),
  });
  const franceConnectSettings = ctx.config.franceConnect ?? simulated?.franceConnect ?? null;
  const proConnectSettings = ctx.config.proConnect ?? simulated?.proConnect ?? null;
  return {
    simulators: simulated?.all ?? [],
    franceConnect:
      franceConnectSettings && franceConnect(franceConnectSettings, place(FRANCECONNECT_PATH, franceConnectSettings)),
    proConnect: proConnectSettings && proConnect(proConnectSettings, place(PROCONNECT_PATH, proConnectSettings)),
  };
}
