import type { LikenessReason } from "../../engine/index.ts";
import { french } from "../french.ts";
import { duplicateWords as words } from "../strings-duplicates.ts";

/** A fiche that may describe someone, as agents read it. */
export interface AlikeFiche {
  readonly href: string;
  readonly reference: string;
  /** What its list shows first. */
  readonly label: string;
  /** Name of its member, when that is another one. */
  readonly of: string | null;
}

export interface AlikeLine {
  readonly fiche: AlikeFiche;
  readonly sure: boolean;
  readonly reasons: readonly LikenessReason[];
}

/** Reasons of one side that are shown: the others weigh little. */
const MOST = 5;

/** Why two fiches may be one, and what speaks against it. */
export function Reasons({ reasons }: { readonly reasons: readonly LikenessReason[] }) {
  return (
    <div class="alike-reasons">
      <ReasonList title={words.for} reasons={reasons.filter(({ sense }) => sense === "for")} />
      <ReasonList title={words.against} reasons={reasons.filter(({ sense }) => sense === "against")} />
    </div>
  );
}

function ReasonList({ title, reasons }: { readonly title: string; readonly reasons: readonly LikenessReason[] }) {
  if (reasons.length === 0) return null;
  return (
    <div>
      <p class="alike-side">{title}</p>
      <ul>
        {reasons.slice(0, MOST).map(({ text }) => (
          <li key={text}>{french(text)}</li>
        ))}
      </ul>
    </div>
  );
}

/** How sure it is, in words. */
export const Sureness = ({ sure }: { readonly sure: boolean }) => (
  <span class={`tag tag-${sure ? "active" : "waiting"}`}>{sure ? words.sure : words.possible}</span>
);

/** Tells an agent, before a fiche is opened, which may be of the same person; takes the focus. */
export function AlikeNotice({ lines }: { readonly lines: readonly AlikeLine[] }) {
  return (
    <div class="summary alike" id="erreurs" role="alert" aria-labelledby="erreurs-titre" tabIndex={-1} data-focus>
      <h2 id="erreurs-titre">{words.notice.title(lines.length)}</h2>
      <p>{words.notice.sentence}</p>
      <ul class="alike-lines">
        {lines.map(({ fiche, sure, reasons }) => (
          <li key={fiche.href}>
            <p>
              <strong>{fiche.label}</strong> <Sureness sure={sure} />
              {fiche.of !== null && <span class="quiet"> {words.of(fiche.of)}</span>}
            </p>
            <Reasons reasons={reasons} />
            <p>
              <a href={fiche.href} target="_blank" rel="noopener">
                {words.notice.see}
                <span class="sr">{` ${fiche.reference}`}</span>
                {words.notice.newTab}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
