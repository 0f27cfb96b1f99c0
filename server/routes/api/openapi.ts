import { type CompiledDefinition, slotFieldsOf } from "../../../engine/index.ts";
import type { Context } from "../../context.ts";
import { COMMON_SCHEMAS, type Node, ref } from "./openapi-schemas.ts";

const json = (schema: Node): Node => ({ content: { "application/json": { schema } } });
const answer = (description: string, schema: Node): Node => ({ description, ...json(schema) });
const problemAnswer = (description: string): Node => ({
  description,
  content: { "application/problem+json": { schema: ref("Problem") } },
});
const parameter = (
  name: string,
  place: "path" | "query" | "header",
  description: string,
  schema: Node = { type: "string" },
) => ({
  name,
  in: place,
  description,
  required: place === "path",
  schema,
});

const MEMBER = parameter("member", "path", "Identifiant de la collectivité");
const UUID = { type: "string", format: "uuid" };
const BYTES = { type: "string", format: "binary" };
const ID = parameter("id", "path", "Identifiant de la demande ou de la fiche", UUID);
const READ_PROBLEMS = {
  401: problemAnswer("Jeton absent ou inconnu"),
  404: problemAnswer("N’existe pas, ou cet acteur ne peut pas le savoir"),
};
const WRITE_PROBLEMS = {
  ...READ_PROBLEMS,
  400: problemAnswer("Corps ou paramètre illisible"),
  403: problemAnswer("Cet acteur n’en a pas le droit"),
  409: problemAnswer("Révision dépassée, évènement impossible ou clé d’idempotence déjà utilisée"),
  413: problemAnswer("Envoi trop volumineux"),
  422: problemAnswer("Réponses à corriger ; rien n’est enregistré"),
  429: problemAnswer("Trop de demandes"),
};

/** OpenAPI 3.1 description of the API, each published definition with its own paths and schema. */
export function openApi(ctx: Context): Node {
  const published = new Map<string, CompiledDefinition>();
  for (const member of ctx.catalogue.members()) {
    for (const definition of ctx.catalogue.definitions(member.id)) published.set(definition.id, definition);
  }
  const definitions = [...published.values()];
  return {
    openapi: "3.1.0",
    info: { title: "Guichet", version: "1", description: "Téléservices et registres des collectivités." },
    servers: [{ url: `${ctx.config.publicUrl}/api/v1` }],
    security: [{ bearer: [] }],
    paths: Object.assign({}, publicPaths(), ...definitions.map(definitionPaths)),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas: {
        ...COMMON_SCHEMAS,
        ...Object.fromEntries(definitions.map((definition) => [schemaName(definition), embedded(definition.schema)])),
      },
    },
  };
}

/** Component names allow no slash. */
const schemaName = (definition: CompiledDefinition): string => definition.id.replace("/", ".");

/** `$id` would rebase the document's references. */
function embedded(schema: Node): Node {
  const { $id: _id, $schema: _schema, ...rest } = schema;
  return rest;
}

function publicPaths(): Node {
  const open = { security: [] };
  return {
    "/openapi.json": {
      get: { ...open, summary: "Cette description", responses: { 200: answer("OpenAPI 3.1", { type: "object" }) } },
    },
    "/members": {
      get: {
        ...open,
        summary: "Collectivités",
        responses: { 200: answer("Liste", { type: "array", items: ref("Member") }) },
      },
    },
    "/{member}/definitions": {
      parameters: [MEMBER],
      get: {
        ...open,
        summary: "Téléservices et registres publiés",
        responses: {
          200: answer("Liste", { type: "array", items: ref("DefinitionSummary") }),
          404: problemAnswer("Inconnue"),
        },
      },
    },
    "/{member}/attachments": {
      parameters: [MEMBER],
      post: {
        summary: "Déposer un fichier, à citer ensuite dans les réponses",
        requestBody: {
          required: true,
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                required: ["file"],
                properties: { file: BYTES },
              },
            },
          },
        },
        responses: { 201: answer("Déposé", ref("Attachment")), ...WRITE_PROBLEMS },
      },
    },
  };
}

function definitionPaths(definition: CompiledDefinition): Node {
  const base = `/{member}/${definition.id}/entries`;
  const schema = ref(schemaName(definition));
  const named = (summary: string) => ({ summary: `${definition.title} : ${summary}`, tags: [definition.id] });
  return {
    [`/{member}/definitions/${definition.id}`]: {
      parameters: [MEMBER],
      get: { ...named("schéma"), security: [], responses: { 200: answer("JSON Schema annoté", { type: "object" }) } },
    },
    [base]: {
      parameters: [MEMBER],
      post: {
        ...named("déposer"),
        parameters: [parameter("Idempotency-Key", "header", "Même clé et mêmes réponses : la première réponse")],
        requestBody: { required: true, ...json(schema) },
        responses: { 201: answer("Enregistré", ref("Entry")), ...WRITE_PROBLEMS },
      },
      get: {
        ...named("lister"),
        parameters: listParameters(definition),
        responses: {
          200: answer("Une page", ref("Page")),
          ...READ_PROBLEMS,
          400: problemAnswer("Paramètre illisible"),
        },
      },
    },
    ...slotPaths(definition, named),
    ...entryPaths(`${base}/{id}`, named),
  };
}

/** What is free, for a definition that gives appointments; a token is needed where opening an entry needs one. */
function slotPaths({ id, form }: CompiledDefinition, named: (summary: string) => Node): Node {
  const keys = slotFieldsOf(form).flatMap(({ key, internal }) => (internal ? [] : [key]));
  if (keys.length === 0) return {};
  const day = { type: "string", format: "date" };
  return {
    [`/{member}/${id}/slots`]: {
      parameters: [
        MEMBER,
        parameter("field", "query", "Le champ de rendez-vous ; le premier sans lui", { type: "string", enum: keys }),
        parameter("place", "query", "Un seul lieu"),
        parameter("from", "query", "Premier jour ; aujourd’hui sans lui", day),
        parameter("to", "query", "Dernier jour, compris ; 92 jours au plus", day),
        parameter("after", "query", "Le « next » de la page précédente", day),
        parameter("answer[…]", "query", "Une réponse dont les créneaux dépendent : answer[motif]=depot"),
      ],
      get: {
        ...named("créneaux libres"),
        security: [{}, { bearer: [] }],
        responses: {
          200: answer("Les créneaux libres ; rien n’est gardé. Un élément s’envoie tel quel en réponse", ref("Slots")),
          ...READ_PROBLEMS,
          400: problemAnswer("Paramètre illisible"),
          403: problemAnswer("Cet acteur ne peut pas prendre de rendez-vous"),
          429: problemAnswer("Trop de demandes"),
        },
      },
    },
  };
}

function entryPaths(entry: string, named: (summary: string) => Node): Node {
  return {
    [entry]: {
      parameters: [MEMBER, ID],
      get: {
        ...named("lire"),
        responses: {
          200: answer("L’entrée, avec ses prix et ses paiements ; ETag est sa révision", ref("Entry")),
          ...READ_PROBLEMS,
        },
      },
    },
    [`${entry}/history`]: {
      parameters: [MEMBER, ID],
      get: {
        ...named("historique"),
        responses: {
          200: answer("Du plus ancien au plus récent", { type: "array", items: ref("Event") }),
          ...READ_PROBLEMS,
        },
      },
    },
    ...filePaths(entry, named),
    [`${entry}/events`]: {
      parameters: [MEMBER, ID, parameter("If-Match", "header", "Révision lue, entre guillemets")],
      post: {
        ...named("faire avancer"),
        requestBody: { required: true, ...json(ref("EventRequest")) },
        responses: { 200: answer("L’entrée après l’évènement", ref("Entry")), ...WRITE_PROBLEMS },
      },
    },
  };
}

/** What an entry's files are read by: those its answers name, and those the platform wrote about it. */
function filePaths(entry: string, named: (summary: string) => Node): Node {
  return {
    [`${entry}/attachments/{file}`]: {
      parameters: [
        MEMBER,
        ID,
        parameter("file", "path", "Identifiant du fichier, tel que les réponses le citent", UUID),
      ],
      get: {
        ...named("télécharger un fichier joint"),
        responses: {
          200: { description: "Le fichier", content: { "*/*": { schema: BYTES } } },
          ...READ_PROBLEMS,
          403: problemAnswer("L’antivirus ne permet pas de l’ouvrir"),
        },
      },
    },
    [`${entry}/documents`]: {
      parameters: [MEMBER, ID],
      get: {
        ...named("documents"),
        responses: { 200: answer("Du plus récent au plus ancien", ref("Documents")), ...READ_PROBLEMS },
      },
    },
    [`${entry}/documents/{document}`]: {
      parameters: [MEMBER, ID, parameter("document", "path", "Identifiant du document", UUID)],
      get: {
        ...named("télécharger un document"),
        responses: {
          200: { description: "Le fichier", content: { "application/pdf": { schema: BYTES } } },
          ...READ_PROBLEMS,
        },
      },
    },
  };
}

function listParameters(definition: CompiledDefinition): readonly Node[] {
  const { clock, list } = definition;
  const sorts = ["createdAt", "updatedAt", ...(clock.regime === "none" ? [] : ["due"]), ...list.map(({ key }) => key)];
  return [
    parameter("state", "query", "État", { type: "string", enum: [...definition.workflow.states.keys()] }),
    parameter("assignee", "query", "Identifiant d’un agent, ou none"),
    parameter("q", "query", "Mots cherchés"),
    ...list.map(({ key, field }) => parameter(`filter[${key}]`, "query", field.title)),
    parameter("sort", "query", "Tri, - pour décroissant", {
      type: "string",
      enum: sorts.flatMap((name) => [name, `-${name}`]),
    }),
    parameter("limit", "query", "Taille de la page", { type: "integer", minimum: 1, maximum: 100, default: 25 }),
    parameter("after", "query", "Curseur donné par la page précédente"),
  ];
}
