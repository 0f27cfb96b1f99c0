import { french } from "./french.ts";
import { renewalWords as words } from "./strings-renewal.ts";

/** Something that ends soon, or has just ended, and may be renewed. */
export interface RenewableLineView {
  readonly href: string;
  readonly title: string;
  /** Name of the member. */
  readonly member: string;
  readonly reference: string;
  /** "Valable jusqu’au 31 août 2027". */
  readonly when: string;
  readonly over: boolean;
}

/** What she may need to renew, what ends first on top; nothing without any. */
export function RenewableLines({ lines }: { readonly lines: readonly RenewableLineView[] }) {
  if (lines.length === 0) return null;
  return (
    <section class="section" aria-labelledby="a-renouveler">
      <h2 id="a-renouveler">{words.space.title}</h2>
      <ul class="rows">
        {lines.map(({ href, title, member, reference, when, over }) => (
          <li key={href}>
            <div>
              <p class="row-title">{title}</p>
              <p>
                <span class={`tag tag-${over ? "danger" : "waiting"}`}>{french(when)}</span>
              </p>
              <p class="row-meta">{`${member}, ${reference}`}</p>
            </div>
            <a class="button button-secondary" href={href}>
              {words.renew}
              <span class="sr">{` : ${title}, ${reference}`}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
