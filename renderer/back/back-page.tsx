import type { ComponentChildren } from "preact";
import { renderPage, type SiteView } from "../page.tsx";
import { QueueNav, type Workload } from "./queue-nav.tsx";

/** What every page of the back office shows around its content. */
export interface BackFrame {
  readonly site: SiteView;
  readonly member: string;
  readonly workloads: readonly Workload[];
  /** Definition id of the page, "agent", "definitions" or "administration". */
  readonly current: string;
  /** The agent may read the definitions. */
  readonly definitions: boolean;
  /** The agent administers something. */
  readonly administration: boolean;
  /** ISO 8601. */
  readonly now: string;
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
