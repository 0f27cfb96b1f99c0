import type { HiddenField } from "../page.tsx";
import { outside } from "../strings-outside.ts";

const PATHS = { citizen: "/connexion/franceconnect", agent: "/agent/connexion/proconnect" } as const;

/**
 * The button of an identity provider, on a sign-in page. A link, unless a form under way must go with the person:
 * `hidden` are the fields of the sign-in page.
 */
export function OutsideButton({
  person,
  hidden,
  kept,
  back,
}: {
  readonly person: "citizen" | "agent";
  readonly hidden: readonly HiddenField[];
  readonly kept: boolean;
  readonly back: string | null;
}) {
  const { button, about, what, or } = outside[person];
  const path = PATHS[person];
  return (
    <section class="outside" aria-label={button}>
      {kept ? (
        <form method="post" action={path}>
          {hidden.map((field) => (
            <input type="hidden" key={field.name} name={field.name} value={field.value} />
          ))}
          <button type="submit" class="button">
            {button}
          </button>
        </form>
      ) : (
        <p>
          <a class="button" href={back === null ? path : `${path}?retour=${encodeURIComponent(back)}`}>
            {button}
          </a>
        </p>
      )}
      <p class="hint">
        {about}{" "}
        <a href={what.href} rel="external">
          {what.label}
        </a>
      </p>
      <p class="outside-or">{or}</p>
    </section>
  );
}
