import { type BackFrame, renderBackPage } from "./back/back-page.tsx";
import { french } from "./french.ts";
import { renderPage, type SiteView } from "./page.tsx";
import { clockWords } from "./strings-clock.ts";

/** The certificate of an implicit acceptance (CRPA L.232-3). */
export interface CertificateView {
  readonly member: string;
  readonly title: string;
  readonly reference: string;
  /** Days as read: "3 mars 2026". */
  readonly received: string;
  /** When it was complete, if that is another day. */
  readonly complete: string | null;
  readonly accepted: string;
  /** "2 mois". */
  readonly delay: string;
  /** What the acceptance still waits for to take effect; null for nothing. */
  readonly missing: string | null;
  readonly service: string;
  readonly contact: readonly string[];
  readonly issued: string;
  /** Address of the request's page. */
  readonly back: string;
}

const { certificate: words } = clockWords;

/** For whoever holds the request. */
export const renderCertificate = (site: SiteView, view: CertificateView): string =>
  renderPage({
    site,
    title: `${words.title} – ${view.reference}`,
    back: { href: view.back, label: words.back },
    private: true,
    children: <Sheet view={view} />,
  });

/** For an agent. */
export const renderBackCertificate = (frame: BackFrame, view: CertificateView): string =>
  renderBackPage({
    frame,
    title: `${words.title} – ${view.reference}`,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={view.back}>
            <span aria-hidden="true">← </span>
            {words.back}
          </a>
        </nav>
        <Sheet view={view} />
      </>
    ),
  });

function Sheet({ view }: { readonly view: CertificateView }) {
  const facts = [
    [words.request, view.title],
    [words.reference, view.reference],
    [words.received, view.received],
    ...(view.complete === null ? [] : ([[words.started, view.complete]] as const)),
    [words.accepted, view.accepted],
    [words.service, [view.service, ...view.contact].join("\n")],
  ] as const;
  return (
    <article class="certificate">
      <p class="certificate-member">{view.member}</p>
      <h1>{words.title}</h1>
      <p class="hint">{words.law}</p>
      <p>{french(words.sentence(view.member, view.delay))}</p>
      <dl class="facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="lines">{text}</dd>
          </div>
        ))}
      </dl>
      {view.missing !== null && <p>{french(words.missing(view.missing))}</p>}
      <p>{words.issued(view.issued)}</p>
      <p class="no-print">
        <button type="button" class="button" data-print hidden>
          {words.print}
        </button>
      </p>
    </article>
  );
}
