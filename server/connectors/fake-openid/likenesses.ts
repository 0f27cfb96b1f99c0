import type { Context } from "../../context.ts";
import { simulatedAgents } from "./agents.ts";
import { CITIZENS } from "./citizens.ts";
import type { Likeness } from "./simulator.ts";

const PIVOT = ["given_name", "given_name_array", "family_name", "birthdate", "gender", "birthplace", "birthcountry"];
const OF_HOLDERS = ["cnaf_quotient_familial", "cnaf_allocataires", "cnaf_enfants", "cnaf_adresse"];
const OF_PROCONNECT = ["given_name", "usual_name", "email", "uid", "siret", "idp_id", "organizational_unit"];

/** FranceConnect v2's scopes, claims, level and durations. */
export const likeFranceConnect = (): Likeness => ({
  id: "franceconnect",
  claims: {
    openid: ["sub"],
    identite_pivot: PIVOT,
    email: ["email"],
    profile: ["given_name", "given_name_array", "family_name", "birthdate", "gender", "preferred_username"],
    birth: ["birthplace", "birthcountry"],
    // Of data that others hold: they open no claim.
    ...Object.fromEntries(OF_HOLDERS.map((scope) => [scope, []])),
  },
  acr: ["eidas1"],
  session: 30 * 60,
  parameters: null,
  people: async () => CITIZENS,
});

/** ProConnect's: each scope is a claim, and it refuses parameters it does not document. */
export const likeProConnect = (ctx: Pick<Context, "config" | "catalogue">): Likeness => ({
  id: "proconnect",
  claims: { openid: ["sub"], ...Object.fromEntries(OF_PROCONNECT.map((name) => [name, [name]])) },
  acr: [
    "eidas1",
    "eidas2",
    "eidas3",
    ...["self-asserted", "consistency-checked"].map((level) => `${ASSURANCE}${level}-2fa`),
  ],
  session: 12 * 3600,
  parameters: [
    ...["response_type", "client_id", "redirect_uri", "scope", "state", "nonce"],
    ...["claims", "prompt", "idp_hint", "login_hint", "acr_values"],
  ],
  people: () => simulatedAgents(ctx),
});

const ASSURANCE = "https://proconnect.gouv.fr/assurance/";
