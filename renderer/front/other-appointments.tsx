import { french } from "../french.ts";
import { nationalWords } from "../strings-national.ts";

const words = nationalWords.others;

/** An appointment that some town has for the same pre-application. */
export interface OtherAppointmentView {
  readonly place: string;
  /** "jeudi 3 décembre 2026 à 10 h"; "" when it cannot be read. */
  readonly when: string;
  readonly href: string | null;
}

/** Says which other appointments exist; nothing is forbidden. */
export function OtherAppointments({ others }: { readonly others: readonly OtherAppointmentView[] }) {
  if (others.length === 0) return null;
  return (
    <section class="note" aria-labelledby="autres-rendez-vous">
      <h2 id="autres-rendez-vous">{words.title}</h2>
      <ul>
        {others.map(({ place, when, href }) => (
          <li key={`${place} ${when}`}>
            {french(words.line(place, when))}
            {href !== null && (
              <>
                {" "}
                <a href={href} rel="noreferrer">
                  {words.manage}
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
      <p>{french(words.text)}</p>
    </section>
  );
}
