import { Csrf } from "../page.tsx";
import { deskWords } from "../strings-desk.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

/** Which keys do what, and whether they do. */
export function keysPage(frame: BackFrame): string {
  const { keys } = deskWords;
  const on = frame.keys === true;
  return renderBackPage({
    frame,
    title: keys.title,
    children: (
      <>
        <h1>{keys.title}</h1>
        <p class="measure">{keys.intro}</p>
        <form method="post" action={`/${frame.member}/agent/clavier`} class="button-row">
          <Csrf site={frame.site} />
          <p>{on ? keys.on : keys.off}</p>
          <button type="submit" name="raccourcis" value={on ? "non" : "oui"} class="button button-secondary">
            {on ? keys.turnOff : keys.turnOn}
          </button>
        </form>
        <Keys title={keys.list} rows={keys.groups.list} />
        <Keys title={keys.entry} rows={keys.groups.entry} />
        <Keys title={keys.everywhere} rows={keys.groups.everywhere} />
      </>
    ),
  });
}

function Keys({ title, rows }: { readonly title: string; readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl class="keys">
        {rows.map(([key, effect]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
