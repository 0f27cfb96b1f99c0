import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";
import { documentWords } from "../strings-documents.ts";
import { nationalWords } from "../strings-national.ts";
import { outside } from "../strings-outside.ts";
import { BEGINNING, Beginning, type BeginningView } from "./beginning.tsx";
import { Criteria, type CriteriaView } from "./criteria-block.tsx";
import { OpenSessions, type OpenSessionsView } from "./open-sessions.tsx";
import { WishedFields, WishedNote, type WishedSlot } from "./wished-slot.tsx";

export interface ServiceView {
  /** "/{member}/{domain}/{name}". */
  readonly href: string;
  /** Where an agent opens one on someone's behalf. */
  readonly agentHref: string;
  readonly title: string;
  readonly summary: string | null;
  readonly who: string | null;
  readonly need: readonly string[];
  readonly duration: string | null;
  readonly next: string | null;
  /** More to read. */
  readonly sections: readonly { readonly title: string; readonly text: string }[];
  /** The sessions one may sign up for, where their register publishes what is left of them. */
  readonly sessions: OpenSessionsView | null;
  /** How requests are ranked, where they are. */
  readonly criteria: CriteriaView | null;
  /** Where it is done, for "elsewhere". */
  readonly elsewhere: { readonly url: string; readonly label: string } | null;
  readonly button: string | null;
  /** The same form to print; null when it is not citizens' to fill in. */
  readonly paperHref: string | null;
  /** Why the data are asked, from the definition. */
  readonly purpose: string;
  readonly beginning: BeginningView;
  /** What was wrong in `beginning`. */
  readonly issues: readonly ShownIssue[];
  /**
   * "open": start at once; "sign-in": an account first; "franceconnect": an identity it vouches for, "missing" when this
   * installation has no FranceConnect; "agent": from the back office; "elsewhere": on another site; "closed": not at all; "stopped":
   * not any more.
   */
  readonly start:
    | "open"
    | "sign-in"
    | "franceconnect"
    | "franceconnect-missing"
    | "agent"
    | "elsewhere"
    | "closed"
    | "stopped";
  readonly draft: { readonly href: string; readonly savedAt: string } | null;
  /** Chosen before coming here. */
  readonly wished: WishedSlot | null;
}

/** What a service is for, who may, what to have at hand, how long, what happens next, one button. */
export function renderServicePage(site: SiteView, view: ServiceView): string {
  const home = site.member === null ? "/" : `/${site.member.id}`;
  return renderPage({
    site,
    title: view.title,
    error: view.issues.length > 0,
    layout: "wide",
    back: { href: home, label: strings.tracking.back },
    children: (
      <div class="split">
        <div>
          <ErrorSummary issues={view.issues} root={BEGINNING} />
          <h1>{view.title}</h1>
          {view.summary !== null && <p class="lead">{french(view.summary)}</p>}
          {view.wished !== null && <WishedNote {...view.wished} />}
          {view.wished !== null && <Start site={site} view={view} />}
          {view.draft !== null && <ResumeNote draft={view.draft} />}
          <div class="prose">
            {view.who !== null && <Part title={strings.service.who} text={view.who} />}
            {view.sections.map((section) => (
              <Part key={section.title} {...section} />
            ))}
            {view.next !== null && <Part title={strings.service.next} text={view.next} />}
          </div>
          {view.wished === null && <Start site={site} view={view} />}
          {view.sessions && <OpenSessions view={view.sessions} />}
          {view.criteria && <Criteria {...view.criteria} />}
        </div>
        <Aside site={site} view={view} />
      </div>
    ),
  });
}

function Part({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section>
      <h2>{title}</h2>
      {text.split("\n").map((line) => (
        <p key={line}>{french(line)}</p>
      ))}
    </section>
  );
}

function ResumeNote({ draft }: { readonly draft: NonNullable<ServiceView["draft"]> }) {
  return (
    <div class="note note-resume">
      <h2>{strings.service.draftTitle}</h2>
      <p>{strings.service.draftText(draft.savedAt)}</p>
      <p>
        <a class="button" href={draft.href}>
          {strings.service.draftResume}
        </a>
      </p>
    </div>
  );
}

function SignInFirst({ view }: { readonly view: ServiceView }) {
  const verified = view.start === "franceconnect";
  const page = verified ? "/connexion/franceconnect" : "/connexion";
  return (
    <div class="actions">
      <a class="button button-start" href={`${page}?retour=${encodeURIComponent(view.href)}`}>
        {verified ? outside.citizen.start : strings.service.signInStart}
      </a>
      <p>{verified ? outside.citizen.needed : strings.service.account}</p>
    </div>
  );
}

function Elsewhere({ url, label }: NonNullable<ServiceView["elsewhere"]>) {
  return (
    <div class="actions">
      <a class="button button-start" href={url} rel="noreferrer">
        {label}
      </a>
      <p>{strings.service.elsewhere(new URL(url).hostname)}</p>
    </div>
  );
}

function StartButton({ draft, wished, button }: Pick<ServiceView, "draft" | "wished" | "button">) {
  const again = draft !== null && wished === null;
  const words = wished ? nationalWords.start : (button ?? strings.service.start);
  return (
    <button type="submit" class={again ? "button button-secondary" : "button button-start"}>
      {again ? strings.service.restart : words}
    </button>
  );
}

function Start({ site, view }: { readonly site: SiteView; readonly view: ServiceView }) {
  if (view.start === "elsewhere" && view.elsewhere) return <Elsewhere {...view.elsewhere} />;
  if (view.start === "stopped") return <p class="note">{strings.service.stopped}</p>;
  if (view.start === "closed") return <p class="note">{strings.service.closed}</p>;
  if (view.start === "franceconnect-missing") return <p class="note">{outside.citizen.missing}</p>;
  if (view.start === "agent") {
    return (
      <div class="note">
        <p>{strings.service.agent}</p>
        <p>
          <a href={view.agentHref}>{strings.service.agentStart}</a>
        </p>
      </div>
    );
  }
  if (view.start === "sign-in" || view.start === "franceconnect") return <SignInFirst view={view} />;
  const { forWhom, offers } = view.beginning;
  const asks = forWhom !== null || offers.length > 0;
  return (
    <form
      class={asks ? "beginning" : "actions"}
      method="post"
      action={`${view.href}/commencer`}
      noValidate
      data-enhance={asks ? "form" : undefined}
    >
      <Csrf site={site} />
      {view.wished !== null && <WishedFields {...view.wished} />}
      {asks && <Beginning view={view.beginning} issues={view.issues} />}
      <StartButton {...view} />
    </form>
  );
}

function Aside({ site, view }: { readonly site: SiteView; readonly view: ServiceView }) {
  return (
    <aside class="aside">
      {view.need.length > 0 && (
        <>
          <h2>{strings.service.need}</h2>
          <ul>
            {view.need.map((item) => (
              <li key={item}>{french(item)}</li>
            ))}
          </ul>
        </>
      )}
      {view.duration !== null && (
        <>
          <h2>{strings.service.duration}</h2>
          <p>{view.duration}</p>
        </>
      )}
      {view.paperHref !== null && (
        <>
          <h2>{documentWords.paper.heading}</h2>
          <p>
            <a href={view.paperHref}>{documentWords.paper.link}</a>
          </p>
        </>
      )}
      <h2>{strings.service.data}</h2>
      <p>{view.purpose}</p>
      {site.member !== null && (
        <p>
          <a href={`/${site.member.id}/donnees-personnelles`}>{strings.service.dataMore}</a>
        </p>
      )}
    </aside>
  );
}
