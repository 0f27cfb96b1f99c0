/** A part of the OpenAPI document. */
export type Node = Readonly<Record<string, unknown>>;

/** Names one of the document's schemas. */
export const ref = (name: string): Node => ({ $ref: `#/components/schemas/${name}` });

const string = { type: "string" };
const uuid = { type: "string", format: "uuid" };
const instant = { type: "string", format: "date-time" };
const day = { type: "string", format: "date" };
const cents = { type: "integer", description: "Centimes d’euro" };
const nullable = { type: ["string", "null"] };
const object = (properties: Node, optional: readonly string[] = []): Node => ({
  type: "object",
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const kind = { enum: ["service", "register"] };

/** What the calls take and answer, whatever the definition. */
export const COMMON_SCHEMAS: Node = {
  Member: object({
    id: string,
    name: string,
    kind: { enum: ["commune", "epci"] },
    siren: string,
    population: { type: "integer" },
  }),
  DefinitionSummary: object({ id: string, version: { type: "integer" }, kind, title: string }),
  Attachment: object({ id: uuid, name: string, type: string, size: { type: "integer" }, sha256: string }),
  Entry: object(
    {
      id: uuid,
      reference: string,
      member: string,
      definition: string,
      version: { type: "integer" },
      kind,
      state: string,
      revision: { type: "integer" },
      answers: { type: "object" },
      assignee: nullable,
      events: {
        type: "array",
        items: object({ type: string, label: string, form: string, fields: { type: "array", items: string } }, [
          "form",
          "fields",
        ]),
      },
      createdAt: instant,
      updatedAt: instant,
      clock: object(
        {
          regime: { enum: ["SVA", "SVR"] },
          status: { enum: ["running", "suspended", "stopped"] },
          receivedOn: day,
          due: { type: ["string", "null"], format: "date" },
          silentOn: day,
        },
        ["silentOn"],
      ),
      prices: { type: "array", items: ref("Price") },
      payments: { type: "array", items: ref("Payment") },
    },
    ["clock", "prices", "payments"],
  ),
  // Of one entry read by itself: what makes a price is kept with it (CRPA R.311-3-1-2).
  Price: object(
    {
      field: string,
      title: string,
      day,
      algorithm: object({ purpose: string, degree: string }),
      inputs: {
        type: "array",
        items: object(
          { title: string, text: string, source: { enum: ["declared", "service", "computed", "fetched"] } },
          ["source"],
        ),
      },
      tables: {
        type: "array",
        items: object(
          {
            title: string,
            since: day,
            decision: string,
            row: { type: "integer" },
            columns: { type: "array", items: object({ title: string, value: string, cell: string }) },
            amount: cents,
          },
          ["since", "decision"],
        ),
      },
      steps: { type: "array", items: object({ label: string, rule: string, amount: cents, total: cents }) },
      total: cents,
    },
    ["algorithm"],
  ),
  Payment: object({
    id: uuid,
    subject: string,
    amount: cents,
    state: { enum: ["due", "paid", "expired", "cancelled"] },
    until: { type: ["string", "null"], format: "date-time" },
    openedAt: instant,
    received: {
      type: "array",
      items: object({
        means: { enum: ["payfip", "office"] },
        amount: cents,
        at: instant,
        reference: string,
        authorisation: nullable,
        refund: { enum: ["due", "asked", "done", null] },
        owed: { type: "integer" },
        refunded: { type: "integer" },
      }),
    },
  }),
  // What may be asked for again from an entry; its answers are those that the form of today takes.
  Renewal: object({
    status: { enum: ["renew", "change", "early", "done", "late", "exhausted", "retired", "sign-in", "none"] },
    until: { type: ["string", "null"], format: "date" },
    opens: { type: ["string", "null"], format: "date" },
    entry: nullable,
    answers: { type: ["object", "null"] },
    dropped: { type: "array", items: string },
    again: { type: "array", items: string },
  }),
  Published: object({
    total: { type: "integer" },
    next: { type: ["integer", "null"] },
    items: { type: "array", items: ref("PublishedEntry") },
  }),
  PublishedEntry: object(
    {
      id: string,
      member: string,
      name: string,
      answers: { type: "object" },
      knownAt: instant,
      free: { type: ["integer", "null"] },
    },
    ["knownAt", "free"],
  ),
  Sessions: object({
    items: {
      type: "array",
      items: object({
        ...{ seance: string, intitule: string, lieu: string, categorie: string, dates: string },
        jours: {
          type: "array",
          items: object({ jour: day, de: { type: ["string", "null"] }, a: { type: ["string", "null"] } }),
        },
        ouverturePrioritaire: { type: ["string", "null"], format: "date-time" },
        ouverture: { type: ["string", "null"], format: "date-time" },
        cloture: instant,
        places: {
          type: "array",
          items: object({ sorte: string, titre: string, total: { type: "integer" }, libres: { type: "integer" } }),
        },
        ...{ enAttente: { type: "integer" }, attenteMax: { type: "integer" } },
      }),
    },
  }),
  Slots: object({
    from: day,
    to: day,
    places: { type: "array", items: object({ place: string, lieu: string }) },
    items: {
      type: "array",
      items: object({ place: string, lieu: string, jour: day, debut: instant, fin: instant }),
    },
    next: { type: ["string", "null"], format: "date" },
  }),
  Page: object({ items: { type: "array", items: ref("Entry") }, next: nullable }),
  Event: object({
    seq: { type: "integer" },
    type: string,
    from: nullable,
    to: string,
    actor: object({ kind: string, name: string, onBehalfOf: object({ kind: string, name: string }, ["name"]) }, [
      "name",
      "onBehalfOf",
    ]),
    at: instant,
    hash: string,
  }),
  Documents: object({
    items: {
      type: "array",
      items: object(
        {
          id: uuid,
          document: string,
          title: string,
          type: string,
          size: { type: "integer" },
          pages: { type: "integer" },
          sha256: string,
          internal: { type: "boolean" },
          code: string,
          at: instant,
        },
        ["code"],
      ),
    },
    waiting: { type: "array", items: object({ document: string, title: string, late: { type: "boolean" } }) },
  }),
  EventRequest: object({ type: string, answers: { type: "object" } }, ["answers"]),
  Problem: object(
    {
      type: string,
      title: string,
      status: { type: "integer" },
      code: string,
      detail: string,
      errors: { type: "array", items: object({ pointer: string, code: string, message: string }) },
    },
    ["errors"],
  ),
};
