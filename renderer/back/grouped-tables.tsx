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

interface GroupedTablesProps {
  readonly table: Omit<EntryTableProps, "entries">;
  readonly groups: readonly ListGroup[];
}

/** A list divided: the first entries of each value under its name, and the way to all of them. */
export function GroupedTables({ table, groups }: GroupedTablesProps) {
  if (groups.length === 0) return <p class="empty">{queueWords.tools.groupEmpty}</p>;
  return (
    <>
      {groups.map((group, index) => (
        <section key={group.key} class="group" aria-labelledby={`groupe-${index}`}>
          <h2 id={`groupe-${index}`}>
            {group.title} <span class="count">{group.count}</span>
          </h2>
          <EntryTable {...table} entries={group.entries} />
          {group.more && (
            <p class="paging">
              <a href={group.href} aria-label={`${queueWords.tools.all(group.count)}\u00a0: ${group.title}`}>
                {queueWords.tools.all(group.count)}
              </a>
            </p>
          )}
        </section>
      ))}
    </>
  );
}
