import { french } from "../french.ts";
import { calendarWords as words } from "../strings-calendar.ts";

/** When and where someone is expected. */
export interface AppointmentView {
  /** The question it answers. */
  readonly label: string;
  /** "jeudi 3 décembre 2026 à 10 h, mairie annexe". */
  readonly text: string;
  /** Where a calendar takes it from; null for what is no single moment. */
  readonly href: string | null;
}

/** The appointments of a demande, each with its file for a calendar. */
export function Appointments({ appointments }: { readonly appointments: readonly AppointmentView[] }) {
  return (
    <>
      {appointments.map(({ label, text, href }) => (
        <p key={label} class="state-slot">
          <span class="hint">{french(label)}</span> <strong>{french(text)}</strong>
          {href !== null && (
            <a class="slot-calendar" href={href} download={words.file}>
              {words.add}
              <span class="sr">{words.addOf(label)}</span>
            </a>
          )}
        </p>
      ))}
    </>
  );
}
