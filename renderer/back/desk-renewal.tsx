import { french } from "../french.ts";
import { renewalWords } from "../strings-renewal.ts";

const words = renewalWords.desk;

/** What may be begun from an entry that lasts for a time, for whoever holds it. */
export interface DeskRenewalView {
  /** Last day, in words. */
  readonly until: string;
  /** Words of the definition for a change before the end; null when it is renewed. */
  readonly change: string | null;
  readonly href: string;
}

/** Until when it holds, and the way to ask for it again at the desk. */
export function DeskRenewal({ renewal }: { readonly renewal: DeskRenewalView | null }) {
  if (renewal === null) return null;
  return (
    <section aria-labelledby="validite">
      <h2 id="validite">{renewalWords.title}</h2>
      <p>{french(words.lead(renewal.until))}</p>
      <p>
        <a href={renewal.href}>{renewal.change === null ? words.renew : french(words.change(renewal.change))}</a>
      </p>
    </section>
  );
}
