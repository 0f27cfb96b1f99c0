import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../server/audit.ts";
import { drain } from "../../server/worker/worker.ts";
import { CitizenLife, nameOf, PLACES } from "./citizen-life.ts";
import { everyRow, type Row } from "./every-row.ts";
import { type At, instantsOf, MONTH, marks, normal, reached, type Tables } from "./recognise.ts";
import { enrol, openTown, type Someone, type Town } from "./whole-town.ts";

let town: Town;
let camille: Someone;
let stolen: Tables;
/** What strangers' dealings of every kind had put in the base before: shared by everybody. */
let common: ReadonlySet<string>;
/** Ids of what the citizen filed or began in each place. */
const hers = new Map<string, string[]>(PLACES.map((place) => [nameOf(place), []]));

beforeAll(async () => {
  town = await openTown();
  const life = await CitizenLife.begin(town);
  const strangers = [await enrol(town.ctx, "Dominique Weber"), await enrol(town.ctx, "Lucie Klein")];
  for (const stranger of strangers) await life.live(stranger, () => undefined);
  await settle();
  common = new Set([...(await everyRow(town.database)).values()].flat().flatMap(marks));
  // A name that nobody else bears: written beside two requests, it would join them.
  camille = await enrol(town.ctx, "Camille Straumann");
  await life.live(camille, (place, id) => hers.get(nameOf(place))?.push(id));
  await settle();
  stolen = await everyRow(town.database);
}, 180_000);
afterAll(() => town.stop());

/** Mails leave and the log is written. */
async function settle(): Promise<void> {
  await drain(town.ctx);
  await auditWritten(town.ctx);
}

/** The joins an attacker makes from her dealings in one place to those in another, or to her account. */
function joins(tables: Tables): readonly string[] {
  const others = [
    ...[...hers].map(([name, ids]) => ({ name, ids })),
    { name: "account", ids: [camille.account?.id ?? ""] },
  ];
  return [...hers].flatMap(([name, ids]) => {
    const found = reached(tables, ids, common);
    return [...found.keys()].flatMap((at) => {
      const other = others.find(
        (each) => each.name !== name && each.ids.some((id) => marks(at.row).includes(normal(id))),
      );
      return other ? [`${name} → ${other.name}: ${chain(found, at)}`] : [];
    });
  });
}

function chain(found: ReadonlyMap<At, At | null>, end: At): string {
  const rows: string[] = [];
  for (let at: At | null | undefined = end; at; at = found.get(at)) rows.push(`${at.table} ${JSON.stringify(at.row)}`);
  return rows.reverse().join("\n    = ");
}

/** Rows that bear her account's id, written within a second of a row of one of her places: by the same request. */
function closeInTime(tables: Tables): readonly string[] {
  const account = normal(camille.account?.id ?? "");
  const rows = [...tables].flatMap(([table, all]) => all.map((row) => ({ table, row })));
  const known = rows.filter(({ row }) => marks(row).includes(account));
  const written = [...hers.values()].flat().map(normal);
  const placed = rows.filter(({ row }) => marks(row).some((mark) => written.includes(mark)));
  const now = town.ctx.clock().getTime();
  const close = (a: Row, b: Row) =>
    instantsOf(a, now).some((one) => instantsOf(b, now).some((other) => Math.abs(one - other) < 1000));
  return known.flatMap(({ table, row }) =>
    placed.filter((each) => close(row, each.row)).map((each) => `${table} ≈ ${each.table}: ${JSON.stringify(row)}`),
  );
}

/** A copy of the stolen tables with one row changed. */
const altered = (table: string, id: string, change: Row): Tables =>
  new Map([
    ...stolen,
    [
      table,
      (stolen.get(table) ?? []).map((row) =>
        row["id"] === id || row["entry_id"] === id ? { ...row, ...change } : row,
      ),
    ],
  ]);

describe("with every table and without the server's secret, one citizen's dealings in two sectors", () => {
  test("are many: entries, drafts, files, links, mails, a claim, a session, a mandate, in each place", () => {
    const filled = [
      "account",
      "account_person",
      "access_link",
      "audit",
      "attachment",
      "document",
      "draft",
      "effect",
      "entry",
      "entry_event",
      "entry_state",
      "idempotency",
      "mandate",
      "one_time_code",
      "outbox",
      "outside_identity",
      "session",
    ];
    for (const table of filled) expect(stolen.get(table)?.length, table).toBeGreaterThan(0);
    expect([...hers.values()].map((ids) => ids.length)).toEqual(PLACES.map(() => 7));
  });

  test("cannot be joined, nor told to be her account's", () => {
    expect(joins(stolen).slice(0, 5).join("\n\n")).toBe("");
  });

  test("cannot be told to be her account's by what the same request wrote beside it", () => {
    expect(closeInTime(stolen).slice(0, 5).join("\n")).toBe("");
  });

  test("would be told by a session kept to the millisecond", () => {
    const [entry = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    const opened = String(stolen.get("entry")?.find(({ id }) => id === entry)?.["created_at"]);
    const expires = new Date(Date.parse(opened) + MONTH - 12).toISOString();
    const sessions = (stolen.get("session") ?? []).map((row) => ({ ...row, expires_at: expires }));
    expect(closeInTime(new Map([...stolen, ["session", sessions]]))).not.toEqual([]);
  });

  test("would be joined by one instant written twice, or by an id made at that instant", () => {
    const [first = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    const [second = ""] = hers.get(nameOf(PLACES[1])) ?? [];
    const at = stolen.get("entry")?.find(({ id }) => id === first)?.["created_at"] ?? null;
    expect(joins(altered("entry", second, { updated_at: at }))).not.toEqual([]);
    const made = Date.parse(String(at)).toString(16).padStart(12, "0");
    const id = `${made.slice(0, 8)}-${made.slice(8)}-7000-8000-000000000000`;
    expect(joins(altered("entry", second, { assignee: id }))).not.toEqual([]);
  });

  test("would be joined if an entry named her account", () => {
    const [entry = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    expect(joins(altered("entry", entry, { assignee: camille.account?.id ?? "" }))).not.toEqual([]);
  });

  test("would be joined by one pseudonym for two sectors, a visitor's session in hexadecimal, an address in a mail", () => {
    const [, other] = PLACES;
    const [first = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    const [second = ""] = hers.get(nameOf(other)) ?? [];
    const holder = stolen.get("entry")?.find(({ id }) => id === first)?.["holder"] ?? null;
    expect(holder).not.toBeNull();
    expect(joins(altered("entry", second, { holder }))).not.toEqual([]);
    const data = { file: Buffer.from(String(holder), "base64url").toString("hex") };
    expect(joins(altered("entry_event", second, { data }))).not.toEqual([]);
    expect(joins(altered("entry_event", second, { data: { mailed: camille.account?.email ?? "" } }))).not.toEqual([]);
  });
});
