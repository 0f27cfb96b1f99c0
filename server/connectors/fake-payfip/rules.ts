/**
 * What the real service does, rule by rule. The conformance suite holds each against the fake, then breaks it on purpose and must see
 * it: a rule that is off is a fake that does not do so.
 */
export const RULES = [
  // What is asked
  "namespace",
  "numcli-known",
  "numcli-six-digits",
  "exer-year",
  "saisie-letter",
  "montant-integer",
  "montant-least",
  "montant-most",
  "mel-length",
  "mel-address",
  "objet-letters",
  "refdet-letters",
  "refdet-length",
  "urlnotif-address",
  "urlredirect-address",
  // What is answered
  "idop-uuid",
  "idop-unique",
  "client-name",
  "client-unknown",
  "detail-echo",
  "detail-date",
  "detail-authorisation",
  "result-paid",
  "result-debit",
  "result-refused",
  "result-debit-refused",
  "result-abandoned",
  "pending-before-result",
  "unknown-operation",
  "forgotten-overnight",
  "kept-a-year",
  "fault-details",
  // The page
  "page-fifteen-minutes",
  "page-once",
  // The notification
  "notification-sent",
  "notification-operation",
] as const;

export type Rule = (typeof RULES)[number];
