import { Notice } from "../admin/admin-parts.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { figureWords as words } from "../strings-figures.ts";
import { keptWords } from "../strings-figures-kept.ts";
import { steeringWords } from "../strings-steering.ts";
import type { Choice } from "./choices.ts";
import { Dashboard, type DashboardView } from "./dashboard.tsx";

export interface FiguresHomeView {
  readonly frame: BackFrame;
  readonly base: string;
  /** Addresses and titles. */
  readonly services: readonly Choice[];
  readonly registers: readonly Choice[];
  /** Statistics that definitions bring composed: address, title, what they are about. */
  readonly ready: readonly (readonly [href: string, title: string, about: string])[];
  /** Address of the steering report; null when it is not hers to read. */
  readonly report: string | null;
  readonly dashboards: readonly DashboardView[];
  readonly kept: readonly { readonly id: string; readonly name: string; readonly about: string }[];
  /** How many are listed, when there are others. */
  readonly more: number | null;
  readonly notice: string | undefined;
}

/** Home of the figures. */
export function figuresHomePage(view: FiguresHomeView): string {
  const { frame, base, services, registers, dashboards, kept } = view;
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
        <Notice text={view.notice} />
        {view.report !== null && (
          <p>
            <a href={view.report}>{steeringWords.report.link}</a>
          </p>
        )}
        {dashboards.map((dashboard) => (
          <Dashboard key={dashboard.whose} site={frame.site} base={base} view={dashboard} />
        ))}
        {services.length + registers.length === 0 && <p class="empty">{words.home.none}</p>}
        <Links title={words.home.services} links={services} />
        <Links title={words.home.registers} links={registers} />
        <Ready links={view.ready} />
        <section>
          <h2>{keptWords.list.title}</h2>
          {kept.length === 0 && <p class="quiet">{keptWords.list.none}</p>}
          <ul class="figure-links">
            {kept.map(({ id, name, about }) => (
              <li key={id}>
                <a href={`${base}/statistiques/${id}`}>{name}</a> <span class="quiet">{about}</span>
              </li>
            ))}
          </ul>
          {view.more !== null && <p class="quiet">{keptWords.list.more(view.more)}</p>}
        </section>
      </>
    ),
  });
}

function Ready({ links }: { readonly links: FiguresHomeView["ready"] }) {
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{words.home.ready}</h2>
      <ul class="figure-links">
        {links.map(([href, title, about]) => (
          <li key={href}>
            <a href={href}>{title}</a> <span class="quiet">{about}</span>
          </li>
        ))}
      </ul>
    </section>
  );
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
