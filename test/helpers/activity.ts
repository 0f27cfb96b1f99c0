import { buildDefinition } from "./definitions.ts";

/** A register of reports which count themselves: the shortest there is. */
export const YEARLY = buildDefinition({
  id: "voirie/rapport",
  required: ["annee"],
  properties: {
    annee: { type: "integer", title: "Année" },
    agents: { type: "number", title: "Agents" },
    retenir: { type: "string", title: "À retenir", "x-widget": "textarea" },
  },
  definition: {
    kind: "register",
    unit: "voirie",
    list: ["annee"],
    activity: {
      year: "annee",
      closed: ["clos"],
      chapters: [
        {
          title: "Rapports",
          said: ["retenir"],
          figures: [
            { id: "rapports", title: "Rapports", count: "voirie/rapport", on: "_recue", by: ["_etat"] },
            { id: "agents", title: "Agents", typed: "agents" },
            { id: "par-agent", title: "Rapports par agent", over: ["rapports", "agents"] },
          ],
        },
      ],
    },
  },
  workflow: {
    initial: "ouvert",
    states: {
      ouvert: {
        meta: { label: "Ouvert", sentence: "Ouvert.", tone: "active" },
        on: {
          modifier: { meta: { label: "Compléter", edit: true } },
          clore: { target: "clos", meta: { label: "Clore" } },
        },
      },
      clos: {
        meta: { label: "Clos", sentence: "Clos.", tone: "success" },
        on: { rouvrir: { target: "ouvert", meta: { label: "Rouvrir" } } },
      },
    },
  },
});
