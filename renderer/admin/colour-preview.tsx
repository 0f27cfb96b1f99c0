import { memberSpace as words } from "../strings-admin-member.ts";

type FieldName = keyof typeof words.fields;

/** What the colours typed look like, and beside them the shades that would read, with the button that takes those. */
export function ColourProposals({
  typed,
  proposed,
}: {
  readonly typed: Readonly<Record<string, string>>;
  readonly proposed: ReadonlyMap<FieldName, string>;
}) {
  const { colours } = words;
  return (
    <section class="colour-preview" aria-labelledby="apercu">
      <h2 id="apercu">{colours.previewTitle}</h2>
      <div class="samples">
        <Sample title={colours.yours} colours={typed} />
        {proposed.size > 0 && (
          <Sample title={colours.proposed} colours={{ ...typed, ...Object.fromEntries(proposed) }} />
        )}
      </div>
      {[...proposed].map(([name, shade]) => (
        <input type="hidden" key={name} name={`propose-${name}`} value={shade} />
      ))}
      {proposed.size > 0 && (
        <>
          <ul>
            {[...proposed].map(([name, shade]) => (
              <li key={name}>
                {words.fields[name].label} : {shade}
              </li>
            ))}
          </ul>
          <button type="submit" class="button" name="proposer" value="1">
            {colours.take}
          </button>
        </>
      )}
    </section>
  );
}

/** A button and a link on a page, drawn: the policy of our pages takes no style from them. */
function Sample({ title, colours }: { readonly title: string; readonly colours: Readonly<Record<string, string>> }) {
  const shade = (name: string, otherwise: string) =>
    /^#[0-9a-f]{3,6}$/i.test(colours[name] ?? "") ? colours[name] : otherwise;
  const primary = shade("primary", "#ffffff");
  return (
    <figure class="sample">
      <svg viewBox="0 0 240 96" width="240" height="96" role="img" aria-label={words.colours.alt(title, primary ?? "")}>
        <rect width="240" height="96" fill={shade("ground", "#f6f6f4")} />
        <rect x="12" y="12" width="216" height="72" rx="6" fill="#ffffff" />
        <rect x="24" y="34" width="104" height="34" rx="4" fill={primary} />
        <text x="76" y="56" text-anchor="middle" font-size="14" fill={shade("primaryInk", "#ffffff")}>
          {words.colours.sample}
        </text>
        <text x="142" y="56" font-size="14" fill={primary} text-decoration="underline">
          {words.edit}
        </text>
        <rect x="212" y="12" width="16" height="72" fill={shade("accent", "#c8553d")} />
      </svg>
      <figcaption>{title}</figcaption>
    </figure>
  );
}
