import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAs, type Tx, withActor } from "../../../server/db/with-actor.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";

/** Tables without any member's data, or that belong to no member. A new table is listed here or protected. */
const outsideMembers = [
  "account",
  "api_token",
  "definition_version",
  "installation",
  "member",
  "migration",
  "one_time_code",
  "outside_identity",
  "rate_limit",
  "session",
];
/** A citizen's own: protected like a member's, by her account. */
const ofAccounts = ["account_person", "mandate"];
/** A member's, but public. */
const readableByAll = ["adoption", "definition_offer", "member_logo", "overlay_version", "sharing", "unit"];

const ids = { alpha: "0198c0de-0000-7000-8000-00000000000a", beta: "0198c0de-0000-7000-8000-00000000000b" } as const;
type Town = keyof typeof ids;
const towns: readonly Town[] = ["alpha", "beta"];

const isMembers = (table: string): boolean => ![...outsideMembers, ...ofAccounts].includes(table);

let base: TestDatabase;
let tables: readonly string[];

beforeAll(async () => {
  base = await createTestDatabase(2);
  tables = (
    await base.owner<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`
  ).map(({ name }) => name);
  for (const town of towns) {
    await base.owner`insert into member (id, group_name, name, kind, siren, population)
      values (${town}, 'Groupement', ${town}, 'commune', '1', 1)`;
  }
  for (const town of towns) await insertColleague(town);
  for (const table of await parentsFirst(tables.filter(isMembers))) {
    for (const town of towns) await insertSample(table, town);
  }
});
afterAll(() => base.stop());

test("every table that holds a member's data has forced row-level security", async () => {
  const unprotected = await base.owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not (relrowsecurity and relforcerowsecurity) order by relname`;
  expect(unprotected.map(({ name }) => name)).toEqual(outsideMembers);
});

test("every member's table starts its key with the member", async () => {
  const keys = await base.owner<{ name: string; first: string }[]>`
    select c.relname as name, a.attname as first
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relnamespace = 'public'::regnamespace order by 1`;
  const others = keys.filter(({ first }) => first !== "member_id").map(({ name }) => name);
  expect(others.filter((name) => !ofAccounts.includes(name))).toEqual(outsideMembers);
  expect(keys.filter(({ first }) => first === "account_id").map(({ name }) => name)).toEqual(ofAccounts);
});

test("nothing goes around row-level security: no view, no function with its owner's rights", async () => {
  expect(
    await base.owner`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
    union all select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
  ).toEqual([]);
});

test("a query that forgets its WHERE returns one member's rows, in every table", async () => {
  for (const table of tables.filter(isMembers)) {
    const select = (member: string) =>
      readAs(base.app, { member }, (tx) => tx`select distinct member_id from ${tx(table)} order by 1`);
    const all = towns.map((memberId) => ({ memberId }));
    const expected = readableByAll.includes(table) ? all : [{ memberId: "alpha" }];
    expect(await select("alpha"), table).toEqual(expected);
  }
});

test("a query outside any scope returns nothing, in every table", async () => {
  for (const table of tables.filter((name) => isMembers(name) && !readableByAll.includes(name))) {
    expect(await base.app`select * from ${base.app(table)}`, table).toEqual([]);
    const owner = await base.owner<{ bypass: boolean }[]>`
      select rolsuper or rolbypassrls as bypass from pg_roles where rolname = current_user`;
    if (owner[0]?.bypass === false) expect(await base.owner`select * from ${base.owner(table)}`, table).toEqual([]);
  }
});

test("the system's own work sees every member", async () => {
  for (const table of tables.filter(isMembers)) {
    const rows = await readAs(base.app, { system: true }, (tx) => tx`select distinct member_id from ${tx(table)}`);
    expect(rows, table).toHaveLength(2);
  }
});

test("no statement changes, removes or adds another member's row, in any table", async () => {
  for (const table of tables.filter(isMembers)) {
    const rights = await appRights(table);
    await withActor(base.app, { member: "alpha" }, async (tx) => {
      if (rights.has("UPDATE")) {
        const changed = await tx`update ${tx(table)} set member_id = member_id where member_id = 'beta'`;
        expect(changed.count, table).toBe(0);
      }
      if (rights.has("DELETE")) {
        expect((await tx`delete from ${tx(table)} where member_id = 'beta'`).count, table).toBe(0);
      }
    });
    const intruding = withActor(base.app, { member: "alpha" }, async (tx) => {
      await tx`insert into ${tx(table)} ${tx(await sampleRow(table, "beta"))}`;
    });
    await expect(intruding, table).rejects.toThrow(/row-level security|permission denied/);
  }
});

describe("what belongs to a citizen's account", () => {
  beforeAll(async () => {
    for (const town of towns) {
      await base.owner`insert into account (id, name) values (${ids[town]}, ${town})`;
      for (const table of ofAccounts) {
        const row = { ...(await sampleRow(table, town)), account_id: ids[town] };
        await readAs(base.app, { account: ids[town] }, (tx) => tx`insert into ${tx(table)} ${tx(row)}`);
      }
    }
  });

  test("is hers alone, whatever a query forgets", async () => {
    for (const table of ofAccounts) {
      const rows = await readAs(base.app, { account: ids.alpha }, (tx) => tx`select account_id from ${tx(table)}`);
      expect(rows, table).toEqual([{ accountId: ids.alpha }]);
    }
  });

  test("is nobody's for a member, nor outside any scope", async () => {
    for (const table of ofAccounts) {
      expect(await readAs(base.app, { member: "alpha" }, (tx) => tx`select * from ${tx(table)}`), table).toEqual([]);
      expect(await base.app`select * from ${base.app(table)}`, table).toEqual([]);
    }
  });

  test("is changed, removed or added to by nobody else", async () => {
    for (const table of ofAccounts) {
      await withActor(base.app, { account: ids.alpha }, async (tx) => {
        const changed = await tx`update ${tx(table)} set id = id where account_id = ${ids.beta}`;
        expect(changed.count, table).toBe(0);
        expect((await tx`delete from ${tx(table)} where account_id = ${ids.beta}`).count, table).toBe(0);
      });
      const row = { ...(await sampleRow(table, "beta")), account_id: ids.beta, id: ids.alpha };
      const intruding = readAs(base.app, { account: ids.alpha }, (tx) => tx`insert into ${tx(table)} ${tx(row)}`);
      await expect(intruding, table).rejects.toThrow(/row-level security/);
    }
  });
});

describe("a mandate", () => {
  const { alpha: giver, beta: mandatary } = ids;
  const id = "0198c0de-0000-7000-8000-00000000000d";
  const stranger = "0198c0de-0000-7000-8000-00000000000e";

  beforeAll(async () => {
    await base.owner`insert into account (id, name) values (${stranger}, 'gamma')`;
    await readAs(
      base.app,
      { account: giver },
      (tx) => tx`
        insert into mandate (account_id, id, to_account, sealed, starts_on, ends_on, created_at)
        values (${giver}, ${id}, ${mandatary}, '', '2026-03-03', '2026-04-03', now())`,
    );
  });

  const seenBy = (account: string) =>
    readAs(base.app, { account }, (tx) => tx<{ id: string }[]>`select id from mandate where id = ${id}`);

  test("is seen by who gave it and who accepted it, by nobody else", async () => {
    expect(await seenBy(giver)).toHaveLength(1);
    expect(await seenBy(mandatary)).toHaveLength(1);
    expect(await seenBy(stranger)).toEqual([]);
  });

  test("can be given up by who accepted it, who can neither lengthen it, remove it nor make one", async () => {
    const as = (account: string, change: (tx: Tx) => Promise<{ count: number }>) =>
      withActor(base.app, { account }, async (tx) => (await change(tx)).count);
    const longer = as(mandatary, async (tx) => tx`update mandate set ends_on = '2027-01-01' where id = ${id}`);
    await expect(longer).rejects.toThrow(/row-level security/);
    expect(await as(mandatary, async (tx) => tx`delete from mandate where id = ${id}`)).toBe(0);
    const made = as(
      mandatary,
      async (tx) => tx`
        insert into mandate (account_id, id, to_account, sealed, starts_on, ends_on, created_at)
        values (${giver}, ${stranger}, ${mandatary}, '', '2026-03-03', '2026-04-03', now())`,
    );
    await expect(made).rejects.toThrow(/row-level security/);
    expect(await as(stranger, async (tx) => tx`update mandate set ended_at = now() where id = ${id}`)).toBe(0);
    expect(await as(mandatary, async (tx) => tx`update mandate set ended_at = now() where id = ${id}`)).toBe(1);
  });

  test("is nobody's to give to herself", async () => {
    const alone = readAs(
      base.app,
      { account: giver },
      (tx) => tx`update mandate set to_account = account_id where id = ${id} returning id`,
    );
    await expect(alone).rejects.toThrow(/check constraint/);
  });
});

describe("the application's role", () => {
  test("owns nothing and has no power", async () => {
    const [role] = await base.owner`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
        (select count(*) from pg_class where relowner = r.oid) as relations,
        (select count(*) from pg_proc where proowner = r.oid) as functions,
        (select count(*) from pg_namespace where nspowner = r.oid) as schemas,
        (select count(*) from pg_auth_members where member = r.oid) as roles
      from pg_roles r where rolname = 'guichet_app'`;
    expect(role).toEqual({
      ...{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false },
      ...{ relations: 0, functions: 0, schemas: 0, roles: 0 },
    });
  });

  test("cannot make or alter anything", async () => {
    await expect(base.app`create table registre_parallele (nom text)`).rejects.toThrow(/permission denied/);
    await expect(base.app`alter table entry disable row level security`).rejects.toThrow(/must be owner/);
    await expect(base.app`truncate entry_event`).rejects.toThrow(/permission denied/);
  });

  test("adds to the history of an entry and never changes it", async () => {
    expect(await appRights("entry_event")).toEqual(new Set(["INSERT", "SELECT", "DELETE"]));
    const change = withActor(base.app, { member: "alpha" }, (tx) => tx`update entry_event set type = 'refuser'`);
    await expect(change).rejects.toThrow(/permission denied/);
    // It may take away with its entry what an import made, and while that import is undone alone: see 0056.
    for (const scope of [{ member: "alpha" }, { system: true }] as const) {
      const removed = await withActor(base.app, scope, async (tx) => {
        const counts = [];
        for (const table of ["entry_event", "entry_state", "entry"]) counts.push(await tx`delete from ${tx(table)}`);
        return counts.map(({ count }) => count);
      });
      expect(removed).toEqual([0, 0, 0]);
    }
  });
});

async function appRights(table: string): Promise<ReadonlySet<string>> {
  const rows = await base.owner<{ right: string }[]>`
    select privilege as right from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as privilege
    where has_table_privilege('guichet_app', ${table}, privilege)`;
  return new Set(rows.map(({ right }) => right));
}

/** Tables in an order that satisfies their references. */
async function parentsFirst(names: readonly string[]): Promise<readonly string[]> {
  const references = await base.owner<{ child: string; parent: string }[]>`
    select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
    where contype = 'f'`;
  const ordered: string[] = [];
  const visit = (name: string) => {
    if (ordered.includes(name) || !names.includes(name)) return;
    for (const { child, parent } of references) if (child === name && parent !== name) visit(parent);
    ordered.push(name);
  };
  for (const name of names) visit(name);
  return ordered;
}

/** Columns whose checks a made-up value does not satisfy. */
const particular: Readonly<Record<string, string>> = {
  "access_link.kind": "entry",
  "agent_role.role": "agent",
  "file_import.phase": "import",
  "file_import.state": "done",
  "import_line.outcome": "created",
  "member_logo.type": "image/png",
  "sharing.role": "lecteur",
  "statistic.sharing": "own",
  "message.side": "service",
  "message_seen.side": "service",
  "entry_task.kind": "reply",
  "delivery.channel": "mail",
  "delivery.kind": "legal",
  "delivery.state": "sent",
  "attendance.state": "present",
  "enrolment.state": "taken",
  "payment_account.numcli": "100001",
  "payment_account.saisie": "T",
  "payment.state": "due",
  "payment_attempt.means": "payfip",
  "payment_attempt.saisie": "T",
  "payment_attempt.state": "open",
  "work.kind": "export",
  "work.state": "done",
  // A sample entry owes its words under its own definition.
  "words_due.definition": "autre",
  "alike.state": "open",
  "delegation.to_agent": "0198c0de-0000-7000-8000-00000000000c",
};

/** A row of any table: every required column gets a value of its type, the same everywhere, so that references hold. */
async function sampleRow(table: string, town: Town): Promise<Record<string, string>> {
  const columns = await base.owner<{ name: string; type: string }[]>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attnotnull
      and not atthasdef and attidentity = ''`;
  const values: Readonly<Record<string, string>> = {
    text: town,
    uuid: ids[town],
    integer: "1",
    bigint: "1",
    json: "{}",
    jsonb: "{}",
    bytea: "\\x00",
    "text[]": "{}",
    "date[]": "{}",
    "timestamp with time zone": "2026-01-01",
    date: "2026-01-01",
    boolean: "false",
    interval: "P2D",
    numeric: "1",
    real: "1",
  };
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      const value = particular[`${table}.${name}`] ?? values[type];
      if (value === undefined) throw new Error(`No sample value for ${table}.${name}, of type ${type}`);
      return [name, value];
    }),
  );
}

/** A second agent, to whom the sample delegation lends. */
async function insertColleague(town: Town): Promise<void> {
  await base.owner.begin(async (tx) => {
    await tx`select set_config('guichet.member', ${town}, true)`;
    await tx`insert into agent (member_id, id, email, name)
      values (${town}, ${particular["delegation.to_agent"] ?? ""}, ${`collegue@${town}`}, 'Collègue')`;
  });
}

/** The owner is under forced row-level security too, so it needs the member's scope. */
async function insertSample(table: string, town: Town): Promise<void> {
  const row = await sampleRow(table, town);
  const columns = Object.keys(row).join(", ");
  const values = Object.values(row).map((value) => `'${value}'`);
  await base.owner.begin(async (tx) => {
    await tx`select set_config('guichet.member', ${town}, true)`;
    await tx.unsafe(`insert into ${table} (${columns}) values (${values})`);
  });
}
