import { Hono } from "hono";
import { notFound, problemResponse } from "../../problem.ts";
import { createAttachment } from "./attachment-create.ts";
import { readAttachment } from "./attachment-read.ts";
import { listDocuments, readDocument } from "./documents.ts";
import { createEntry } from "./entries-create.ts";
import { listEntriesRoute } from "./entries-list.ts";
import { postEvent } from "./entry-event.ts";
import { readEntry, readHistory } from "./entry-read.ts";
import { listDefinitions, listMembers, readDefinition, readOpenApi } from "./public.ts";
import { listPublished, readOnePublished } from "./published.ts";
import { createRenewal, readRenewal } from "./renewal.ts";
import { listSessions } from "./sessions.ts";
import { listSlots } from "./slots.ts";
import { type ApiEnv, authenticate, hideInactive, privately } from "./subject.ts";

/** The public HTTP contract, under /api/v1. */
export function apiRoutes(): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>();
  api.use(authenticate, privately);
  api.get("/openapi.json", readOpenApi);
  api.get("/members", listMembers);
  api.use("/:member/*", hideInactive);
  api.get("/:member/definitions", listDefinitions);
  api.get("/:member/definitions/:domain/:name", readDefinition);
  api.post("/:member/attachments", createAttachment);
  api.post("/:member/:domain/:name/entries", createEntry);
  api.get("/:member/:domain/:name/entries", listEntriesRoute);
  api.get("/:member/:domain/:name/slots", listSlots);
  api.get("/:member/:domain/:name/sessions", listSessions);
  api.get("/:member/:domain/:name/published", listPublished);
  api.get("/:member/:domain/:name/published/:id", readOnePublished);
  api.get("/:member/:domain/:name/entries/:id", readEntry);
  api.get("/:member/:domain/:name/entries/:id/history", readHistory);
  api.get("/:member/:domain/:name/entries/:id/attachments/:file", readAttachment);
  api.get("/:member/:domain/:name/entries/:id/documents", listDocuments);
  api.get("/:member/:domain/:name/entries/:id/documents/:document", readDocument);
  api.post("/:member/:domain/:name/entries/:id/events", postEvent);
  api.get("/:member/:domain/:name/entries/:id/renewal", readRenewal);
  api.post("/:member/:domain/:name/entries/:id/renewal", createRenewal);
  api.all("*", (c) => problemResponse(c, notFound()));
  return api;
}
