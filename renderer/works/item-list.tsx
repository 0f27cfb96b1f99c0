/** An entry of a work, with why it was not done. */
export interface ListedItem {
  readonly rank: number;
  readonly entryMember: string;
  readonly entryId: string;
  readonly reference: string;
  readonly reason: string | null;
}

/** Entries by their references, each with its reason. */
export function ItemList({
  definition,
  items,
}: {
  readonly definition: string;
  readonly items: readonly ListedItem[];
}) {
  return (
    <ul class="work-items">
      {items.map(({ rank, entryMember, entryId, reference, reason }) => (
        <li key={rank}>
          <a href={`/${entryMember}/agent/${definition}/${entryId}`}>{reference}</a>
          {reason !== null && <span>{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
