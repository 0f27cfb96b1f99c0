import type { ComponentChildren } from "preact";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

interface RegisterWork {
  readonly frame: BackFrame;
  /** What there is to do. */
  readonly title: string;
  /** Title of the register, and what the way back to it is called. */
  readonly register: string;
  readonly back: string;
  readonly registerHref: string;
  /** What was just done; null when nothing was. */
  readonly done: string | null;
  readonly children: ComponentChildren;
}

/** A page of things to do in a register: the way back to it, what was just done, the title, then the list. */
export function registerWorkPage({ frame, title, register, back, registerHref, done, children }: RegisterWork): string {
  return renderBackPage({
    frame,
    title: `${title} – ${register}`,
    children: (
      <>
        <nav class="entry-nav" aria-label={back}>
          <a href={registerHref}>
            <span aria-hidden="true">← </span>
            {register}
          </a>
        </nav>
        {done !== null && (
          <div class="notice" id="fait" role="status" tabIndex={-1} data-focus>
            <p>{done}</p>
          </div>
        )}
        <h1>{title}</h1>
        {children}
      </>
    ),
  });
}
