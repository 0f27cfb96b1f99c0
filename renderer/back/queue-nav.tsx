import { MenuFold } from "../menu-fold.tsx";
import { adminWords } from "../strings-admin.ts";
import { words } from "../strings-back.ts";
import { deskWords } from "../strings-desk.ts";
import { figureWords } from "../strings-figures.ts";
import { reportWords } from "../strings-payment-report.ts";
import { viewWords } from "../strings-views.ts";
import { workWords } from "../strings-works.ts";
import { ago } from "./when.ts";

/** One definition an agent may work, with what waits in it. */
export interface Workload {
  readonly definition: string;
  readonly title: string;
  readonly kind: "service" | "register";
  /** Entries by state id. */
  readonly counts: ReadonlyMap<string, number>;
  /** Entries whose state is work to do. */
  readonly waiting: number;
  readonly total: number;
  /** When the entry that has waited longest was received; ISO 8601, null when nothing waits. */
  readonly oldest: string | null;
}

/** A view of a list, as the left column shows it. */
export interface NavView {
  readonly name: string;
  readonly href: string;
  /** "12", "100+", or null when nobody counted. */
  readonly count: string | null;
}

/** A quick form that an agent may fill. */
export interface QuickPlace {
  readonly title: string;
  readonly href: string;
  readonly definition: string;
}

/** Where an agent may go. */
export interface AgentPlaces {
  readonly member: string;
  readonly workloads: readonly Workload[];
  /** Quick forms, in the order of their titles. */
  readonly quick?: readonly QuickPlace[];
  /** Views of the lists, by definition. */
  readonly views: ReadonlyMap<string, readonly NavView[]>;
  /** Single keys act in this browser. */
  readonly keys?: boolean;
  /** Address of the view shown, or null. */
  readonly shownView?: string | null;
  /** Definition id of the page, "agent" for her home, "definitions" for their list, "chiffres" or "administration". */
  readonly current: string;
  /** She reads entries that ask for payments. */
  readonly payments?: boolean;
  /** An admin-fonctionnel reads the definitions. */
  readonly definitions: boolean;
  /** The agent administers something. */
  readonly administration: boolean;
  /** ISO 8601. */
  readonly now: string;
}

/** Titles of the places that are no definition. */
const FIXED: Readonly<Record<string, string>> = {
  agent: words.nav.home,
  travaux: workWords.list.nav,
  paiements: reportWords.nav,
  chiffres: figureWords.nav,
  definitions: words.nav.definitions,
  administration: adminWords.title,
  clavier: deskWords.keys.title,
};

/** The agent's places, on the left of every page: queues with what waits, registers with how many. */
export function QueueNav({
  member,
  workloads,
  current,
  definitions,
  administration,
  now,
  views,
  shownView = null,
  keys = false,
  payments = false,
  quick = [],
}: AgentPlaces) {
  const home = `/${member}/agent`;
  const shared = { home, current, now, views, shownView };
  const quickHere = quick.find(({ href }) => href === current)?.title;
  const here = workloads.find(({ definition }) => definition === current)?.title ?? FIXED[current] ?? quickHere ?? null;
  const of = (kind: Workload["kind"]) => workloads.filter((workload) => workload.kind === kind);
  return (
    <nav class="places" aria-label={words.nav.label} data-keys={keys ? `${home}/clavier` : undefined}>
      <MenuFold here={here} />
      <p class="places-home">
        <a href={home} aria-current={current === "agent" ? "page" : undefined}>
          {words.nav.home}
        </a>
      </p>
      <QuickLinks places={quick} current={current} />
      <Places title={words.nav.queues} workloads={of("service")} {...shared} />
      <Places title={words.nav.registers} workloads={of("register")} {...shared} />
      <p class="places-home">
        <a href={`${home}/travaux`} aria-current={current === "travaux" ? "page" : undefined}>
          {workWords.list.nav}
        </a>
      </p>
      {(workloads.length > 0 || definitions || administration) && (
        <Home href={`${home}/chiffres`} label={figureWords.nav} on={current === "chiffres"} />
      )}
      {payments && <Home href={`${home}/paiements`} label={reportWords.nav} on={current === "paiements"} />}
      {definitions && (
        <Home href={`${home}/definitions`} label={words.nav.definitions} on={current === "definitions"} />
      )}
      {administration && (
        <Home href={`${home}/administration`} label={adminWords.title} on={current === "administration"} />
      )}
      <Home href={`${home}/clavier`} label={deskWords.keys.title} on={current === "clavier"} />
    </nav>
  );
}

/** What she notes many times a day, from any page. */
function QuickLinks({ places, current }: { readonly places: readonly QuickPlace[]; readonly current: string }) {
  return (
    <>
      {places.map(({ title, href }) => (
        <p class="places-home" key={href}>
          <a href={href} data-quick="" aria-current={current === href ? "page" : undefined}>
            <span>
              <span aria-hidden="true">+ </span>
              {title}
            </span>
          </a>
        </p>
      ))}
    </>
  );
}

function Home({ href, label, on }: { readonly href: string; readonly label: string; readonly on: boolean }) {
  return (
    <p class="places-home">
      <a href={href} aria-current={on ? "page" : undefined}>
        {label}
      </a>
    </p>
  );
}

interface PlacesProps {
  readonly title: string;
  readonly home: string;
  readonly workloads: readonly Workload[];
  readonly current: string;
  readonly now: string;
  readonly views: AgentPlaces["views"];
  readonly shownView: string | null;
}

function Places({ title, home, workloads, current, now, views, shownView }: PlacesProps) {
  if (workloads.length === 0) return null;
  const id = `places-${workloads[0]?.kind}`;
  return (
    <>
      <p class="places-title" id={id}>
        {title}
      </p>
      <ul aria-labelledby={id}>
        {workloads.map((workload) => (
          <li key={workload.definition}>
            <a
              href={`${home}/${workload.definition}`}
              aria-current={workload.definition === current ? "page" : undefined}
            >
              <span class="place-title">{workload.title}</span>
              <span class="count">{placeCount(workload)}</span>
              {workload.oldest !== null && <span class="place-age">{words.nav.oldest(ago(workload.oldest, now))}</span>}
            </a>
            <Views title={workload.title} views={views.get(workload.definition) ?? []} shown={shownView} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface ViewsProps {
  readonly title: string;
  readonly views: readonly NavView[];
  readonly shown: string | null;
}

/** The views of one list, each with how many entries it holds. */
function Views({ title, views, shown }: ViewsProps) {
  if (views.length === 0) return null;
  return (
    <ul class="place-views" aria-label={viewWords.nav(title)}>
      {views.map(({ name, href, count }) => (
        <li key={href}>
          <a href={href} aria-current={href === shown ? "true" : undefined}>
            <span>{name}</span>
            {count !== null && <span class="count">{count}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}

function placeCount(workload: Workload): string {
  if (workload.kind === "register") return words.entries("register", workload.total);
  return words.nav.toDo(workload.waiting);
}
