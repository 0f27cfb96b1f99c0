import type { BackFrame } from "../back/back-page.tsx";
import { groupMembers as words } from "../strings-admin-catalogue.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";

export interface GroupMembersView {
  readonly frame: BackFrame;
  /** Address of the register; null when the member keeps none. */
  readonly register: string | null;
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    readonly status: keyof typeof words.statuses;
    readonly population: string;
  }[];
  /** Requests of the register that could not be done, and why. */
  readonly failed: readonly { readonly href: string | null; readonly reason: string }[];
}

/** The members of the group, for who runs it. */
export function groupMembersPage({ frame, register, members, failed }: GroupMembersView): string {
  return renderAdminPage({
    frame,
    title: words.title,
    lead: words.intro,
    children: (
      <>
        {register === null ? (
          <p class="notice">{words.noRegister}</p>
        ) : (
          <p class="actions">
            <a class="button" href={`${register}/nouveau`}>
              {words.add}
            </a>
            <a href={register}>{words.register}</a>
          </p>
        )}
        <Failed failed={failed} />
        <AdminTable caption={words.caption} columns={Object.values(words.columns)}>
          {members.map(({ id, name, status, population }) => (
            <tr key={id}>
              <th scope="row">{status === "active" ? <a href={`/${id}`}>{name}</a> : name}</th>
              <td data-label={words.columns.status}>{words.statuses[status]}</td>
              <td data-label={words.columns.population} class="number">
                {population}
              </td>
              <td data-label={words.columns.address}>/{id}</td>
            </tr>
          ))}
        </AdminTable>
      </>
    ),
  });
}

function Failed({ failed }: Pick<GroupMembersView, "failed">) {
  if (failed.length === 0) return null;
  return (
    <section class="notice notice-refused" aria-labelledby="echecs">
      <h2 id="echecs">{words.failed}</h2>
      <p>{words.failedHint}</p>
      <ul>
        {failed.map(({ href, reason }) => (
          <li key={`${href} ${reason}`}>
            {reason} {href !== null && <a href={href}>{words.open}</a>}
          </li>
        ))}
      </ul>
    </section>
  );
}
