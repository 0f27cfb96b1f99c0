import type { CompiledDefinition } from "../../../engine/index.ts";

/** A service whose form does not matter: what identity needs of one is its sector and who may read. */
export const SERVICE: CompiledDefinition = {
  id: "essai/carte",
  version: 1,
  kind: "service",
  title: "Demander une carte",
  page: {},
  access: "anonymous",
  unit: null,
  privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "essai", retention: "P1Y" },
  clock: { regime: "none" },
  messages: true,
  rights: { open: ["anonymous", "citizen", "agent"], read: ["holder", "agent", "lecteur"] },
  form: { id: "entry", title: "Demander une carte", steps: [], order: [], rules: [], validate: () => [] },
  forms: new Map(),
  workflow: {
    id: "essai",
    title: "Essai",
    initial: "deposee",
    opened: "Déposée",
    states: new Map(),
    silence: {},
    machine: null,
  },
  governs: false,
  templates: new Map(),
  documents: new Map(),
  list: [],
  search: [],
  schema: {},
  workflowSource: {},
};
