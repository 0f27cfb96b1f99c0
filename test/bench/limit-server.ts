/** *Limit*: one statement per request, as the owner of the tables, who escapes row-level security. */
import postgres from "postgres";
import { type NewEntry, type NewEvent, type Row, serveReference } from "./reference-app.ts";

const sql = postgres(process.env["DATABASE_URL"] ?? "", { max: Number(process.env["POOL_SIZE"] ?? 10) });
const actor = { kind: "citizen", id: "bench" };
const columns = sql`id, reference, state, revision, answers, created_at, updated_at`;

serveReference(
  {
    async submit({ member, id, reference, definition, answers }: NewEntry) {
      const [row] = await sql<[Row]>`
        with opened as (
          insert into entry values (${member}, ${id}, ${reference}, ${definition}, 'recue', 1, ${sql.json(answers)}, now(), now())
          returning ${columns}
        ), noted as (
          insert into entry_event
          values (${member}, ${id}, 1, 'ouverture', null, 'recue', ${sql.json(actor)}, now(), '{}')
        )
        select * from opened`;
      return row;
    },
    async event({ member, id, revision, type, to, data }: NewEvent) {
      const [row] = await sql<Row[]>`
        with changed as (
          update entry set state = ${to}, revision = revision + 1, updated_at = now()
          where member_id = ${member} and id = ${id} and revision = ${revision}
          returning ${columns}
        ), noted as (
          insert into entry_event
          select ${member}, id, revision, ${type}, '', state, ${sql.json(actor)}, now(), ${sql.json(data)} from changed
        )
        select * from changed`;
      return row;
    },
    page: (member, state, after) => sql<Row[]>`
      select ${columns} from entry
      where member_id = ${member} and definition = 'bench/inscription' and state = ${state}
        ${after ? sql`and (created_at, id) < (${after.createdAt}, ${after.id})` : sql``}
      order by created_at desc, id desc limit 25`,
  },
  Number(process.env["PORT"]),
);
