import type { ComponentChildren } from "preact";
import { renderPage, type SiteView } from "../page.tsx";
import { type AgentPlaces, QueueNav } from "./queue-nav.tsx";

/** What every page of the back office shows around its content. */
export interface BackFrame extends AgentPlaces {
  readonly site: SiteView;
}

export interface BackPageView {
  readonly frame: BackFrame;
  readonly title: string;
  readonly error?: boolean;
  readonly children: ComponentChildren;
}

/** The document of a back-office page: her places on the left, the content beside. */
export function renderBackPage({ frame, title, error = false, children }: BackPageView): string {
  const { site, ...places } = frame;
  return renderPage({
    site,
    title,
    error,
    face: "back",
    layout: "plain",
    private: true,
    navigation: <QueueNav {...places} />,
    children,
  });
}
