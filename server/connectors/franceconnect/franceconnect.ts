import type { ClientSettings, IdentityProvider } from "../openid/identity-provider.ts";
import { type Kind, openIdConnect, type Place } from "../openid/openid-connect.ts";
import { type CivilIdentity, civilIdentity } from "./civil-identity.ts";

/** What tells who she is: part of every departure. */
export const IDENTITY_SCOPES: readonly string[] = ["openid", "identite_pivot"];

/** FranceConnect v2: a person as the State's register of births knows her. */
const FRANCECONNECT: Kind<CivilIdentity> = {
  name: "franceconnect",
  scope: [...IDENTITY_SCOPES, "email"].join(" "),
  parameters: () => ({ acr_values: "eidas1" }),
  pkce: true,
  isStrong: () => false,
  person: ({ user }) => civilIdentity(user),
};

export const franceConnect = (settings: ClientSettings, place: Place): IdentityProvider<CivilIdentity> =>
  openIdConnect(settings, FRANCECONNECT, place);
