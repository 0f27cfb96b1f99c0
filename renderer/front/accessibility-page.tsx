import type { ComponentChildren } from "preact";
import {
  type AccessibilityDeclaration,
  auditEnds,
  conformityOn,
  formatDate,
  formatNumber,
} from "../../engine/index.ts";
import { french } from "../french.ts";
import type { ContactView, SiteView } from "../page.tsx";
import { accessibilityWords as words } from "../strings-accessibility.ts";
import { ContactLines, legalPage } from "./legal-page.tsx";
import { Paragraphs } from "./paragraphs.tsx";

/** What one member declares, and whom to tell of an obstacle. */
export interface DeclarationView {
  readonly name: string;
  readonly declaration: AccessibilityDeclaration | null;
  /** "2026-03-03": an audit is worth something for a time. */
  readonly today: string;
  /** The member's own words. */
  readonly whom: string | null;
  readonly contact: ContactView;
}

/** The declaration that law 2005-102, article 47, asks of every public site, in the parts its model imposes. */
export function renderAccessibility(site: SiteView, view: DeclarationView): string {
  return legalPage(
    site,
    words.title(conformityOn(view.declaration ?? undefined, view.today)),
    <>
      <p>{words.engaged(view.name)}</p>
      <p>{words.scope}</p>
      <Declared view={view} />
      <Provided />
      <Reporting>
        <Whom view={view} />
      </Reporting>
      <Appeal />
    </>,
  );
}

/** The state, what is not accessible and why, and how it is known. */
export function Declared({ view }: { readonly view: DeclarationView }) {
  const declaration: AccessibilityDeclaration = view.declaration ?? { state: "none" };
  const { auditedOn, auditor, rate, declaredOn, plan } = declaration;
  return (
    <>
      <h2>{words.stateTitle}</h2>
      <p>{french(stateSentence(declaration, view.today))}</p>
      {auditedOn !== undefined && (
        <>
          <h2>{words.resultTitle}</h2>
          <p>
            {words.result(formatDate(auditedOn), auditor)} {rate !== undefined && words.rate(formatNumber(rate))}
          </p>
        </>
      )}
      <h2>{words.contentTitle}</h2>
      <Contents declaration={declaration} />
      {plan !== undefined && (
        <>
          <h2>{words.planTitle}</h2>
          <Paragraphs text={plan} />
        </>
      )}
      <h2>{words.madeTitle}</h2>
      <p>{declaredOn === undefined ? words.unmade(view.name) : words.madeOn(formatDate(declaredOn))}</p>
      <p>{french(words.technologies)}</p>
      <Listed title={words.environment} text={declaration.environment} />
      <Listed title={words.tools} text={declaration.tools} />
      <Listed title={words.pages} text={declaration.pages} />
    </>
  );
}

function stateSentence({ state, auditedOn }: AccessibilityDeclaration, today: string): string {
  if (auditedOn === undefined) return words.unaudited;
  return today < auditEnds(auditedOn) ? words.states[state] : words.expired(formatDate(auditedOn));
}

function Contents({ declaration }: { readonly declaration: AccessibilityDeclaration }) {
  const kinds = (["failures", "burdens", "exempt"] as const).filter((kind) => declaration[kind] !== undefined);
  if (kinds.length === 0) return <p>{declaration.auditedOn === undefined ? words.unlisted : words.nothing}</p>;
  return (
    <>
      {kinds.map((kind) => (
        <Listed key={kind} title={words.contents[kind]} text={declaration[kind]} />
      ))}
    </>
  );
}

/** A text that gives one thing a line. */
function Listed({ title, text }: { readonly title: string; readonly text: string | undefined }) {
  const lines = (text ?? "").split("\n").flatMap((line) => line.trim() || []);
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** What is done for those who read the platform otherwise. */
export function Provided() {
  return (
    <>
      <h2>{words.doneTitle}</h2>
      <ul>
        {words.done.map((item) => (
          <li key={item}>{french(item)}</li>
        ))}
      </ul>
    </>
  );
}

/** Under what the law says of an obstacle: whom to tell. */
export function Reporting({ children }: { readonly children: ComponentChildren }) {
  return (
    <>
      <h2>{words.reportTitle}</h2>
      <p>{words.report}</p>
      {children}
    </>
  );
}

export function Whom({ view }: { readonly view: DeclarationView }) {
  return (
    <>
      <Paragraphs text={view.whom} />
      <ContactLines contact={view.contact} />
    </>
  );
}

/** To whom one may turn when an obstacle stays. */
export function Appeal() {
  return (
    <>
      <h2>{words.appealTitle}</h2>
      <p>{words.appeal}</p>
    </>
  );
}
