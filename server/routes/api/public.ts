import { notFound, problemResponse } from "../../problem.ts";
import { openApi } from "./openapi.ts";
import type { ApiContext } from "./subject.ts";

/** GET /members: the public facts of each. */
export function listMembers(c: ApiContext): Response {
  const members = c.var.ctx.catalogue.members();
  return c.json(members.map(({ id, name, kind, siren, population }) => ({ id, name, kind, siren, population })));
}

/** GET /{member}/definitions: what the member offers. */
export function listDefinitions(c: ApiContext): Response {
  const { catalogue } = c.var.ctx;
  const member = catalogue.member(c.req.param("member") ?? "");
  if (!member) return problemResponse(c, notFound());
  const definitions = catalogue.definitions(member.id).filter(({ id }) => catalogue.offers(member.id, id));
  return c.json(definitions.map(({ id, version, kind, title }) => ({ id, version, kind, title })));
}

/** GET /{member}/definitions/{definition}: the JSON Schema with its annotations. */
export function readDefinition(c: ApiContext): Response {
  const id = `${c.req.param("domain")}/${c.req.param("name")}`;
  const definition = c.var.ctx.catalogue.definition(c.req.param("member") ?? "", id);
  return definition ? c.json(definition.schema) : problemResponse(c, notFound());
}

/** GET /openapi.json */
export function readOpenApi(c: ApiContext): Response {
  return c.json(openApi(c.var.ctx));
}
