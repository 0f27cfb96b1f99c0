import type { ComponentChildren } from "preact";
import { french } from "../french.ts";
import { renderPage, type SiteView } from "../page.tsx";
import { legal } from "../strings-legal.ts";
import { Paragraphs } from "./paragraphs.tsx";

export interface NoticeView {
  readonly name: string;
  readonly siren: string;
  readonly controller: string | null;
  readonly hours: string | null;
  /** The member's own words, joined to ours. */
  readonly text: string | null;
}

/** Who publishes the site (LCEN, art. 1-1). */
export function renderLegalNotice(site: SiteView, view: NoticeView): string {
  const words = legal.notice;
  return page(
    site,
    words.title,
    <>
      <h2>{words.publisher}</h2>
      <p>
        {words.publisherText(view.name)} {words.siren(view.siren)}
      </p>
      {view.controller !== null && <p>{words.director(view.controller)}</p>}
      <ContactPart site={site} title={words.contact} />
      {view.hours !== null && (
        <>
          <h2>{words.hours}</h2>
          <p>{view.hours}</p>
        </>
      )}
      <Paragraphs text={view.text} />
      <h2>{words.cookie}</h2>
      <p>{words.cookieText}</p>
      <h2>{words.licence}</h2>
      <p>{words.licenceText}</p>
    </>,
  );
}

/** The declaration that law 2005-102, article 47, asks of every public site. */
export function renderAccessibility(site: SiteView, contact: string | null): string {
  const words = legal.accessibility;
  return page(
    site,
    words.title,
    <>
      <p>{words.engaged(site.member?.name ?? site.groupName)}</p>
      <h2>{words.stateTitle}</h2>
      <p>{words.state}</p>
      <h2>{words.doneTitle}</h2>
      <ul>
        {words.done.map((item) => (
          <li key={item}>{french(item)}</li>
        ))}
      </ul>
      <h2>{words.reportTitle}</h2>
      <p>{words.report}</p>
      <Paragraphs text={contact} />
      <ContactLines site={site} />
      <h2>{words.appealTitle}</h2>
      <p>{words.appeal}</p>
    </>,
  );
}

export interface ProcessingView {
  readonly title: string;
  readonly purpose: string;
  /** "6-1-e". */
  readonly legalBasis: string;
  readonly recipients: readonly string[];
  /** "1 an". */
  readonly retention: string;
}

export interface PrivacyView {
  readonly name: string;
  readonly controller: string | null;
  readonly dpo: string | null;
  readonly processings: readonly ProcessingView[];
  /** The member's own words, joined to ours. */
  readonly text: string | null;
}

/** What becomes of the answers, service by service (RGPD, art. 13). */
export function renderPrivacy(site: SiteView, view: PrivacyView): string {
  const words = legal.privacy;
  return page(
    site,
    words.title,
    <>
      <p class="lead">{words.lead(view.name)}</p>
      <h2>{words.controller}</h2>
      <p>{words.controllerText(view.controller ?? view.name)}</p>
      <Paragraphs text={view.text} />
      <p>{words.sealed}</p>
      <p>{words.drafts}</p>
      <h2>{words.services}</h2>
      {view.processings.map((each) => (
        <Processing key={each.title} view={each} />
      ))}
      <h2>{words.rights}</h2>
      <p>{words.rightsText}</p>
      {view.dpo !== null && <p>{words.dpo(view.dpo)}</p>}
      <p>{words.cnil}</p>
    </>,
  );
}

function Processing({ view }: { readonly view: ProcessingView }) {
  const words = legal.privacy;
  const recipients = view.recipients.length === 0 ? words.recipientsDefault : view.recipients.join(", ");
  return (
    <section>
      <h3>{view.title}</h3>
      <dl class="answers-list">
        <Line term={words.purpose} text={view.purpose} />
        <Line term={words.basis} text={words.bases[view.legalBasis] ?? view.legalBasis} />
        <Line term={words.recipients} text={recipients} />
        <Line term={words.retention} text={words.retentionText(view.retention)} />
      </dl>
    </section>
  );
}

function Line({ term, text }: { readonly term: string; readonly text: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function ContactPart({ site, title }: { readonly site: SiteView; readonly title: string }) {
  return (
    <>
      <h2>{title}</h2>
      <ContactLines site={site} />
    </>
  );
}

function ContactLines({ site }: { readonly site: SiteView }) {
  const { address, phone, email } = site.member?.contact ?? {};
  return (
    <p class="contact-lines">
      {[address, phone].filter((line) => line !== undefined).join("\n")}
      {email !== undefined && (
        <>
          {"\n"}
          <a href={`mailto:${email}`}>{email}</a>
        </>
      )}
    </p>
  );
}

function page(site: SiteView, title: string, content: ComponentChildren): string {
  return renderPage({
    site,
    title,
    children: (
      <div class="prose">
        <h1>{title}</h1>
        {content}
      </div>
    ),
  });
}
