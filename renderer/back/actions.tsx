import type { AvailableEvent } from "../../engine/index.ts";
import { Csrf } from "../page.tsx";
import { words } from "../strings-back.ts";
import type { EntryPageView } from "./entry-page-view.ts";
import { FilledFormSection } from "./filled-form.tsx";

const ORDER = { primary: 0, secondary: 1, danger: 2 } as const;
const toneOf = (event: AvailableEvent) => event.tone ?? "secondary";

/** Primary first, destructive last, each in the order of the workflow. */
export function inOrder(events: readonly AvailableEvent[]): readonly AvailableEvent[] {
  return [...events].sort((a, b) => ORDER[toneOf(a)] - ORDER[toneOf(b)]);
}

/** What the agent may do now: one button per event, or the form of the event she chose. */
export function Actions({ view }: { readonly view: EntryPageView }) {
  const { opened, entry, definition } = view;
  const state = definition.workflow.states.get(entry.state);
  if (opened) return <OpenedEvent view={view} />;
  if (view.events.length === 0) {
    return <p>{state?.final ? words.entry.final : view.readOnly ? words.entry.readOnly : words.entry.nothingToDo}</p>;
  }
  return (
    <ul class="actions">
      {inOrder(view.events).map((event) => (
        <li key={event.type}>
          <Action view={view} event={event} />
          {event.hint && (
            <p class="hint" id={`aide-${event.type}`}>
              {event.hint}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** An event that needs a form, or that cannot be undone, opens in place; the others are sent at once. */
function Action({ view, event }: { view: EntryPageView; event: AvailableEvent }) {
  const tone = toneOf(event);
  const looks = tone === "primary" ? "button" : `button button-${tone}`;
  const described = event.hint ? `aide-${event.type}` : undefined;
  if (event.form !== undefined || tone === "danger") {
    return (
      <a class={looks} href={eventHref(view, event.type)} aria-describedby={described}>
        {event.label}
      </a>
    );
  }
  return (
    <form method="post" action={`${view.base}/evenements/${event.type}#erreurs`} data-enhance="form">
      <Csrf site={view.frame.site} />
      {eventHidden(view).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={looks} aria-describedby={described}>
        {event.label}
      </button>
    </form>
  );
}

function OpenedEvent({ view }: { view: EntryPageView }) {
  const { opened } = view;
  if (!opened) return null;
  const { event, filled } = opened;
  const danger = toneOf(event) === "danger";
  return (
    <section class="opened-event" aria-labelledby="action-titre">
      <h3 id="action-titre">{event.label}</h3>
      {event.hint && <p class="hint">{event.hint}</p>}
      {danger && filled.form.order.length === 0 && <p class="hint">{words.event.danger}</p>}
      <FilledFormSection
        site={view.frame.site}
        filled={filled}
        action={`${view.base}/evenements/${event.type}`}
        hidden={eventHidden(view)}
        submit={filled.form.order.length > 0 ? event.label : words.event.confirm(event.label)}
        danger={danger}
        cancel={view.here}
      />
    </section>
  );
}

/** Revision seen, list to go back to, entry that comes next in it. */
export function eventHidden(
  view: Pick<EntryPageView, "entry" | "back" | "next">,
): readonly (readonly [string, string])[] {
  return [
    ["revision", String(view.entry.revision)],
    ["liste", view.back],
    ["suivante", view.next ?? ""],
  ];
}

function eventHref(view: EntryPageView, type: string): string {
  return `${view.here}${view.here.includes("?") ? "&" : "?"}evenement=${encodeURIComponent(type)}#action`;
}
