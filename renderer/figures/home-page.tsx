import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { figureWords as words } from "../strings-figures.ts";
import type { Choice } from "./choices.ts";

export interface FiguresHomeView {
  readonly frame: BackFrame;
  readonly base: string;
  /** Addresses and titles. */
  readonly services: readonly Choice[];
  readonly registers: readonly Choice[];
}

/** Home of the figures. */
export function figuresHomePage({ frame, base, services, registers }: FiguresHomeView): string {
  return renderBackPage({
    frame,
    title: words.title,
    children: (
      <>
        <div class="title-row">
          <h1>{words.title}</h1>
          <a class="button" href={`${base}/composer`}>
            {words.home.compose}
          </a>
        </div>
        {services.length + registers.length === 0 && <p class="empty">{words.home.none}</p>}
        <Links title={words.home.services} links={services} />
        <Links title={words.home.registers} links={registers} />
      </>
    ),
  });
}

function Links({ title, links }: { readonly title: string; readonly links: readonly Choice[] }) {
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="figure-links">
        {links.map(([href, label]) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
