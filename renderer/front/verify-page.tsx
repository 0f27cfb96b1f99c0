import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { renderPage, type SiteView } from "../page.tsx";
import { documentWords } from "../strings-documents.ts";
import { TextInput } from "../text-input.tsx";
import { VerifiedCard, type VerifiedCardView } from "./verified-card.tsx";

const words = documentWords.verifyPage;

export interface VerifyView {
  readonly member: string;
  readonly action: string;
  /** As typed. */
  readonly code: string;
  readonly issues: readonly ShownIssue[];
  /** Null before a code is given, and for one that no document bears. */
  readonly found: VerifiedView | null;
}

/** What is said of a document in public. */
export interface VerifiedView {
  readonly title: string;
  /** Title of the definition. */
  readonly about: string;
  readonly service: string;
  readonly reference: string;
  readonly day: string;
  readonly pages: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Set for a card: what it is worth today. */
  readonly card: VerifiedCardView | null;
}

/** Where a square code or the foot of a document leads. */
export function renderVerify(site: SiteView, view: VerifyView): string {
  const { action, code, issues, found, member } = view;
  return renderPage({
    site,
    title: words.title,
    error: issues.length > 0,
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} />
        <h1>{words.title}</h1>
        {found?.card && <VerifiedCard member={member} found={found} card={found.card} />}
        {found && !found.card && <Found member={member} found={found} />}
        {!found && <p class="lead">{words.lead}</p>}
        <form method="get" action={action} noValidate>
          <TextInput
            {...{ root: "root", name: "code", type: "text", autocomplete: "off", issues }}
            label={found ? words.other : words.code}
            hint={words.hint}
            {...(found ? {} : { value: code })}
          />
          <div class="actions">
            <button type="submit" class={found ? "button button-secondary" : "button"}>
              {words.submit}
            </button>
          </div>
        </form>
      </div>
    ),
  });
}

function Found({ member, found }: { readonly member: string; readonly found: VerifiedView }) {
  const { title, about, service, reference, day, pages, sha256 } = found;
  const facts: readonly (readonly [string, string])[] = [
    [words.facts.title, title],
    [words.facts.about, about],
    [words.facts.by, service === member ? member : `${service}, ${member}`],
    [words.facts.on, day],
    [words.facts.reference, reference],
    [words.facts.pages, String(pages)],
  ];
  return (
    <section class="state state-success" role="status" aria-labelledby="verifie">
      <h2 id="verifie" class="state-sentence">
        {french(words.found(member, day))}
      </h2>
      <p>{french(words.compare)}</p>
      <dl class="facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{french(text)}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{words.digest}</summary>
        <p>{words.digestText}</p>
        <p class="digest">
          <code>{sha256}</code>
        </p>
      </details>
    </section>
  );
}
