import { buildDefinition } from "../../helpers/definitions.ts";

/** A service whose form does not matter: what identity needs of one is its sector and who may read. */
export const SERVICE = buildDefinition({ id: "essai/carte" });
