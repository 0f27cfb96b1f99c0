import type { Role } from "../../../engine/index.ts";
import { adminAgents } from "../../../renderer/strings-admin-agents.ts";
import { groupCatalogue, groupMembers } from "../../../renderer/strings-admin-catalogue.ts";
import { delegationWords } from "../../../renderer/strings-admin-delegations.ts";
import { logWords } from "../../../renderer/strings-admin-log.ts";
import { memberSpace } from "../../../renderer/strings-admin-member.ts";
import { rightsWords } from "../../../renderer/strings-admin-rights.ts";
import { tokenWords } from "../../../renderer/strings-admin-tokens.ts";
import { cannedWords } from "../../../renderer/strings-canned.ts";
import { definitionWords } from "../../../renderer/strings-definitions.ts";
import { infectedWords } from "../../../renderer/strings-infected.ts";
import { overlayWords } from "../../../renderer/strings-overlay.ts";
import { paymentAdminWords } from "../../../renderer/strings-payment-admin.ts";
import { sourceSettingWords } from "../../../renderer/strings-source-settings.ts";
import { tariffWords } from "../../../renderer/strings-tariffs.ts";

/** A page of administration: where it is under `/{member}/agent/administration`, and whom it is for. */
export interface Place {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  /** Any one of these roles opens it. */
  readonly roles: readonly Role[];
}

/** Who decides prices: whoever writes definitions, or administers the member. */
export const TARIFF_ROLES: readonly Role[] = ["admin-fonctionnel", "admin-membre"];

/** The pages of administration, in the order of the menu. */
export const PLACES: readonly Place[] = [
  { path: "collectivite", title: memberSpace.title, summary: memberSpace.summary, roles: ["admin-membre"] },
  {
    path: "catalogue",
    title: groupCatalogue.title,
    summary: groupCatalogue.summary,
    roles: ["admin-membre", "admin-fonctionnel"],
  },
  { path: "collectivites", title: groupMembers.title, summary: groupMembers.summary, roles: ["admin-groupe"] },
  { path: "agents", title: adminAgents.title, summary: adminAgents.summary, roles: ["admin-membre"] },
  { path: "unites", title: adminAgents.units.title, summary: adminAgents.units.summary, roles: ["admin-membre"] },
  {
    path: "droits",
    title: rightsWords.title,
    summary: rightsWords.summary,
    roles: ["admin-membre", "admin-fonctionnel"],
  },
  { path: "delegations", title: delegationWords.title, summary: delegationWords.summary, roles: ["admin-membre"] },
  { path: "jetons", title: tokenWords.title, summary: tokenWords.summary, roles: ["admin-membre"] },
  {
    path: "personnalisations",
    title: overlayWords.title,
    summary: overlayWords.summary,
    roles: ["admin-fonctionnel"],
  },
  {
    path: "definitions",
    title: definitionWords.title,
    summary: definitionWords.summary,
    roles: ["admin-fonctionnel"],
  },
  { path: "tarifs", title: tariffWords.title, summary: tariffWords.summary, roles: TARIFF_ROLES },
  { path: "reponses", title: cannedWords.title, summary: cannedWords.summary, roles: ["admin-fonctionnel"] },
  { path: "paiement", title: paymentAdminWords.title, summary: paymentAdminWords.summary, roles: ["admin-membre"] },
  { path: "donnees", title: sourceSettingWords.title, summary: sourceSettingWords.summary, roles: ["admin-membre"] },
  { path: "fichiers", title: infectedWords.title, summary: infectedWords.summary, roles: ["admin-membre"] },
  { path: "journal", title: logWords.title, summary: logWords.summary, roles: ["admin-membre"] },
];
