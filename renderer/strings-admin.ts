import type { Role } from "../engine/index.ts";

/** Every French sentence of the pages of administration. */
export const adminWords = {
  title: "Administration",
  intro: "Ce que vous réglez pour votre collectivité.",
  roles: {
    agent: "agent",
    lecteur: "lecteur",
    "admin-fonctionnel": "administrateur fonctionnel",
    "admin-membre": "administrateur de la collectivité",
    "admin-groupe": "administrateur du groupe",
  } satisfies Record<Role, string>,
};
