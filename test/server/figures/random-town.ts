import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Answers, CompiledDefinition } from "../../../engine/index.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import type { Place } from "../../../server/routes/back/reach.ts";
import type { TestDatabase } from "../../helpers/db.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { commune } from "../../helpers/members.ts";

/** A téléservice with a field of each kind that figures read. */
export const RENT: CompiledDefinition = buildDefinition({
  id: "culture/location",
  properties: {
    salle: {
      type: "string",
      title: "Salle",
      oneOf: [
        { const: "fetes", title: "Salle des fêtes" },
        { const: "gymnase", title: "Gymnase" },
        { const: "foyer", title: "Foyer" },
      ],
    },
    jours: {
      type: "array",
      title: "Jours",
      "x-widget": "checkboxes",
      items: {
        type: "string",
        oneOf: [
          { const: "samedi", title: "Samedi" },
          { const: "dimanche", title: "Dimanche" },
        ],
      },
    },
    prix: { type: "integer", title: "Prix", "x-widget": "money" },
    personnes: { type: "integer", title: "Personnes" },
    distance: { type: "number", title: "Distance" },
    association: { type: "boolean", title: "Association", "x-widget": "radio" },
    date: { type: "string", format: "date", title: "Date de la fête" },
    adresse: {
      type: "object",
      title: "Adresse",
      properties: { commune: { type: "string", title: "Commune" } },
    },
    souhaits: {
      type: "array",
      title: "Souhaits",
      "x-ordered": true,
      maxItems: 2,
      items: {
        type: "object",
        title: "Souhait",
        properties: {
          moment: {
            type: "string",
            title: "Moment",
            oneOf: [
              { const: "matin", title: "Matin" },
              { const: "soir", title: "Soir" },
            ],
          },
        },
      },
    },
    note: { type: "string", title: "Note", "x-internal": true },
  },
  definition: {
    list: ["salle"],
    steps: [
      {
        id: "demande",
        title: "Demande",
        fields: [
          "salle",
          "jours",
          "prix",
          "personnes",
          "distance",
          "association",
          "date",
          "adresse",
          "souhaits",
          "note",
        ],
      },
    ],
  },
  workflow: {
    initial: "recue",
    states: {
      recue: {
        meta: { label: "Reçue", sentence: "Reçue.", tone: "active", task: true },
        on: {
          etudier: { target: "etude", meta: { label: "Étudier" } },
          refuser: { target: "refusee", meta: { label: "Refuser" } },
        },
      },
      etude: {
        meta: { label: "À l’étude", sentence: "Étudiée.", tone: "active", task: true },
        on: {
          attendre: { target: "attente", meta: { label: "Attendre" } },
          accepter: { target: "acceptee", meta: { label: "Accepter" } },
          refuser: { target: "refusee", meta: { label: "Refuser" } },
        },
      },
      attente: {
        meta: { label: "En attente", sentence: "En attente.", tone: "waiting" },
        on: { reprendre: { target: "etude", meta: { label: "Reprendre" } } },
      },
      refusee: {
        meta: { label: "Refusée", sentence: "Refusée.", tone: "danger" },
        on: { rouvrir: { target: "etude", meta: { label: "Rouvrir" } } },
      },
      acceptee: { type: "final", meta: { label: "Acceptée", sentence: "Acceptée.", tone: "success" } },
    },
  },
});

export const TOWNS = ["mulhouse", "rixheim", "illzach"] as const;

export interface Arrival {
  readonly from: string | null;
  readonly to: string;
  readonly at: number;
}

export interface MadeEntry {
  readonly id: string;
  readonly member: string;
  readonly answers: Answers;
  readonly createdAt: number;
  readonly events: readonly Arrival[];
  readonly assignee: string | null;
  readonly channel: string | null;
}

const HOUR = 3_600_000;
/** Around the two changes of hour, the ends of months, quarters and years, and ordinary days. */
const EDGES = [
  "2025-10-25T22:00:00Z",
  "2025-10-26T01:00:00Z",
  "2025-12-31T23:00:00Z",
  "2026-01-01T00:00:00Z",
  "2026-02-28T23:00:00Z",
  "2026-03-28T23:00:00Z",
  "2026-03-29T01:00:00Z",
  "2026-03-31T22:00:00Z",
  "2025-12-28T23:00:00Z",
].map((text) => Date.parse(text));

const moment = fc.oneof(
  fc.tuple(fc.constantFrom(...EDGES), fc.integer({ min: -2 * HOUR, max: 2 * HOUR })).map(([edge, off]) => edge + off),
  fc.integer({ min: Date.parse("2025-03-01T00:00:00Z"), max: Date.parse("2026-04-30T00:00:00Z") }),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });

/** Answers as they are kept, with a few of another shape, which an older version of the definition would have left. */
const answers = fc
  .record({
    salle: optional(fc.constantFrom("fetes", "gymnase", "foyer")),
    jours: optional(fc.uniqueArray(fc.constantFrom("samedi", "dimanche"), { maxLength: 2 })),
    prix: optional(fc.integer({ min: 0, max: 50_000 })),
    personnes: optional(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant("beaucoup"))),
    distance: optional(fc.integer({ min: 0, max: 4000 }).map((tenths) => tenths / 8)),
    association: optional(fc.boolean()),
    date: optional(
      fc.oneof(
        fc
          .integer({ min: 0, max: 900 })
          .map((days) => new Date(Date.UTC(2024, 1, 28) + days * 24 * HOUR).toISOString().slice(0, 10)),
        fc.constantFrom("2026-02-31", "bientôt", "0000-01-01"),
      ),
    ),
    souhaits: optional(
      fc.oneof(
        fc.array(fc.record({ moment: optional(fc.constantFrom("matin", "soir")) }), { maxLength: 2 }),
        fc.constant({ 0: { moment: "soir" } }),
        fc.constant("matin"),
      ),
    ),
    adresse: optional(fc.record({ commune: optional(fc.constantFrom("Mulhouse", "Rixheim", "L’Île d’Yeu", "")) })),
  })
  .map((record) => JSON.parse(JSON.stringify(record)) as Answers);

const PATHS: readonly (readonly string[])[] = [
  [],
  ["etude"],
  ["refusee"],
  ["etude", "acceptee"],
  ["etude", "attente", "etude", "acceptee"],
  ["refusee", "etude", "acceptee"],
  ["etude", "refusee", "etude", "refusee"],
];

export const AGENTS = [randomUUID(), randomUUID()];

export const madeEntry: fc.Arbitrary<MadeEntry> = fc
  .record({
    member: fc.constantFrom(...TOWNS),
    answers,
    createdAt: moment,
    path: fc.constantFrom(...PATHS),
    gaps: fc.array(fc.integer({ min: 0, max: 40 * 24 * HOUR }), { minLength: 5, maxLength: 5 }),
    assignee: fc.option(fc.constantFrom(...AGENTS)),
    channel: fc.option(fc.constantFrom("guichet", "courrier", "telephone"), { freq: 2 }),
  })
  .map(({ path, gaps, ...entry }) => {
    let at = entry.createdAt;
    let from = "recue";
    const events: Arrival[] = [{ from: null, to: "recue", at }];
    for (const [index, to] of path.entries()) {
      at += gaps[index] ?? 0;
      events.push({ from, to, at });
      from = to;
    }
    return { ...entry, id: randomUUID(), events };
  });

/** A given number of entries, always the same for a seed. */
export const draw = (count: number, seed: number): readonly MadeEntry[] =>
  fc.sample(madeEntry, { numRuns: count, seed });

/** Writes entries with their histories, as the write functions would have left them. */
export async function store(base: TestDatabase, made: readonly MadeEntry[], definition = RENT): Promise<void> {
  for (const member of TOWNS) {
    const own = made.filter((entry) => entry.member === member);
    if (own.length === 0) continue;
    const iso = (at: number) => new Date(at).toISOString();
    const rows = own.map((entry) => ({
      id: entry.id,
      state: entry.events.at(-1)?.to ?? "",
      answers: entry.answers,
      at: iso(entry.createdAt),
      assignee: entry.assignee,
      revision: entry.events.length,
    }));
    const events = own.flatMap((entry) =>
      entry.events.map((event, index) => ({
        id: entry.id,
        seq: index + 1,
        from: event.from,
        to: event.to,
        at: iso(event.at),
        data: index === 0 && entry.channel ? { channel: entry.channel } : {},
      })),
    );
    await withActor(base.app, { member }, async (tx) => {
      await tx`
        insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, assignee, search,
                           head, created_at, updated_at)
        select ${member}, id, id::text, ${definition.id}, 1, 'service', state, revision, answers, assignee, '', '', at, at
        from jsonb_to_recordset(${tx.json(rows as never)})
          as row (id uuid, state text, revision integer, answers jsonb, assignee uuid, at timestamptz)`;
      await tx`insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at)
        select member_id, id, definition, state, created_at, updated_at from entry where definition = ${definition.id}
        on conflict do nothing`;
      await tx`
        insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
        select ${member}, id, seq, 'essai', "from", "to", '{}', at, data, '', ''
        from jsonb_to_recordset(${tx.json(events as never)})
          as row (id uuid, seq integer, "from" text, "to" text, at timestamptz, data jsonb)`;
    });
  }
}

/** Where an agent of these members reads the entries. */
export const placesAt = (members: readonly string[], definition = RENT): readonly Place[] =>
  members.map((id) => ({
    member: commune(id, `Ville de ${id}`, {}),
    definition,
    actor: { kind: "agent", id: AGENTS[0] ?? "", member: id, roles: ["agent"], units: [], holders: [] },
  }));
