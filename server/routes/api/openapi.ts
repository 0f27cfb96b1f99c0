import type { CompiledDefinition } from "../../../engine/index.ts";
import type { Context } from "../../context.ts";
import {
  answer,
  BYTES,
  ID,
  json,
  MEMBER,
  parameter,
  problemAnswer,
  READ_PROBLEMS,
  UUID,
  WRITE_PROBLEMS,
} from "./openapi-parts.ts";
import { sessionPaths, slotPaths } from "./openapi-places.ts";
import { publishedPaths } from "./openapi-published.ts";
import { COMMON_SCHEMAS, type Node, ref } from "./openapi-schemas.ts";

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
    ...sessionPaths(definition, named),
    ...publishedPaths(definition, named),
    ...entryPaths(`${base}/{id}`, named),
    ...(definition.validity?.renewal && renewalPaths(`${base}/{id}`, schema, named)),
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

/** Of a definition whose entries are asked for again from the last answers. */
const renewalPaths = (entry: string, schema: Node, named: (summary: string) => Node): Node => ({
  [`${entry}/renewal`]: {
    parameters: [MEMBER, ID],
    get: {
      ...named("ce qui peut être renouvelé"),
      responses: {
        200: answer("Ce qui peut être demandé maintenant, et les réponses dont partir", ref("Renewal")),
        ...READ_PROBLEMS,
      },
    },
    post: {
      ...named("renouveler, ou changer avant la fin"),
      parameters: [parameter("Idempotency-Key", "header", "Même clé et mêmes réponses : la première réponse")],
      requestBody: { required: true, ...json(schema) },
      responses: { 201: answer("La nouvelle demande", ref("Entry")), ...WRITE_PROBLEMS },
    },
  },
});

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
