import type { ClientSettings, IdentityProvider } from "../openid/identity-provider.ts";
import { type Claims, type Kind, openIdConnect, type Place } from "../openid/openid-connect.ts";

/** An agent as her employer's identity provider describes her. */
export interface ProfessionalIdentity {
  readonly name: string;
  readonly email: string;
  /** Fourteen digits; the first nine are her employer's SIREN. */
  readonly siret: string;
}

/** Levels of assurance that took two ways of proving who one is. */
const STRONG_ACR: readonly string[] = [
  "eidas2",
  "eidas3",
  "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
  "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
];

/**
 * ProConnect: a public agent as her employer knows her. Nothing beyond what it documents may be asked (error Y000400):
 * no PKCE, whatever it announces.
 */
const PROCONNECT: Kind<ProfessionalIdentity> = {
  name: "proconnect",
  scope: "openid given_name usual_name email uid siret idp_id organizational_unit",
  parameters: (strong) => ({
    claims: JSON.stringify({
      id_token: { amr: { essential: true }, ...(strong && { acr: { essential: true, values: STRONG_ACR } }) },
    }),
  }),
  pkce: false,
  isStrong: ({ acr, amr }) =>
    (typeof acr === "string" && STRONG_ACR.includes(acr)) || (Array.isArray(amr) && amr.includes("mfa")),
  person: professionalIdentity,
};

export const proConnect = (settings: ClientSettings, place: Place): IdentityProvider<ProfessionalIdentity> =>
  openIdConnect(settings, PROCONNECT, place);

function professionalIdentity({ user }: Claims): ProfessionalIdentity | null {
  const text = (name: string) => (typeof user[name] === "string" ? user[name].trim().normalize("NFC") : "");
  const siret = text("siret").replace(/\s/g, "");
  const email = text("email");
  if (!/^\d{14}$/.test(siret) || !/^[^@\s]+@[^@\s]+$/.test(email) || email.length > 320) return null;
  return { name: `${text("given_name")} ${text("usual_name")}`.trim().slice(0, 200), email, siret };
}
