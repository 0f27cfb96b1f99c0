import { queueWords } from "../strings-queues.ts";
import { EntryTable, type EntryTableProps, type TableEntry } from "./entry-table.tsx";

/** The entries of one value, the first ones. */
export interface ListGroup {
  readonly key: string;
  readonly title: string;
  readonly entries: readonly TableEntry[];
  /** "12", or "12+" where counting stopped. */
  readonly count: string;
  /** Address of the list of them all. */
  readonly href: string;
  /** Whether there are more than those shown. */
  readonly more: boolean;
}

/** A list divided. */
export interface GroupedList {
  readonly groups: readonly ListGroup[];
  /** Those beyond what one page shows. */
  readonly others: readonly Pick<ListGroup, "key" | "title" | "count" | "href">[];
  /** The entries that were counted, when there are more: values that only later ones bear may be lacking. Null otherwise. */
  readonly partial: number | null;
}

interface GroupedTablesProps {
  readonly table: Omit<EntryTableProps, "entries">;
  readonly list: GroupedList;
}

/** A list divided: the first entries of each value under its name, and the way to all of them. */
export function GroupedTables({ table, list }: GroupedTablesProps) {
  const { groups, others, partial } = list;
  const { tools } = queueWords;
  if (groups.length === 0) return <p class="empty">{tools.groupEmpty}</p>;
  return (
    <>
      {partial !== null && <p class="hint">{tools.partial(partial)}</p>}
      {groups.map((group, index) => (
        <section key={group.key} class="group" aria-labelledby={`groupe-${index}`}>
          <h2 id={`groupe-${index}`}>
            {group.title} <span class="count">{group.count}</span>
          </h2>
          <EntryTable {...table} entries={group.entries} />
          {group.more && (
            <p class="paging">
              <a href={group.href} aria-label={`${tools.all(group.count)}\u00a0: ${group.title}`}>
                {tools.all(group.count)}
              </a>
            </p>
          )}
        </section>
      ))}
      {others.length > 0 && (
        <section class="group" aria-labelledby="groupes-autres">
          <h2 id="groupes-autres">{tools.others(groups.length, others.length)}</h2>
          <ul class="group-others">
            {others.map(({ key, title, count, href }) => (
              <li key={key}>
                <a href={href}>
                  {title} <span class="count">{count}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
