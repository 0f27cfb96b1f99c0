import type { DocumentLine } from "../document-list.tsx";
import { french } from "../french.ts";
import { clockWords } from "../strings-clock.ts";

/** What the law makes a tracking page say. */
export interface LegalView {
  /** By when she is answered, and what silence would mean: sentences. */
  readonly delay: readonly string[];
  /** Who decided. */
  readonly decision: string | null;
  /** Ways and delays of appeal. */
  readonly appeal: string | null;
  /** Where the request came from, or where it went, with a link when she may follow it there. */
  readonly forwarded: { readonly sentence: string; readonly href: string | null } | null;
  /** Certificate of an implicit acceptance; null where there is none. */
  readonly certificate: DocumentLine | null;
}

export function LegalBlock({ delay, decision, appeal, forwarded, certificate }: LegalView) {
  const { citizen } = clockWords;
  return (
    <>
      {forwarded !== null && (
        <p class="note">
          {french(forwarded.sentence)}{" "}
          {forwarded.href !== null && <a href={forwarded.href}>{citizen.transferredLink}</a>}
        </p>
      )}
      {delay.length > 0 && (
        <section class="section prose" aria-labelledby="delai">
          <h2 id="delai">{citizen.title}</h2>
          {delay.map((sentence) => (
            <p key={sentence}>{french(sentence)}</p>
          ))}
          {certificate?.href && (
            <p>
              <a class="button" href={certificate.href}>
                {citizen.certificate}
              </a>
            </p>
          )}
        </section>
      )}
      {(decision !== null || appeal !== null) && (
        <section class="section prose" aria-labelledby="decision">
          <h2 id="decision">{decision === null ? citizen.appeal : citizen.decision}</h2>
          {decision !== null && <p>{french(decision)}</p>}
          {appeal !== null && <p class="lines">{french(appeal)}</p>}
        </section>
      )}
    </>
  );
}
