/** Where each provider's pages are: sign-in starts there, comes back at `/retour`, and a sign-out ends at `/fin`. */
export const FRANCECONNECT_PATH = "/connexion/franceconnect";
export const PROCONNECT_PATH = "/agent/connexion/proconnect";
