/** *Hand-written*: an honest transaction under row-level security, its statements pipelined. */
import postgres, { type ReservedSql } from "postgres";
import { type NewEntry, type NewEvent, type Row, serveReference } from "./reference-app.ts";

const sql = postgres(process.env["DATABASE_URL"] ?? "", { max: Number(process.env["POOL_SIZE"] ?? 10) });
const actor = { kind: "citizen", id: "bench" };
const columns = sql`id, reference, state, revision, answers, created_at, updated_at`;

/** Sends begin, role, settings, the work and commit without waiting in between: one round trip. */
async function transaction<T>(member: string, work: (tx: ReservedSql) => PromiseLike<T>): Promise<T> {
  const tx = await sql.reserve();
  try {
    const statements = [
      tx`begin`.execute(),
      tx`set local role hand_app`.execute(),
      tx`select set_config('hand.member', ${member}, true)`.execute(),
    ];
    const result = work(tx);
    const [value] = await Promise.all([result, ...statements, tx`commit`.execute()]);
    return value;
  } catch (error) {
    await tx`rollback`;
    throw error;
  } finally {
    tx.release();
  }
}

serveReference(
  {
    submit: ({ member, id, reference, definition, answers }: NewEntry) =>
      transaction(member, async (tx) => {
        const opened = tx<[Row]>`
          insert into entry values (${member}, ${id}, ${reference}, ${definition}, 'recue', 1, ${tx.json(answers)}, now(), now())
          returning ${columns}`.execute();
        const noted = tx`
          insert into entry_event
          values (${member}, ${id}, 1, 'ouverture', null, 'recue', ${tx.json(actor)}, now(), '{}')`.execute();
        const [[row]] = await Promise.all([opened, noted]);
        return row;
      }),
    event: ({ member, id, revision, type, to, data }: NewEvent) =>
      transaction(member, async (tx) => {
        const changed = tx<Row[]>`
          update entry set state = ${to}, revision = revision + 1, updated_at = now()
          where member_id = ${member} and id = ${id} and revision = ${revision}
          returning ${columns}`.execute();
        const noted = tx`
          insert into entry_event
          select ${member}, id, revision, ${type}, '', state, ${tx.json(actor)}, now(), ${tx.json(data)}
          from entry where member_id = ${member} and id = ${id} and revision = ${revision + 1}`.execute();
        const [rows] = await Promise.all([changed, noted]);
        return rows[0];
      }),
    page: (member, state, after) =>
      transaction(member, (tx) =>
        tx<Row[]>`
          select ${columns} from entry
          where member_id = ${member} and definition = 'bench/inscription' and state = ${state}
            ${after ? tx`and (created_at, id) < (${after.createdAt}, ${after.id})` : tx``}
          order by created_at desc, id desc limit 25`.execute(),
      ),
  },
  Number(process.env["PORT"]),
);
