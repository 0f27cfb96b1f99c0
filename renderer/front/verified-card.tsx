import { french } from "../french.ts";
import { cardWords as words } from "../strings-cards.ts";
import type { VerifiedView } from "./verify-page.tsx";

/** What a card says of itself today. */
export interface VerifiedCardView {
  /** It holds; its time is over; it was taken back or replaced; a later one was made. */
  readonly state: "valid" | "expired" | "withdrawn" | "older";
  readonly title: string;
  /** "31 août 2027"; "" when it is not known. */
  readonly until: string;
  /** What the definition lets be seen of it. */
  readonly shown: readonly { readonly label: string; readonly text: string }[];
}

const TONES = { valid: "success", expired: "waiting", withdrawn: "danger", older: "waiting" } as const;

/** Whether a card holds, in a word, then what to compare it with. */
export function VerifiedCard({
  member,
  found,
  card,
}: {
  readonly member: string;
  readonly found: VerifiedView;
  readonly card: VerifiedCardView;
}) {
  const { state, title, until, shown } = card;
  const { by, on, reference } = words.facts;
  const facts = [
    ...shown.map(({ label, text }) => [label, text] as const),
    [by, found.service === member ? member : `${found.service}, ${member}`] as const,
    [on, found.day] as const,
    [reference, found.reference] as const,
  ];
  return (
    <section class={`state state-${TONES[state]}`} role="status" aria-labelledby="verifie">
      <span class={`tag tag-${TONES[state]}`}>{words.labels[state]}</span>
      <h2 id="verifie" class="state-sentence">
        {french(words.standing[state](title, until))}
      </h2>
      {state === "valid" && <p>{french(shown.length > 0 ? words.compare : words.nothing)}</p>}
      <dl class="facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{french(text)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
