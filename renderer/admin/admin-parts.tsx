import { type ComponentChildren, toChildArray } from "preact";

/** The heading of a list, with what adds to it. */
export function ListTitle({ title, add }: { readonly title: string; readonly add: { href: string; label: string } }) {
  return (
    <div class="title-row">
      <h1>{title}</h1>
      <a class="button" href={add.href}>
        {add.label}
      </a>
    </div>
  );
}

/** One sentence after something was done. */
export function Notice({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p class="notice" role="status" id="fait">
      {text}
    </p>
  );
}

/** A refusal that is about no field. */
export function Refused({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p class="notice notice-refused" role="alert">
      {text}
    </p>
  );
}

/**
 * A table whose rows become cards in a narrow place; `caption` is for who does not see it. Where there may be no row,
 * the sentence `none` then stands in its place.
 */
export function AdminTable({
  caption,
  columns,
  none,
  children,
}: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly none?: string;
  readonly children: ComponentChildren;
}) {
  if (none !== undefined && toChildArray(children).length === 0) return <p class="empty">{none}</p>;
  return (
    <div class="table-frame">
      <table class="entries admin-table">
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
