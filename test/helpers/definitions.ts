import { type CompiledDefinition, compile, type DefinitionSource, type Json } from "../../engine/index.ts";

type JsonObject = Readonly<Record<string, Json>>;

export interface DefinitionParts {
  readonly id?: string;
  readonly properties?: JsonObject;
  readonly required?: readonly string[];
  /** Keys of `x-definition` that replace the usual ones. */
  readonly definition?: JsonObject;
  /** Keys of the workflow file that replace the usual ones. */
  readonly workflow?: JsonObject;
  readonly shared?: ReadonlyMap<string, unknown>;
}

export const NOW = "2026-03-03T09:30:00.000Z";

/** Deposit, study, completeness loop, decision: the shape of most téléservices. */
export const INSTRUCTION: JsonObject = {
  id: "instruction",
  title: "Instruction d'une demande",
  opened: "Demande déposée",
  initial: "deposee",
  states: {
    deposee: {
      meta: { label: "À prendre en charge", sentence: "Votre demande est arrivée.", tone: "active", task: true },
      on: {
        "prendre-en-charge": { target: "instruction", meta: { label: "Prendre en charge", who: ["agent"] } },
        retirer: { target: "retiree", meta: { label: "Retirer ma demande", who: ["holder"], tone: "danger" } },
      },
    },
    instruction: {
      meta: { label: "À instruire", sentence: "Votre demande est étudiée.", tone: "active", task: true },
      on: {
        accepter: { target: "acceptee", meta: { label: "Accepter", who: ["agent"] } },
      },
    },
    acceptee: {
      type: "final",
      meta: { label: "Acceptée", sentence: "Votre demande est acceptée.", tone: "success" },
    },
    retiree: {
      type: "final",
      meta: { label: "Retirée", sentence: "Vous avez retiré votre demande.", tone: "neutral" },
    },
  },
};

const PROPERTIES: JsonObject = { nom: { type: "string", title: "Nom" } };

/** The files of a definition: a téléservice with one step and the usual workflow, unless told otherwise. */
export function definitionSource(parts: DefinitionParts): DefinitionSource {
  const id = parts.id ?? "essai/demande";
  const properties = parts.properties ?? PROPERTIES;
  return {
    file: `${id}.json`,
    workflowFile: "instruction.json",
    workflow: { ...INSTRUCTION, ...parts.workflow },
    schema: {
      $id: id,
      title: "Demande d'essai",
      type: "object",
      "x-definition": {
        version: 1,
        kind: "service",
        workflow: "instruction",
        steps: [{ id: "demande", title: "Votre demande", fields: Object.keys(properties) }],
        list: Object.keys(properties).slice(0, 1),
        privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "essai", retention: "P1Y" },
        clock: { regime: "none" },
        ...parts.definition,
      },
      required: [...(parts.required ?? [])],
      properties,
    },
  };
}

/**
 * A compiled definition, as if it had been published: its mails need not say all that the law asks. Throws every issue
 * when it does not compile.
 */
export function buildDefinition(parts: DefinitionParts = {}): CompiledDefinition {
  const result = compile(definitionSource(parts), parts.shared ?? new Map(), { published: true });
  if (!result.ok) {
    throw new Error(
      result.issues.map((issue) => `${issue.file} ${issue.pointer} ${issue.code}: ${issue.message}`).join("\n"),
    );
  }
  return result.value;
}
