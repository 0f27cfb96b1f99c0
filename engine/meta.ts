import type { ErrorObject } from "ajv/dist/2020.js";
import definitionSchema from "../schemas/meta/definition.json" with { type: "json" };
import fieldSchema from "../schemas/meta/field.json" with { type: "json" };
import formSchema from "../schemas/meta/form.json" with { type: "json" };
import overlaySchema from "../schemas/meta/overlay.json" with { type: "json" };
import workflowSchema from "../schemas/meta/workflow.json" with { type: "json" };
import { metaValidators } from "./ajv.ts";
import { segmentsOf } from "./json.ts";
import type { DefinitionFile, FieldSchema, FormSchema, WorkflowFile } from "./meta.generated.ts";
import type { OverlayFile } from "./overlay-file.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** The files a definition is made of, by the name of their meta-schema. */
interface Files {
  readonly definition: DefinitionFile;
  readonly workflow: WorkflowFile;
  readonly form: FormSchema;
  readonly field: FieldSchema;
  readonly overlay: OverlayFile;
}

const SCHEMAS = [fieldSchema, formSchema, workflowSchema, definitionSchema, overlaySchema];
const validatorFor = metaValidators(SCHEMAS);
const validators = {
  definition: validatorFor("definition.json"),
  workflow: validatorFor("workflow.json"),
  form: validatorFor("form.json"),
  field: validatorFor("field.json"),
  overlay: validatorFor("overlay.json"),
};

/** Whether a JSON value has the shape of such a file; every breach is reported. */
export function checkShape<K extends keyof Files>(kind: K, value: unknown, at: At, report: Report): value is Files[K] {
  const errors = validators[kind](value).filter((error) => error.keyword !== "if");
  for (const error of errors) reportShape(error, at, report);
  return errors.length === 0;
}

function reportShape(error: ErrorObject, at: At, report: Report): void {
  const here = under(at, ...segmentsOf(error.instancePath));
  if (error.keyword === "additionalProperties") {
    const name = String(error.params["additionalProperty"]);
    const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as object);
    report.add(
      "unknown-property",
      under(here, name),
      `La propriété « ${name} » n'existe pas ici${didYouMean(name, known)}`,
    );
  } else if (error.keyword === "required") {
    const name = String(error.params["missingProperty"]);
    report.add("missing-property", here, `Il manque la propriété « ${name} ».`);
  } else {
    report.add("wrong-value", here, wrongValue(error));
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: "un texte",
  integer: "un nombre entier",
  number: "un nombre",
  boolean: "true ou false",
  array: "une liste",
  object: "un objet",
};

function wrongValue(error: ErrorObject): string {
  const limit = String(error.params["limit"] ?? "");
  switch (error.keyword) {
    case "type":
      return `Il faut ${TYPES[String(error.params["type"])] ?? "une autre sorte de valeur"} ici.`;
    case "enum":
      return wrongEnum(error);
    case "const":
      return `La seule valeur possible ici est ${JSON.stringify(error.params["allowedValue"])}.`;
    case "pattern": {
      const [example] = (error.parentSchema?.["examples"] ?? []) as readonly string[];
      return `Cette valeur n'a pas la forme attendue${example === undefined ? "" : `, par exemple « ${example} »`}.`;
    }
    case "minLength":
      return "Ce texte ne peut pas être vide.";
    case "maxLength":
      return `Ce texte dépasse ${limit} caractères.`;
    case "minItems":
    case "minProperties":
      return `Il faut au moins ${limit} élément ici.`;
    case "maxItems":
    case "maxProperties":
      return `Il faut au plus ${limit} éléments ici.`;
    case "minimum":
      return `Il faut un nombre d'au moins ${limit}.`;
    case "maximum":
      return `Il faut un nombre d'au plus ${limit}.`;
    default:
      return "Cette valeur n'est pas possible ici.";
  }
}

function wrongEnum(error: ErrorObject): string {
  const allowed = (error.params["allowedValues"] as readonly unknown[]).map(String);
  const hint = typeof error.data === "string" ? didYouMean(error.data, allowed) : ".";
  return hint === "." ? `Les valeurs possibles ici sont : ${allowed.join(", ")}.` : `Cette valeur n'existe pas${hint}`;
}
