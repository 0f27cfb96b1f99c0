import type { ComponentChildren } from "preact";
import { isEmail } from "../../engine/index.ts";
import { french } from "../french.ts";
import { type ContactView, renderPage, type SiteView } from "../page.tsx";
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
  return legalPage(
    site,
    words.title,
    <>
      <h2>{words.publisher}</h2>
      <p>
        {words.publisherText(view.name)} {words.siren(view.siren)}
      </p>
      {view.controller !== null && <p>{words.director(view.controller)}</p>}
      <h2>{words.contact}</h2>
      <ContactLines contact={site.member?.contact ?? {}} />
      {view.hours !== null && (
        <>
          <h2>{words.hours}</h2>
          <p>{french(view.hours)}</p>
        </>
      )}
      <Paragraphs text={view.text} />
      <CookieAndSoftware />
    </>,
  );
}

export function CookieAndSoftware() {
  const words = legal.notice;
  return (
    <>
      <h2>{words.cookie}</h2>
      <p>{words.cookieText}</p>
      <h2>{words.licence}</h2>
      <p>{words.licenceText}</p>
    </>
  );
}

export interface ProcessingView {
  readonly title: string;
  readonly purpose: string;
  /** "6-1-e". */
  readonly legalBasis: string;
  readonly recipients: readonly string[];
  /** What is asked of others with her agreement, and of whom (art. 14). */
  readonly fetched?: readonly { readonly data: string; readonly holder: string }[];
  /** "1 an après la fin de la démarche." */
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
  return legalPage(
    site,
    words.title,
    <>
      <p class="lead">{words.lead(view.name)}</p>
      <h2>{words.controller}</h2>
      <p>{words.controllerText(view.controller ?? view.name)}</p>
      <Paragraphs text={view.text} />
      <p>{words.sealed}</p>
      <p>{words.drafts}</p>
      <p>
        {words.account} <a href={`${site.groupHref ?? "/"}donnees-personnelles`}>{words.accountLink}</a>
      </p>
      <h2>{words.services}</h2>
      {view.processings.map((each) => (
        <Processing key={each.title} view={each} />
      ))}
      <h2>{words.rights}</h2>
      <p>{words.rightsText}</p>
      {view.dpo !== null && <Officer dpo={view.dpo} />}
      <p>{words.cnil}</p>
    </>,
  );
}

/** Whom to write to: a link when it is a mail address. */
export function Officer({ dpo }: { readonly dpo: string }) {
  return (
    <p>
      {french(legal.privacy.dpo)} {isEmail(dpo) ? <a href={`mailto:${dpo}`}>{dpo}</a> : dpo}
    </p>
  );
}

/** One processing of personal data, as RGPD's article 13 wants it told. */
export function Processing({ view }: { readonly view: ProcessingView }) {
  const words = legal.privacy;
  const recipients = view.recipients.length === 0 ? words.recipientsDefault : view.recipients.join(", ");
  return (
    <section>
      <h3>{view.title}</h3>
      <dl class="answers-list">
        <Line term={words.purpose} text={view.purpose} />
        <Line term={words.basis} text={words.bases[view.legalBasis] ?? view.legalBasis} />
        {view.fetched?.map(({ data, holder }) => (
          <Line key={data} term={words.fetched} text={words.fetchedText(data, holder)} />
        ))}
        <Line term={words.recipients} text={recipients} />
        <Line term={words.retention} text={view.retention} />
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

/** Address, telephone and mail, one under the other. */
export function ContactLines({ contact: { address, phone, email } }: { readonly contact: ContactView }) {
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

/** A page of the law: its title, then sentences. */
export function legalPage(site: SiteView, title: string, content: ComponentChildren): string {
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
