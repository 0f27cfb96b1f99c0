import { Csrf, renderFragment, type SiteView } from "../page.tsx";
import { deskWords } from "../strings-desk.ts";

/** Someone else who has the entry before her eyes. */
export interface OtherPresent {
  readonly name: string;
  readonly typing: boolean;
}

export interface PresenceProps {
  readonly site: SiteView;
  readonly others: readonly OtherPresent[];
  /** Address that is told that this page is still open. */
  readonly action: string;
}

/** Who else looks at this entry now. The script tells that this page is open, and says who comes. */
export function Presence({ site, others, action }: PresenceProps) {
  return (
    <form method="post" action={action} data-presence>
      <Csrf site={site} />
      <div role="status" data-present>
        <Others others={others} />
      </div>
    </form>
  );
}

/** The sentence as a fragment, for the script. */
export const othersFragment = (others: readonly OtherPresent[]): string => renderFragment(<Others others={others} />);

/** The sentence itself; nothing when nobody else is there. */
function Others({ others }: Pick<PresenceProps, "others">) {
  if (others.length === 0) return null;
  return (
    <p class="notice presence">
      {others.map(({ name, typing }) => (typing ? deskWords.types(name) : deskWords.looks(name))).join(" ")}{" "}
      {deskWords.shared}
    </p>
  );
}
