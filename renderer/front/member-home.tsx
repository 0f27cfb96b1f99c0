import { renderPage, type SiteView } from "../page.tsx";
import { RenewableLines, type RenewableLineView } from "../renewable-lines.tsx";
import { strings } from "../strings.ts";
import { DraftRow, EntryRow } from "../work-rows.tsx";
import { Catalogue, type CatalogueView } from "./catalogue.tsx";
import { Paragraphs } from "./paragraphs.tsx";
import { Town } from "./town.tsx";

export interface DraftLineView {
  readonly href: string;
  readonly title: string;
  /** "3 mars 2026 à 14 h 30". */
  readonly savedAt: string;
}

export interface EntryLineView {
  readonly href: string;
  readonly title: string;
  readonly reference: string;
  readonly sentAt: string;
  readonly state: { readonly label: string; readonly tone: string };
}

export interface MemberHomeView {
  /** The member's own words; null without any. */
  readonly welcome: string | null;
  readonly catalogue: CatalogueView;
  readonly drafts: readonly DraftLineView[];
  readonly entries: readonly EntryLineView[];
  /** What she may need to renew. */
  readonly renewable: readonly RenewableLineView[];
}

/** A member's home: what is under way first, then the catalogue; or what a search found in it. */
export function renderMemberHome(site: SiteView, view: MemberHomeView): string {
  return renderPage({
    site,
    title: view.catalogue.found ? strings.catalogue.title(view.catalogue.found.typed) : strings.home.title,
    layout: "plain",
    children: (
      <>
        <div class="hero">
          <h1>{strings.home.title}</h1>
          <p class="lead">{strings.home.lead(site.member?.name ?? site.groupName)}</p>
          <Paragraphs text={view.welcome} />
          <Town />
        </div>
        {view.catalogue.found === null && <UnderWay {...view} />}
        <Catalogue {...view.catalogue} />
        <Help site={site} />
      </>
    ),
  });
}

const UnderWay = ({ renewable, drafts, entries }: Pick<MemberHomeView, "renewable" | "drafts" | "entries">) => (
  <>
    <RenewableLines lines={renewable} />
    <Drafts drafts={drafts} />
    <Entries entries={entries} />
  </>
);

function Drafts({ drafts }: Pick<MemberHomeView, "drafts">) {
  if (drafts.length === 0) return null;
  return (
    <section class="section">
      <h2>{strings.home.drafts}</h2>
      <ul class="rows">
        {drafts.map(({ href, title, savedAt }) => (
          <DraftRow
            key={href}
            href={href}
            title={title}
            meta={strings.home.draftSaved(savedAt)}
            resume={strings.home.resume}
          />
        ))}
      </ul>
    </section>
  );
}

function Entries({ entries }: Pick<MemberHomeView, "entries">) {
  if (entries.length === 0) return null;
  return (
    <section class="section">
      <h2>{strings.home.entries}</h2>
      <ul class="rows">
        {entries.map((entry) => (
          <EntryRow key={entry.href} {...entry} meta={strings.home.sent(entry.reference, entry.sentAt)} />
        ))}
      </ul>
    </section>
  );
}

function Help({ site }: { readonly site: SiteView }) {
  const phone = site.member?.contact.phone;
  return (
    <section class="section prose">
      <h2>{strings.home.help}</h2>
      <p>{strings.home.helpText}</p>
      {phone && (
        <p>
          <a href={`tel:${phone.replace(/[^\d+]/g, "")}`}>{phone}</a>
        </p>
      )}
      {site.member && (
        <p>
          {strings.home.follow} <a href={`/${site.member.id}/suivi`}>{strings.home.followLink}</a>.
        </p>
      )}
    </section>
  );
}
