import { french } from "../french.ts";
import { nationalWords as words } from "../strings-national.ts";

/** A slot that someone chose elsewhere and that nobody holds yet. */
export interface WishedSlot {
  /** "jeudi 3 décembre 2026 à 10 h". */
  readonly when: string;
  readonly where: string;
  readonly persons: number;
  /** To send with the button that begins. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What she chose on the national engine, said before she begins. */
export function WishedNote({ when, where, persons }: WishedSlot) {
  return (
    <section class="note" aria-labelledby="creneau-choisi">
      <h2 id="creneau-choisi">{words.chosen}</h2>
      <p>
        <strong>{french(`${when}, ${where}`)}</strong>, {words.persons(persons)}
      </p>
      <p>{french(words.notHeld)}</p>
    </section>
  );
}

export const WishedFields = ({ fields }: WishedSlot) => (
  <>
    {fields.map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
);
