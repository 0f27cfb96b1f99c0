/**
 * First words of the platform's own addresses: no member may be called so. The register of the group refuses them
 * with a sentence of its own; this list is what holds whatever a definition says.
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...["accessibilite", "administration", "agent", "api", "assets", "attachments", "compte", "connexion"],
  ...["deconnexion", "definitions", "demandes", "demarches", "demo", "donnees-personnelles", "favicon"],
  ...["franceconnect", "healthz", "inscription", "mentions-legales", "metrics", "mon-espace", "mot-de-passe"],
  ...["oidc", "proconnect", "readyz", "reprise", "robots", "suivi", "verifier"],
]);

/** Why a member may not be called so, in French; null when it may. */
export function refusedId(id: string): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) {
    return "L’adresse s’écrit en minuscules sans accent, chiffres et tirets.";
  }
  return RESERVED.has(id) ? `L’adresse « ${id} » est prise par une page de la plateforme.` : null;
}
