import type { SectorFinding } from "../engine/index.ts";
import { french } from "./french.ts";
import { sectorWords as words } from "./strings-sectors.ts";

/** How the sectors of the addresses were found, in words that stay true whatever the register becomes. */
export function SectorSection({ findings }: { readonly findings: readonly SectorFinding[] }) {
  const said = findings.filter(({ address }) => address !== "");
  if (said.length === 0) return null;
  return (
    <section class="section" aria-labelledby="secteur">
      <h2 id="secteur">{words.title}</h2>
      {said.map((finding) => (
        <p key={finding.field}>
          {french(finding.title)} :{" "}
          {finding.outcome === "one" ? (
            <>
              <strong>{finding.names[0]}</strong>. {french(words.because(finding))}
            </>
          ) : (
            <>
              <strong>{words.otherwise}</strong> {french(words.why(finding))}
            </>
          )}
        </p>
      ))}
    </section>
  );
}
