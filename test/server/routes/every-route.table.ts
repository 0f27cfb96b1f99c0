import { PEOPLE } from "../town-people.ts";

/**
 * One line per route: method, path as hono writes it, and the answer of each of PEOPLE, in order. The entry, the draft and
 * the file at hand are the holder's, in the member at hand. A route that needs more than usual parameters (a body, an id)
 * has a recipe in every-route.recipes.ts. The answers:
 *   ok       2xx, or a redirection to a page of ours
 *   sign-in  a redirection to signing in, or the sign-in page that keeps the form
 *   away     a redirection to another site
 *   csrf     the page that gives a form back because its token was wrong
 *   401 …    that status
 */

/** What each of PEOPLE gets from a route. */
export interface Row {
  readonly method: string;
  readonly path: string;
  readonly answers: readonly string[];
}

/** Routes that a demonstration adds. */
export const DEMO_ONLY: readonly string[] = [
  "GET /demo",
  "GET /demo/messages",
  "GET /demo/messages/:id",
  "GET /demo/rendez-vous",
];

const TABLE = String.raw`
# Health                                                     nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /healthz                                                ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /readyz                                                 ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /metrics                                                ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
# API                                                        nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /api/v1/openapi.json                                    ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        401       ok
GET  /api/v1/members                                         ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        401       ok
GET  /api/v1/:member/definitions                             ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        401       ok
GET  /api/v1/:member/definitions/:domain/:name               ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        401       ok
POST /api/v1/:member/attachments                             401       ok        ok        403       ok        ok        ok        ok        ok        ok        ok        403       403       401       403
POST /api/v1/:member/:domain/:name/entries                   401       ok        ok        403       ok        403       403       ok        ok        403       403       403       403       401       403
GET  /api/v1/:member/:domain/:name/entries                   401       ok        ok        403       ok        403       ok        ok        ok        403       403       403       403       401       ok
GET  /api/v1/:member/:domain/:name/slots                      ok        ok        ok        403       403       ok        403       ok        ok        403       403       403       403       401       403
GET  /api/v1/:member/:domain/:name/sessions                   ok        ok        ok        403       403       ok        403       ok        ok        403       403       403       403       401       403
GET  /api/v1/:member/:domain/:name/published                  ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        401       ok
GET  /api/v1/:member/:domain/:name/published/:id              ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        401       ok
GET  /api/v1/:member/:domain/:name/entries/:id               401       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       401       ok
GET  /api/v1/:member/:domain/:name/entries/:id/history       401       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       401       ok
GET  /api/v1/:member/:domain/:name/entries/:id/attachments/:file 401       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       401       ok
GET  /api/v1/:member/:domain/:name/entries/:id/documents     401       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       401       ok
GET  /api/v1/:member/:domain/:name/entries/:id/documents/:document 401     ok        404       404       ok        404       ok        ok        ok        404       404       404       404       401       ok
GET  /api/v1/:member/:domain/:name/entries/:id/renewal       401       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       401       ok
POST /api/v1/:member/:domain/:name/entries/:id/renewal       401       ok        404       404       404       404       403       ok        ok        404       404       404       404       401       403
POST /api/v1/:member/:domain/:name/entries/:id/events        401       403       404       404       ok        404       403       ok        ok        404       404       404       404       401       403
# Files of the site                                          nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /assets/:name                                           ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/:file{theme-[0-9a-f]{8}\.css}                  ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/:file{logo-[0-9a-f]{8}\.(?:svg|png|jpg)}       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /api/sms/recus/:token                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /api/ants/getManagedMeetingPoints                        ok       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok 
GET  /api/ants/availableTimeSlots                             ok       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok 
GET  /api/ants/searchApplicationIds                           ok       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok 
GET  /api/sms/recus/:token                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /api/calendriers/:member/:file                          ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok 
GET  /demo/rendez-vous                                       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /demo/messages/:id                                      ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
# Signing in, accounts                                       nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /connexion                                              ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /connexion                                              ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /agent/connexion                                        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /agent/connexion                                        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /deconnexion                                            ok        ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   ok        ok
GET  /inscription                                            ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /inscription                                            ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /inscription/courriel                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /inscription/:token                                     ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /inscription/:token                                     ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /mot-de-passe                                           ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /mot-de-passe                                           ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /mot-de-passe/courriel                                  ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /mot-de-passe/:token                                    ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /mot-de-passe/:token                                    ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /agent/mot-de-passe                                     ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /agent/mot-de-passe                                     ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /agent/inscription/:token                               ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /agent/inscription/:token                               ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /agent/connexion/code                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /agent/connexion/code                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /connexion/franceconnect                                away      away      away      away      away      away      away      away      away      away      away      away      away      away      away
POST /connexion/franceconnect                                ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /connexion/franceconnect/retour                         ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /connexion/franceconnect/premiere                       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /connexion/franceconnect/abandon                        away      away      away      away      away      away      away      away      away      away      away      away      away      away      away
POST /connexion/franceconnect/premiere                       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /connexion/franceconnect/adresse/:token                 ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /connexion/franceconnect/adresse/:token                 ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /connexion/franceconnect/fin                            ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /agent/connexion/proconnect                             away      away      away      away      away      away      away      away      away      away      away      away      away      away      away
POST /agent/connexion/proconnect                             ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /agent/connexion/proconnect/retour                      ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /agent/connexion/proconnect/fin                         sign-in   sign-in   sign-in   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        sign-in   sign-in
# A citizen's space                                          nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /mon-espace                                             sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/rattacher                                   sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/rattacher                                   sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/informations                                sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/informations                                sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/foyer                                       sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/foyer/:person                               sign-in   ok        404       sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/foyer/:person                               sign-in   ok        404       sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/foyer/:person/retirer                       sign-in   ok        404       sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/mandats                                     sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/mandats/donner                              sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/mandats/donner                              sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/mandats/invitation/:token                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /mon-espace/mandats/invitation/:token                   sign-in   403       ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /:member/fiches/invitation/:token                       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /:member/fiches/invitation/:token                       sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /:member/fiches/:entry                                  404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /:member/fiches/:entry/evenements/:type                 404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
POST /:member/fiches/:entry/evenements/:type                 sign-in   ok        404       404       404       404       404       404       404       404       404       404       404       sign-in   sign-in
GET  /:member/fiches/:entry/liens/:relation/:of/:linked/documents/:document 404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /mon-espace/mandats/:mandate                            sign-in   404       ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/mandats/:mandate/terminer                   sign-in   ok        404       sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /:member/demandes/:entry/garder                         sign-in   ok        404       sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte                                      sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte/nom                                  sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/compte/nom                                  sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte/adresse                              sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/compte/adresse                              sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte/mot-de-passe                         sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte/connexions                           sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/compte/connexions                           sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte/donnees                              sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/compte/donnees                              sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte/fermeture                            sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /mon-espace/compte/adresse/:token                       sign-in   ok        404       sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/compte/adresse/:token                       sign-in   ok        404       sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/compte/mot-de-passe                         sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/compte/fermeture                            sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
# Payments                                                   nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /api/paiements/notification                              ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /api/paiements/notification                              ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/agent/administration/paiement                   sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/paiement/nouveau           sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/paiement/nouveau           sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/paiement/:id               sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/paiement/:id               sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/paiement/:id/verifier      sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/paiement/:id/supprimer     sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/paiements                                 sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/paiements/export.csv                      sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/paiements/:payment/:decision sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/demandes/:entry/paiements/:payment              sign-in   ok        404       404       404       404       404       404       404       404       404       404       404       sign-in   sign-in
POST /:member/demandes/:entry/paiements/:payment              sign-in   ok        404       404       404       404       404       404       404       404       404       404       404       sign-in   sign-in
GET  /:member/demandes/:entry/paiements/:payment/retour       sign-in   ok        404       404       404       404       404       404       404       404       404       404       404       sign-in   sign-in
# Demonstration                                              nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /demo                                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /demo/messages                                          ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
# Administration                                             nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /:member/agent/administration                           sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/agents                    sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/agents/nouveau            sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/agents/nouveau            sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/agents/:id                sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/agents/:id                sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/agents/:id/:action        sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/unites                    sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/unites/nouveau            sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/unites/nouveau            sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/unites/:unit              sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/unites/:unit/supprimer    sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/unites/:unit              sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/journal                   sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/journal/export            sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/jetons                    sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/jetons/:id/revoquer       sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/delegations                              sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        422       422       404       404       sign-in   sign-in
POST /:member/agent/delegations/:id/terminer                 sign-in   sign-in   sign-in   404       404       404       404       ok        404       404       404       404       404       sign-in   sign-in
POST /:member/agent/administration/delegations               sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/delegations/:id/terminer  sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/reponses                  sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/reponses/nouvelle         sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
POST /:member/agent/administration/reponses/nouvelle         sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/reponses/:id              sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
POST /:member/agent/administration/reponses/:id              sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
POST /:member/agent/administration/reponses/:id/supprimer    sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/donnees                    sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/donnees                    sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/donnees/retirer            sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/tarifs                     sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/tarifs/:domain/:name/:table sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/tarifs/:domain/:name/:table/nouvelle sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
POST /:member/agent/administration/tarifs/:domain/:name/:table/nouvelle sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/tarifs/:domain/:name/:table/:since sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
POST /:member/agent/administration/tarifs/:domain/:name/:table/:since sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
POST /:member/agent/administration/tarifs/:domain/:name/:table/:since/supprimer sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/tarifs/:domain/:name/:table/:since/csv sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/fichiers                  sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/fichiers/:file/rendre     sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/courriels/:domain/:name   sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/courriels/:domain/:name/:template sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/personnalisations         sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/personnalisations/:domain/:name sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/personnalisations/:domain/:name/apercu sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/personnalisations/:domain/:name/apercu/:step sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
POST /:member/agent/administration/personnalisations/:domain/:name/apercu/:step sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
POST /:member/agent/administration/personnalisations/:domain/:name/:action{publier|abandonner|choisir} sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/personnalisations/:domain/:name/:part sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
POST /:member/agent/administration/personnalisations/:domain/:name/:part sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/documents/:domain/:name/:document sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/definitions               sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/definitions/publier       sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
POST /:member/agent/administration/definitions/publier       sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        403       404       404       sign-in   sign-in
GET  /:member/agent/administration/collectivite              sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/collectivite/logo         sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/collectivite/:section     sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
POST /:member/agent/administration/collectivite/:section     sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/catalogue                 sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/catalogue/:domain/:name   sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
POST /:member/agent/administration/catalogue/:domain/:name/:action sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/collectivites             sign-in   sign-in   sign-in   404       404       404       404       404       404       404       404       ok        403       sign-in   sign-in
GET  /:member/agent/administration/droits                    sign-in   sign-in   sign-in   404       404       403       403       403       403       ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/delegations               sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
GET  /:member/agent/administration/jetons                    sign-in   sign-in   sign-in   404       404       403       403       403       403       403       ok        404       404       sign-in   sign-in
# Figures                                                    nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /:member/agent/chiffres                                  sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/chiffres/composer                         sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/chiffres/export.csv                       sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/chiffres/export.xlsx                      sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/chiffres/garder                           sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/chiffres/statistiques/:id                 sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
POST /:member/agent/chiffres/statistiques/:id/supprimer       sign-in   sign-in   sign-in   404       404       404       404       ok        404       404       ok        404       404       sign-in   sign-in
POST /:member/agent/chiffres/tableau                          sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/chiffres/pilotage                         sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/chiffres/pilotage.xlsx                    sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/chiffres/pilotage.pdf                     sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/chiffres/demarches/:domain/:name          sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/chiffres/demarches/:domain/:name/avis     sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/chiffres/demarches/:domain/:name/avis/:id/effacer sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
# Back office                                                nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /:member/agent/clavier                                  sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
POST /:member/agent/clavier                                  sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/securite                                 sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
POST /:member/agent/securite                                 sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent                                          sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/definitions                              sign-in   sign-in   sign-in   404       404       404       404       404       404       ok        404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name                            sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/vues                       sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/nouveau                    sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/nouveau                    sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/rapide                     sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
POST /:member/agent/:domain/:name/rapide                     sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
POST /:member/agent/:domain/:name/rapide/trouver             sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id                        sign-in   sign-in   sign-in   404       ok        404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/evenements/:type       sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/presence               sign-in   sign-in   sign-in   404       ok        404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/assigner               sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/recepisse              sign-in   sign-in   sign-in   404       ok        404       404       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/recepisse              sign-in   sign-in   sign-in   404       ok        404       404       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/:entry/fichiers/:file      sign-in   sign-in   sign-in   404       ok        404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/:entry/documents/:document sign-in   sign-in   sign-in   404       ok        404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/:entry/fichiers/:file/image sign-in   sign-in   sign-in   404       ok        404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/delegations                              sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/courriers/:delivery    sign-in   sign-in   sign-in   404       ok        404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/taches                                   sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/messages               sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/notes                  sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/taches/:kind           sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/export                     sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/imprimer/feuille                     sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/imprimer/etiquettes                     sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/imprimer                     sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/places                     sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/places-libres              sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/rapport                sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/rapport.pdf                sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/rapport.csv                sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/rapport.ods                sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/places                 sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/places/feuille         sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
POST /:member/agent/:domain/:name/:id/places/presence        sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/serie                        sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
POST /:member/agent/:domain/:name/:id/serie                        sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
POST /:member/agent/:domain/:name/:id/serie/suivantes              sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/agenda                     sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/rappels                    sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/rappels                    sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/:id/titulaire/:decision{inviter|retirer} sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/doublons                   sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/:id/doublons/:other        sign-in   sign-in   sign-in   404   404   404   ok   ok   ok   404   404   404   404   sign-in   sign-in
POST /:member/agent/:domain/:name/:id/doublons/:other        sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
POST /:member/agent/:domain/:name/:id/separer                sign-in   sign-in   sign-in   404   404   404   403   ok   ok   404   404   404   404   sign-in   sign-in
GET  /:member/agent/:domain/:name/agenda/calendriers         sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/agenda/presences           sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/agenda/calendriers         sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/agenda/calendriers/:id/supprimer sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/commissions                sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/commissions                sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/commissions/:meeting       sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/commissions/:meeting/places sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/commissions/:meeting/classer sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/commissions/:meeting/refaire sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/commissions/:meeting/ecarter sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/commissions/:meeting/deroger sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/commissions/:meeting/decider sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/commissions/:meeting/proces-verbal.pdf sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/commissions/:meeting/classement.ods sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/export                     sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/import                     sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/import                     sign-in   sign-in   sign-in   404       ok        404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/imports                    sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/imports                    sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/imports/:import            sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/imports/:import            sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/imports/:import/lancer     sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/imports/:import/arreter    sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/imports/:import/annuler    sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/:domain/:name/imports/:import/rapport    sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/export/modeles             sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/export/modeles/:template/effacer sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/travaux/:work/fichier                    sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/:domain/:name/lot                        sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/travaux                                  sign-in   sign-in   sign-in   404       404       ok        ok        ok        ok        ok        ok        404       404       sign-in   sign-in
GET  /:member/agent/travaux/:work                            sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/travaux/:work/actions/:type              sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/travaux/:work/lancer                     sign-in   sign-in   sign-in   404       404       404       403       ok        ok        404       404       404       404       sign-in   sign-in
POST /:member/agent/travaux/:work/arreter                    sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
GET  /:member/agent/travaux/:work/rapport                    sign-in   sign-in   sign-in   404       404       404       ok        ok        ok        404       404       404       404       sign-in   sign-in
# Front office                                               nobody    holder    citizen   elsewhere partner   unit      reader    agent     delegate  functional member    group     chief     expired   software
GET  /:member/demandes/:entry/fichiers/:file                 404       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       404       404
GET  /:member/demandes/:entry/documents/:document            404       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       404       404
GET  /:member/verifier                                       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/verifier/:code                                 ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/demandes/:entry/fichiers/:file/image           404       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       404       404
GET  /                                                       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /mentions-legales                                       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /accessibilite                                          ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /donnees-personnelles                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/mentions-legales                               ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/accessibilite                                  ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/donnees-personnelles                           ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/reprise/:token                                 ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/suivi                                          ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /:member/suivi                                          ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/suivi/:token                                   ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/desabonnement/:token                           ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /:member/desabonnement/:token                           ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/demandes/:entry                                404       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       404       404
GET  /:member/demandes/:entry/rendez-vous.ics                 404       ok        404       404       404       ok        ok        ok        ok        404       404       404       404       404       404
GET  /:member/demandes/:entry/avis                            sign-in   ok        404       404       404       404       404       404       404       404       404       404       404       sign-in   sign-in
POST /:member/demandes/:entry/avis                            sign-in   ok        404       404       404       404       404       404       404       404       404       404       404       sign-in   sign-in
POST /:member/demandes/:entry/renouveler                     sign-in   ok        404       404       404       404       403       403       403       404       404       404       404       sign-in   sign-in
POST /:member/demandes/:entry/evenements/:type               sign-in   ok        404       404       403       404       403       403       403       404       404       404       404       sign-in   sign-in
GET  /mon-espace/notifications                               sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
POST /mon-espace/notifications                               sign-in   ok        ok        sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in   sign-in
GET  /:member/demandes/:entry/messages                       404       ok        404       404       ok        404       ok        ok        ok        404       404       404       404       404       404
POST /:member/demandes/:entry/messages                       sign-in   ok        404       404       403       404       403       403       403       404       404       404       404       sign-in   sign-in
POST /:member/completion/adresses                             403       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        403       403
POST /:member/completion/communes                             403       ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        403       403
GET  /:member/demarches/:draft                               404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /:member/demarches/:draft/verifier                      404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /:member/demarches/:draft/fichiers/:file                404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /:member/demarches/:draft/fichiers/:file/image          404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
POST /:member/demarches/:draft/verifier                      404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /:member/demarches/:draft/plus-tard                     404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
POST /:member/demarches/:draft/plus-tard                     404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /:member/demarches/:draft/:step                         404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
POST /:member/demarches/:draft/:step                         404       ok        404       404       404       404       404       404       404       404       404       404       404       404       404
GET  /:member                                                ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/:domain/:name                                  ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
GET  /:member/:domain/:name/annuaire                         ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok       
GET  /:member/:domain/:name/annuaire/:entry                  ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok       
GET  /:member/:domain/:name/papier                           ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /:member/:domain/:name/annuaire/demande                 ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
POST /:member/:domain/:name/commencer                        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok        ok
`;

export const ROWS: readonly Row[] = TABLE.split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"))
  .map((line) => {
    const [method = "", path = "", ...answers] = line.trim().split(/ +/);
    if (answers.length !== PEOPLE.length) throw new Error(`${PEOPLE.length} answers are needed: ${line}`);
    return { method, path, answers };
  });
