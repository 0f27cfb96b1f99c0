import { initials, renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";
import { Town } from "./town.tsx";

export interface GroupMemberView {
  readonly id: string;
  readonly name: string;
  readonly kind: "commune" | "epci";
  readonly logo: string | null;
  /** How many services it offers. */
  readonly services: number;
}

export interface GroupView {
  readonly name: string;
  readonly members: readonly GroupMemberView[];
}

/** The installation's home: one card per member, by group. */
export function renderGroupHome(site: SiteView, groups: readonly GroupView[]): string {
  return renderPage({
    site,
    title: strings.group.title,
    layout: "plain",
    children: (
      <>
        <div class="hero">
          <h1>{strings.group.title}</h1>
          <p class="lead">{strings.group.lead}</p>
          <Town />
        </div>
        {groups.map((group) => (
          <section class="section" key={group.name}>
            <h2>{group.name}</h2>
            <ul class="cards">
              {group.members.map((member) => (
                <MemberCard key={member.id} member={member} />
              ))}
            </ul>
          </section>
        ))}
      </>
    ),
  });
}

function MemberCard({ member }: { readonly member: GroupMemberView }) {
  return (
    <li class="card member-card">
      {member.logo === null ? (
        <span class="logo logo-initials" aria-hidden="true">
          {initials(member.name)}
        </span>
      ) : (
        <img class="logo" src={member.logo} alt="" width="56" height="56" />
      )}
      <div>
        <h3>
          <a href={`/${member.id}`}>{member.name}</a>
        </h3>
        <p>
          {strings.group[member.kind]} · {strings.group.services(member.services)}
        </p>
      </div>
    </li>
  );
}
