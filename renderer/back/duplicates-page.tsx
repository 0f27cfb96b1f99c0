import type { LikenessReason } from "../../engine/index.ts";
import { duplicateWords } from "../strings-duplicates.ts";
import { type AlikeFiche, Reasons, Sureness } from "./alike.tsx";
import type { BackFrame } from "./back-page.tsx";
import { registerWorkPage } from "./register-work-page.tsx";

const { list: words } = duplicateWords;

export interface PairLine {
  readonly one: AlikeFiche;
  readonly other: AlikeFiche;
  readonly sure: boolean;
  readonly reasons: readonly LikenessReason[];
  /** Where the two are compared. */
  readonly href: string;
}

export interface DuplicatesPageView {
  readonly frame: BackFrame;
  /** Of the register. */
  readonly register: string;
  readonly registerHref: string;
  readonly pairs: readonly PairLine[];
  /** How many are shown when there are others; null otherwise. */
  readonly most: number | null;
  readonly done: string | null;
}

/** The fiches of a register that may describe the same person, two by two. */
export function duplicatesPage({ frame, register, registerHref, pairs, most, done }: DuplicatesPageView): string {
  return registerWorkPage({
    ...{ frame, title: words.title, register, back: words.register, registerHref, done },
    children: (
      <>
        {pairs.length === 0 ? (
          <>
            <p>{words.none}</p>
            <p class="hint">{words.noneHint}</p>
          </>
        ) : (
          <p>{words.intro(register)}</p>
        )}
        <ul class="alike-lines alike-pairs">
          {pairs.map((pair) => (
            <Pair key={pair.href} pair={pair} />
          ))}
        </ul>
        {most !== null && <p class="hint">{words.more(most)}</p>}
      </>
    ),
  });
}

function Pair({ pair: { one, other, sure, reasons, href } }: { readonly pair: PairLine }) {
  return (
    <li>
      <p class="alike-names">
        <Fiche fiche={one} />
        <Fiche fiche={other} />
      </p>
      <p>
        <Sureness sure={sure} />
      </p>
      <Reasons reasons={reasons} />
      <p>
        <a class="button button-secondary" href={href} aria-label={words.compareThese(one.label, other.label)}>
          {words.compare}
        </a>
      </p>
    </li>
  );
}

const Fiche = ({ fiche }: { readonly fiche: AlikeFiche }) => (
  <span>
    <a href={fiche.href}>{fiche.label}</a>
    {fiche.of !== null && <span class="quiet"> {duplicateWords.of(fiche.of)}</span>}
  </span>
);
