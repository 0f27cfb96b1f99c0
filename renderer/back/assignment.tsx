import type { Entry } from "../../engine/index.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { words } from "../strings-back.ts";
import { type AssignableAgent, saidAway } from "./assignable-agent.ts";

/** What the form says to release an entry: an agent's id is a UUID. */
export const NOBODY = "personne";

export interface AssignmentProps {
  readonly site: SiteView;
  readonly entry: Entry;
  /** Address the forms post to. */
  readonly action: string;
  /** Query string of the list the agent comes from. */
  readonly back: string;
  readonly me: string;
  /** Agents who may work this entry, by name. */
  readonly colleagues: readonly AssignableAgent[];
  /** Names by agent id, those who left the unit included. */
  readonly agents: ReadonlyMap<string, string>;
}

/** Who takes care of an entry, and how to change it: to me in one press, to nobody, to a colleague. */
export function Assignment(props: AssignmentProps) {
  const { entry, me, colleagues } = props;
  const mine = entry.assignee === me;
  const mayTake = colleagues.some((colleague) => colleague.id === me);
  const others = colleagues.filter(({ id }) => id !== me && id !== entry.assignee);
  return (
    <section class="assignment" aria-labelledby="attribution">
      <h2 id="attribution">{words.assign.title}</h2>
      <p>{sentence(props)}</p>
      <div class="button-row">
        {!mine && mayTake && <AssignButton {...props} assignee={me} label={words.assign.take} />}
        {entry.assignee !== null && (
          <AssignButton {...props} assignee={NOBODY} label={mine ? words.assign.release : words.assign.free} />
        )}
      </div>
      {others.length > 0 && (
        <form method="post" action={props.action} class="assign-choose" data-enhance="form">
          <Hidden {...props} />
          <label for="assignee">{words.assign.choose}</label>
          <span class="assign-row">
            <select id="assignee" name="assignee" required>
              <option value="">{words.assign.someone}</option>
              {others.map((agent) => (
                <option key={agent.id} value={agent.id}>
                  {saidAway(agent)}
                </option>
              ))}
            </select>
            <button type="submit" class="button button-secondary">
              {words.assign.submit}
            </button>
          </span>
        </form>
      )}
    </section>
  );
}

function sentence({ entry, me, agents }: AssignmentProps): string {
  if (entry.assignee === null) return words.assign.nobody;
  if (entry.assignee === me) return words.assign.mine;
  return words.assign.other(agents.get(entry.assignee) ?? words.formerAgent);
}

function AssignButton({ assignee, label, ...props }: AssignmentProps & { assignee: string; label: string }) {
  return (
    <form method="post" action={props.action} data-enhance="form">
      <Hidden {...props} />
      <input type="hidden" name="assignee" value={assignee} />
      <button type="submit" class="button button-secondary" data-take={assignee === props.me ? "" : undefined}>
        {label}
      </button>
    </form>
  );
}

function Hidden({ site, entry, back }: AssignmentProps) {
  return (
    <>
      <Csrf site={site} />
      <input type="hidden" name="revision" value={entry.revision} />
      <input type="hidden" name="liste" value={back} />
    </>
  );
}
