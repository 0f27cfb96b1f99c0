import { french } from "../french.ts";
import { deliveryWords as words } from "../strings-deliveries.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

export interface DeliveryView {
  readonly id: string;
  readonly channel: keyof typeof words.channels;
  readonly subject: string;
  /** Written to many at once. */
  readonly many: boolean;
  /** Address or number; null for a letter. */
  readonly to: string | null;
  readonly state: keyof typeof words.states;
  /** Why, in words; null when there is nothing to say. */
  readonly reason: string | null;
  /** ISO 8601, and as read. */
  readonly at: string;
  readonly when: string;
  /** Where a letter is printed; null for anything else. */
  readonly printHref: string | null;
}

const WRONG: ReadonlySet<DeliveryView["state"]> = new Set(["refused", "bounced", "complained", "to-post"]);

interface Shown {
  readonly deliveries: readonly DeliveryView[];
  /** What she accepted to be sent besides, since when and how it is known; null where nobody asks. */
  readonly consent: string | null;
}

/** What left for the citizen, and what became of it. */
export function Deliveries({ deliveries, consent }: Shown) {
  return (
    <section aria-labelledby="envois">
      <h2 id="envois">{words.title}</h2>
      {consent !== null && <p>{french(consent)}</p>}
      {deliveries.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <ul class="deliveries">
          {deliveries.map((delivery) => (
            <li key={delivery.id}>
              <p>
                <strong>{delivery.many ? words.many : words.channels[delivery.channel]}</strong>{" "}
                <span>{delivery.subject}</span>
              </p>
              <p class="delivery-state">
                <span
                  class={`tag ${WRONG.has(delivery.state) ? "tag-danger" : delivery.state === "held" ? "tag-waiting" : ""}`}
                >
                  {words.states[delivery.state]}
                </span>{" "}
                <time dateTime={delivery.at}>{delivery.when}</time>
                {delivery.to !== null && <span>{` · ${delivery.to}`}</span>}
                {delivery.reason !== null && <span>{` · ${delivery.reason}`}</span>}
              </p>
              {delivery.printHref !== null && (
                <p>
                  <a href={delivery.printHref}>
                    {words.print}
                    <span class="sr"> : {delivery.subject}</span>
                  </a>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export interface LetterPageView {
  readonly frame: BackFrame;
  /** Address of the entry. */
  readonly base: string;
  readonly reference: string;
  readonly from: { readonly name: string; readonly address: string | undefined };
  /** "3 mars 2026". */
  readonly day: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter as it is printed: the page alone, without what surrounds it on a screen. */
export function letterPage({ frame, base, reference, from, day, subject, text }: LetterPageView): string {
  return renderBackPage({
    frame,
    title: `${words.letter.title} – ${reference}`,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.letter.back}>
          <a href={base}>{words.letter.back}</a>
        </nav>
        <p class="quiet letter-hint">{words.letter.hint}</p>
        <article class="letter">
          <p class="letter-from">
            <strong>{from.name}</strong>
            {from.address !== undefined && <span>{`\n${from.address}`}</span>}
          </p>
          <p class="letter-day">{day}</p>
          <h1>{subject}</h1>
          <p class="letter-reference">{words.letter.about(reference)}</p>
          {text.split(/\n{2,}/).map((paragraph, rank) => (
            <p key={`${rank} ${paragraph}`} class="letter-text">
              {paragraph}
            </p>
          ))}
        </article>
      </>
    ),
  });
}
