import { Csrf, type SiteView } from "../page.tsx";
import { overlayWords } from "../strings-overlay.ts";

const words = overlayWords.conflicts;

export interface ConflictView {
  readonly pointer: string;
  readonly label: string;
  readonly reason: keyof typeof words.reasons;
  readonly before: string;
  readonly now: string;
  readonly ours: string;
  readonly keep: boolean;
  readonly message?: string;
}

/** What both the definition and the member changed, each to decide. */
export function OverlayConflicts({
  frame,
  base,
  waiting,
  conflicts,
  decided,
}: {
  readonly frame: { readonly site: SiteView };
  readonly base: string;
  readonly waiting: number;
  readonly conflicts: readonly ConflictView[];
  readonly decided: readonly (readonly [string, string])[];
}) {
  return (
    <form method="post" action={`${base}/choisir`} class="admin-form" data-enhance="form">
      <Csrf site={frame.site} />
      {decided.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <h2>{words.title}</h2>
      <p class="measure">{words.intro(waiting)}</p>
      {conflicts.map((conflict, rank) => (
        <fieldset key={`${conflict.pointer} ${conflict.message}`} class="conflict">
          <legend>
            {conflict.label} : {conflict.message ?? words.reasons[conflict.reason]}
          </legend>
          <Sides conflict={conflict} />
          {conflict.pointer === "" ? <p>{words.byHand}</p> : <Choices conflict={conflict} rank={rank} />}
        </fieldset>
      ))}
      <button type="submit" class="button">
        {words.submit}
      </button>
    </form>
  );
}

function Sides({ conflict: { before, now, ours } }: { readonly conflict: ConflictView }) {
  const sides = [
    [words.before, before],
    [words.now, now],
    [words.ours, ours],
  ].filter(([, text]) => text !== "");
  return (
    <dl class="said-list">
      {sides.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Choices({ conflict: { pointer, keep }, rank }: { readonly conflict: ConflictView; readonly rank: number }) {
  const choices = keep
    ? ([
        ["ours", words.keepOurs],
        ["base", words.takeBase],
      ] as const)
    : ([["base", words.giveUp]] as const);
  return (
    <div class="options">
      {choices.map(([value, label]) => (
        <div key={value} class="option">
          <input type="radio" name={`choix:${pointer}`} value={value} id={`choix-${rank}-${value}`} />
          <label for={`choix-${rank}-${value}`}>{label}</label>
        </div>
      ))}
    </div>
  );
}
