import { Csrf, type SiteView } from "../page.tsx";
import { workWords } from "../strings-works.ts";

const words = workWords.absence;

/** Agents who are not there, and in whose name entries of a list still stand. */
export interface Absence {
  readonly agents: readonly string[];
  /** Who, and until when ("2026-03-12"); null for those who work the list no more. */
  readonly away: { readonly name: string; readonly until: string } | null;
}

interface AbsenceNotesProps {
  readonly site: SiteView;
  /** Address of the list. */
  readonly base: string;
  readonly absences: readonly Absence[];
}

/** Who is away while entries wait for her, with one button that gives them to others. */
export function AbsenceNotes({ site, base, absences }: AbsenceNotesProps) {
  return (
    <>
      {absences.map(({ agents, away }) => (
        <form key={agents.join()} method="post" action={`${base}/lot`} data-enhance="form">
          <Csrf site={site} />
          {agents.map((id) => (
            <input key={id} type="hidden" name="agent" value={id} />
          ))}
          <div class="notice">
            <p>{away ? words.away(away.name, away.until) : words.gone}</p>
            <button type="submit" name="portee" value="absence" class="button button-secondary button-small">
              {away ? words.act : words.actAll}
            </button>
          </div>
        </form>
      ))}
    </>
  );
}
