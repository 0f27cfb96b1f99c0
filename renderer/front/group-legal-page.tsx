import { conformityOn, leastConforming } from "../../engine/index.ts";
import { french } from "../french.ts";
import type { ContactView, SiteView } from "../page.tsx";
import { accessibilityWords } from "../strings-accessibility.ts";
import { legal } from "../strings-legal.ts";
import { Appeal, type DeclarationView, Declared, Provided, Reporting, Whom } from "./accessibility-page.tsx";
import { ContactLines, CookieAndSoftware, legalPage, Officer, Processing } from "./legal-page.tsx";
import { Paragraphs } from "./paragraphs.tsx";

/** A group of the installation, and the member that runs it and answers for the pages of nobody's own. */
export interface GroupLegalView {
  readonly name: string;
  /** Null where no member runs the group. */
  readonly runner: RunnerView | null;
  /** The members open to citizens, each with the legal pages of its own. */
  readonly members: readonly { readonly id: string; readonly name: string }[];
}

export interface RunnerView {
  readonly name: string;
  readonly siren: string;
  readonly contact: ContactView;
  readonly hours: string | null;
  /** Its own words: on its legal notice, on personal data. */
  readonly texts: {
    readonly notice: string | null;
    readonly privacy: string | null;
  };
  readonly accessibility: DeclarationView;
}

interface GroupsProps {
  readonly groups: readonly GroupLegalView[];
}

/** Who publishes the pages that are no member's own (LCEN, art. 1-1). */
export function renderGroupNotice(site: SiteView, groups: readonly GroupLegalView[]): string {
  const { group: words, notice } = legal;
  return legalPage(
    site,
    notice.title,
    <>
      <p class="lead">{words.lead}</p>
      {groups.map((group) => (
        <section key={group.name} class="prose">
          <h2>{groups.length > 1 ? group.name : notice.publisher}</h2>
          {group.runner === null ? <p>{words.nobody}</p> : <Publisher group={group.name} runner={group.runner} />}
        </section>
      ))}
      <Members groups={groups} page="mentions-legales" lead={words.membersNotice} />
      <CookieAndSoftware />
    </>,
  );
}

function Publisher({ group, runner }: { readonly group: string; readonly runner: RunnerView }) {
  const { group: words, notice } = legal;
  const { name, siren, contact, hours, texts } = runner;
  return (
    <>
      <p>
        {words.publisher(name, group)} {notice.siren(siren)}
      </p>
      {contact.controller !== undefined && <p>{notice.director(contact.controller)}</p>}
      <ContactLines contact={contact} />
      {hours !== null && <p>{french(`${notice.hours} : ${hours}`)}</p>}
      <Paragraphs text={texts.notice} />
    </>
  );
}

/** The declaration of accessibility of the same pages (law 2005-102, art. 47): as far as the least of those who run a group. */
export function renderGroupAccessibility(site: SiteView, groups: readonly GroupLegalView[]): string {
  const views = groups.flatMap(({ runner }) => runner?.accessibility ?? []);
  const states = views.map(({ declaration, today }) => conformityOn(declaration ?? undefined, today));
  return legalPage(
    site,
    accessibilityWords.title(leastConforming(states)),
    <>
      {views.map((view) => (
        <section key={view.name} class="prose">
          {views.length > 1 && <h2>{accessibilityWords.ofMember(view.name)}</h2>}
          <p>{accessibilityWords.engaged(view.name)}</p>
          <Declared view={view} />
        </section>
      ))}
      {views.length === 0 && <p>{french(accessibilityWords.unaudited)}</p>}
      <Provided />
      <Reporting>
        {views.map((view) => (
          <section key={view.name} class="prose">
            {views.length > 1 && <h3>{view.name}</h3>}
            <Whom view={view} />
          </section>
        ))}
      </Reporting>
      <Members groups={groups} page="accessibilite" lead={legal.group.membersAccessibility} />
      <Appeal />
    </>,
  );
}

/**
 * What the accounts and the spaces keep, which no member holds (RGPD, art. 13). `months`: how long the log of who
 * signed in is kept.
 */
export function renderGroupPrivacy(site: SiteView, groups: readonly GroupLegalView[], months: number): string {
  const { group: words, privacy } = legal;
  const runners = groups.flatMap(({ runner }) => runner ?? []);
  return legalPage(
    site,
    privacy.title,
    <>
      <p class="lead">{words.privacyLead}</p>
      <h2>{privacy.controller}</h2>
      {runners.map(({ name, contact, texts }) => (
        <section key={name} class="prose">
          <p>{words.controller(contact.controller ?? name)}</p>
          <Paragraphs text={texts.privacy} />
        </section>
      ))}
      {runners.length === 0 && <p>{words.nobody}</p>}
      <p>{privacy.sealed}</p>
      <h2>{words.kept}</h2>
      {words.processings.map((each) => (
        <Processing key={each.title} view={{ ...each, legalBasis: "6-1-e", retention: each.retention(months) }} />
      ))}
      <Members groups={groups} page="donnees-personnelles" lead={words.membersPrivacy} />
      <h2>{privacy.rights}</h2>
      <p>{words.rights}</p>
      {runners.map(({ name, contact }) => contact.dpo !== undefined && <Officer key={name} dpo={contact.dpo} />)}
      <p>{privacy.cnil}</p>
    </>,
  );
}

/** The same page of each member, for its own pages. */
function Members({ groups, page, lead }: GroupsProps & { readonly page: string; readonly lead: string }) {
  const members = groups.flatMap((group) => group.members);
  if (members.length === 0) return null;
  return (
    <section class="prose">
      <h2>{legal.group.members}</h2>
      <p>{lead}</p>
      <ul>
        {members.map(({ id, name }) => (
          <li key={id}>
            <a href={`/${id}/${page}`}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
