import type { ComponentChildren, JSX } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Conformity } from "../engine/index.ts";
import { french } from "./french.ts";
import { wholeHeadings } from "./headings.ts";
import { strings } from "./strings.ts";
import { accessibilityWords } from "./strings-accessibility.ts";
import { secondFactor } from "./strings-second-factor.ts";

/** Addresses of the built files a page loads; see `server/assets.ts`. */
export interface AssetLinks {
  readonly front: string;
  readonly back: string;
  readonly script: string;
  /** What the back office adds to it. */
  readonly desk?: string;
}

/** A member as its pages show it. */
export interface MemberView {
  readonly id: string;
  readonly name: string;
  readonly kind: "commune" | "epci";
  readonly tagline?: string;
  /** Address of the logo image, or null: the initials stand in for it. */
  readonly logo: string | null;
  /** Address of the member's colours. */
  readonly themeHref: string;
  readonly contact: ContactView;
}

export interface ContactView {
  readonly address?: string;
  /** Ready to show: "03 89 32 58 58". */
  readonly phone?: string;
  readonly email?: string;
  readonly site?: string;
  /** Data controller and data protection officer, for the legal pages. */
  readonly controller?: string;
  readonly dpo?: string;
}

/** Who is signed in, as the header shows it. */
export interface PersonView {
  readonly name: string;
  readonly kind: "citizen" | "agent";
}

export interface HiddenField {
  readonly name: string;
  readonly value: string;
}

/** What every page of one request shares. */
export interface SiteView {
  readonly assets: AssetLinks;
  readonly groupName: string;
  /** Home of the group, "/" unless said: at a member's own host name that is the member's. */
  readonly groupHref?: string;
  readonly member: MemberView | null;
  readonly person: PersonView | null;
  /** Present when the visitor has a session; goes into every form. */
  readonly csrf: HiddenField | null;
  /** What is declared of the accessibility of these pages today: "none" unless said. */
  readonly conformity?: Conformity;
  /** Demo mode: a discreet band links to the accounts and to the mails sent. */
  readonly demo: boolean;
}

export interface PageView {
  readonly site: SiteView;
  /** The page's own title, same words as its h1. */
  readonly title: string;
  /** Puts "Erreur : " in front of the title: the form came back with issues. */
  readonly error?: boolean;
  readonly face?: "front" | "back";
  /** Link above the content. */
  readonly back?: { readonly href: string; readonly label?: string };
  /** Navigation under the header, for the back office. */
  readonly navigation?: ComponentChildren;
  /** Class of `main`: "wide" for tables, "plain" for pages that lay themselves out. */
  readonly layout?: "text" | "wide" | "plain";
  /** The address this page is about must not be indexed (drafts, tracking). */
  readonly private?: boolean;
  readonly children: ComponentChildren;
}

/** The whole document of a page, doctype included. */
export function renderPage(view: PageView): string {
  return `<!doctype html>${wholeHeadings(renderToString(<Document {...view} />))}`;
}

/** A fragment without the document around it, for partial updates. */
export function renderFragment(children: JSX.Element): string {
  return renderToString(children);
}

/** The hidden field that proves a form comes from our page. Put it first in every form. */
export function Csrf({ site }: { readonly site: SiteView }) {
  return site.csrf === null ? null : <input type="hidden" name={site.csrf.name} value={site.csrf.value} />;
}

function Document(view: PageView) {
  const { site, face = "front" } = view;
  const owner = site.member?.name ?? site.groupName;
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>{`${view.error ? strings.titleError : ""}${view.title} – ${owner}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        {view.private && <meta name="robots" content="noindex" />}
        <link rel="icon" href={site.member?.logo ?? "data:,"} />
        <link rel="stylesheet" href={site.assets[face]} />
        {site.member !== null && <link rel="stylesheet" href={site.member.themeHref} />}
        <script type="module" src={site.assets.script} />
        {face === "back" && site.assets.desk !== undefined && <script type="module" src={site.assets.desk} />}
      </head>
      <body class={`face-${face}`}>
        <a class="skip" href="#contenu">
          {strings.skip}
        </a>
        {site.demo && <DemoBand />}
        <Header site={site} face={face} />
        {view.navigation}
        <div class="body">
          {view.back && (
            <nav aria-label={strings.back}>
              <a class="back" href={view.back.href}>
                {view.back.label ?? strings.back}
              </a>
            </nav>
          )}
          <main id="contenu" class={`main main-${view.layout ?? "text"}`} tabIndex={-1}>
            {view.children}
          </main>
        </div>
        <Footer site={site} face={face} />
      </body>
    </html>
  );
}

function DemoBand() {
  return (
    <aside class="demo" aria-label={strings.demo.label}>
      <p>
        <strong>{strings.demo.title}</strong> {strings.demo.text} <a href="/demo">{strings.demo.accounts}</a>
        {" · "}
        <a href="/demo/messages">{strings.demo.messages}</a>
      </p>
    </aside>
  );
}

function Header({ site, face }: { readonly site: SiteView; readonly face: "front" | "back" }) {
  const { member, person } = site;
  const home = member === null ? "/" : face === "back" ? `/${member.id}/agent` : `/${member.id}`;
  return (
    <header class="header">
      <div class="header-in">
        <a class="brand" href={home}>
          <Logo member={member} name={site.groupName} />
          <span class="brand-words">
            <span class="brand-name">{member?.name ?? site.groupName}</span>
            <span class="brand-tagline">
              {face === "back" ? strings.backOffice : (member?.tagline ?? strings.tagline)}
            </span>
          </span>
        </a>
        <div class="person">
          {person === null ? (
            face === "front" && <a href={signInHref(member)}>{strings.signIn}</a>
          ) : (
            <>
              {person.kind === "citizen" && <a href="/mon-espace">{strings.space}</a>}
              <span class="person-name">{person.name}</span>
              {face === "back" && member !== null && (
                <a href={`/${member.id}/agent/securite`}>{secondFactor.page.link}</a>
              )}
              <form method="post" action="/deconnexion">
                <Csrf site={site} />
                <button type="submit" class="link">
                  {strings.signOut}
                </button>
              </form>
            </>
          )}
        </div>
      </div>
    </header>
  );
}

function signInHref(member: MemberView | null): string {
  return member === null ? "/connexion" : `/connexion?retour=/${member.id}`;
}

function Logo({ member, name }: { readonly member: MemberView | null; readonly name: string }) {
  if (member?.logo) return <img class="logo" src={member.logo} alt="" width="56" height="56" />;
  return (
    <span class="logo logo-initials" aria-hidden="true">
      {initials(member?.name ?? name)}
    </span>
  );
}

/** "Cherbourg-en-Cotentin" → "CC", "Mulhouse" → "M": initials of the words that begin with a capital. */
export function initials(name: string): string {
  const capitals = name.split(/[\s'’-]+/u).flatMap((word) => (/^\p{Lu}/u.test(word) ? [word.charAt(0)] : []));
  return capitals.slice(0, 2).join("") || name.charAt(0).toUpperCase();
}

function Footer({ site, face }: { readonly site: SiteView; readonly face: "front" | "back" }) {
  const { member } = site;
  const base = member === null ? "" : `/${member.id}`;
  const links = [
    { href: `${base}/accessibilite`, label: french(accessibilityWords.title(site.conformity ?? "none")) },
    { href: `${base}/mentions-legales`, label: strings.footer.legal },
    { href: `${base}/donnees-personnelles`, label: strings.footer.privacy },
    ...(face === "front" && member !== null
      ? [{ href: site.groupHref ?? "/", label: strings.footer.group(site.groupName) }]
      : []),
    ...(face === "front"
      ? [{ href: `/agent/connexion${member === null ? "" : `?retour=${base}/agent`}`, label: strings.footer.agents }]
      : []),
  ];
  return (
    <footer class="footer">
      <div class="footer-in">
        {face === "front" && member !== null && <ContactBlock member={member} />}
        <nav aria-label={strings.footer.label}>
          <ul class="footer-links">
            {links.map(({ href, label }) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  );
}

function ContactBlock({ member }: { readonly member: MemberView }) {
  const { contact } = member;
  return (
    <div class="contact">
      <p class="contact-name">{member.name}</p>
      {contact.address && <p>{contact.address}</p>}
      {contact.phone && (
        <p>
          <a href={`tel:${contact.phone.replace(/[^\d+]/g, "")}`}>{contact.phone}</a>
        </p>
      )}
      {contact.email && (
        <p>
          <a href={`mailto:${contact.email}`}>{contact.email}</a>
        </p>
      )}
      {contact.site && (
        <p>
          <a href={contact.site} rel="external">
            {contact.site.replace(/^https?:\/\//, "")}
          </a>
        </p>
      )}
    </div>
  );
}
