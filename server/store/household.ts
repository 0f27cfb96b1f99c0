import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** Someone a citizen files for. */
export interface Person {
  readonly id: string;
  readonly givenNames: string;
  readonly familyName: string;
  /** "2016-05-04"; null when she did not say. */
  readonly birthDate: string | null;
  readonly link: "enfant" | "conjoint" | "parent" | "autre";
}

const PERSON = "account-person";

type Sealed = Pick<Context, "db" | "secrets">;

/** The household of an account, as it was entered. */
export async function listHousehold(ctx: Sealed, account: string): Promise<readonly Person[]> {
  const rows = await readAs(
    ctx.db,
    { account },
    (tx) => tx<{ id: string; sealed: Buffer }[]>`
      select id, sealed from account_person where account_id = ${account} order by id`,
  );
  return rows.flatMap(({ id, sealed }) => {
    const text = ctx.secrets.unseal(PERSON, sealed);
    return text === null ? [] : [{ ...(JSON.parse(text) as Omit<Person, "id">), id }];
  });
}

/** Adds a person to the household of an account, or changes her. */
export async function savePerson(
  ctx: Pick<Context, "db" | "secrets" | "clock">,
  account: string,
  { id, ...person }: Person,
): Promise<void> {
  const sealed = ctx.secrets.seal(PERSON, JSON.stringify(person));
  await readAs(
    ctx.db,
    { account },
    (tx) => tx`
      insert into account_person (account_id, id, sealed, created_at) values (${account}, ${id}, ${sealed}, ${ctx.clock()})
      on conflict (account_id, id) do update set sealed = excluded.sealed`,
  );
}

/** Removes a person from the household of an account. */
export async function removePerson(ctx: Pick<Context, "db">, account: string, id: string): Promise<void> {
  if (!isUuid(id)) return;
  await readAs(
    ctx.db,
    { account },
    (tx) => tx`delete from account_person where account_id = ${account} and id = ${id}`,
  );
}
