import type { ComponentChildren } from "preact";
import { MenuFold } from "../menu-fold.tsx";
import { renderPage, type SiteView } from "../page.tsx";
import { spaceWords } from "../strings-space.ts";

/** The pages of a citizen's own space, in the order of its menu. */
export type SpacePlace = "home" | "information" | "household" | "mandates" | "notifications" | "claim" | "account";

const PLACES: readonly { readonly id: SpacePlace; readonly href: string }[] = [
  { id: "home", href: "/mon-espace" },
  { id: "information", href: "/mon-espace/informations" },
  { id: "household", href: "/mon-espace/foyer" },
  { id: "mandates", href: "/mon-espace/mandats" },
  { id: "notifications", href: "/mon-espace/notifications" },
  { id: "claim", href: "/mon-espace/rattacher" },
  { id: "account", href: "/mon-espace/compte" },
];

export interface SpacePageView {
  readonly here: SpacePlace;
  readonly title: string;
  readonly error?: boolean;
  readonly layout?: "text" | "wide";
  readonly children: ComponentChildren;
}

/** A page of a citizen's own space: its menu, then its content. */
export function renderSpacePage(site: SiteView, view: SpacePageView): string {
  return renderPage({
    site,
    title: view.title,
    private: true,
    layout: view.layout ?? "text",
    ...(view.error !== undefined && { error: view.error }),
    navigation: <SpaceNav here={view.here} />,
    children: view.children,
  });
}

function SpaceNav({ here }: { readonly here: SpacePlace }) {
  return (
    <nav class="space-nav" aria-label={spaceWords.nav.label}>
      <MenuFold here={spaceWords.nav[here]} />
      <ul>
        {PLACES.map(({ id, href }) => (
          <li key={id}>
            <a href={href} aria-current={id === here ? "page" : undefined}>
              {spaceWords.nav[id]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
