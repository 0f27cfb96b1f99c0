import { french } from "../french.ts";
import { spaceOffers as words } from "../strings-space-offers.ts";

/** What the collectivités of where a citizen lives offer her. */
export interface OfferedView {
  readonly members: readonly {
    readonly name: string;
    readonly href: string;
    readonly services: readonly { readonly href: string; readonly title: string }[];
  }[];
}

/** The services of where she lives; how to have them here when that is not known. */
export function Offered({ offered }: { readonly offered: OfferedView | null }) {
  return (
    <section class="section" aria-labelledby="propose">
      <h2 id="propose">{words.title}</h2>
      {offered === null && (
        <p>
          {french(words.unknown)} <a href="/mon-espace/informations">{words.tell}</a>.{" "}
          <a href="/">{words.everywhere}</a>.
        </p>
      )}
      {offered?.members.map(({ name, href, services }) => (
        <section key={href} aria-label={name}>
          <h3>
            <a href={href}>{name}</a>
          </h3>
          <ul class="offered">
            {services.map((service) => (
              <li key={service.href}>
                <a href={service.href}>{french(service.title)}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
