import { ConfirmedAction } from "../action-form.tsx";
import { french } from "../french.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { paymentDeskWords as words } from "../strings-payment-desk.ts";

type DecisionName = "encaisser" | "garder" | "rembourser" | "rembourse";

/** One try to pay, as an agent reads it. */
export interface AttemptView {
  readonly id: string;
  readonly state: keyof typeof words.attempts;
  /** ISO 8601, and as read. */
  readonly at: string;
  readonly when: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly aside: keyof typeof words.asides | null;
  readonly refund: keyof typeof words.refunds | null;
  readonly decisions: readonly Exclude<DecisionName, "encaisser">[];
}

export interface DeskPaymentView {
  readonly id: string;
  readonly subject: string;
  readonly amount: string;
  readonly state: keyof typeof words.states;
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly attempts: readonly AttemptView[];
  readonly log: readonly { readonly at: string; readonly when: string; readonly text: string }[];
  /** Money may be received otherwise. */
  readonly receives: boolean;
  /** A page where it is paid is open. */
  readonly live: boolean;
  /** The provider may be asked. */
  readonly asks: boolean;
}

/** A decision that was refused, as it was typed. */
export interface TypedDecision {
  readonly payment: string;
  readonly decision: string;
  /** "" for one about no try. */
  readonly attempt: string;
  readonly reason: string;
  readonly closing: boolean;
}

export interface DeskPaymentsView {
  readonly site: SiteView;
  /** Address of the entry. */
  readonly base: string;
  readonly payments: readonly DeskPaymentView[];
  /** What comes back to be mended, or null. */
  readonly typed: TypedDecision | null;
}

const TONES = { due: "waiting", paid: "success", expired: "neutral", cancelled: "neutral" } as const;

/** The payments of an entry: what is due, what came, what a person decides. */
export function DeskPayments({ view }: { readonly view: DeskPaymentsView }) {
  if (view.payments.length === 0) return null;
  return (
    <section aria-labelledby="paiements">
      <h2 id="paiements">{words.section}</h2>
      {view.payments.map((payment) => (
        <DeskPayment key={payment.id} view={view} payment={payment} />
      ))}
    </section>
  );
}

function DeskPayment({ view, payment }: { readonly view: DeskPaymentsView; readonly payment: DeskPaymentView }) {
  const action = `${view.base}/paiements/${payment.id}`;
  const typed = view.typed?.payment === payment.id ? view.typed : null;
  return (
    <article class="desk-payment">
      <h3>
        {french(payment.subject)}, {payment.amount}{" "}
        <span class={`tag tag-${TONES[payment.state]}`}>{words.states[payment.state]}</span>
      </h3>
      <Facts facts={payment.facts} />
      {payment.attempts.map((attempt) => (
        <Attempt key={attempt.id} site={view.site} action={action} attempt={attempt} typed={typed} />
      ))}
      {payment.receives && (
        <Decision site={view.site} action={action} decision="encaisser" attempt="" live={payment.live} typed={typed} />
      )}
      {payment.asks && (
        <form method="post" action={`${action}/verifier`}>
          <Csrf site={view.site} />
          <button type="submit" class="button button-secondary">
            {words.actions.verifier}
          </button>
        </form>
      )}
      <details>
        <summary>{words.logTitle}</summary>
        <ol class="history">
          {payment.log.map((line, index) => (
            <li key={`${line.at}${index}`}>
              {line.text} <time dateTime={line.at}>{line.when}</time>
            </li>
          ))}
        </ol>
      </details>
    </article>
  );
}

function Attempt({
  site,
  action,
  attempt,
  typed,
}: {
  readonly site: SiteView;
  readonly action: string;
  readonly attempt: AttemptView;
  readonly typed: TypedDecision | null;
}) {
  const { state, when, at, aside, refund, facts, decisions, id } = attempt;
  return (
    <div class={aside === null ? undefined : "notice notice-waiting"}>
      <p>
        <strong>{words.attempts[state]}</strong> <time dateTime={at}>{when}</time>
        {refund !== null && <span class="tag tag-waiting">{words.refunds[refund]}</span>}
      </p>
      {aside !== null && <p>{words.asides[aside]}</p>}
      <Facts facts={facts} />
      {decisions.map((decision) => (
        <Decision key={decision} site={site} action={action} decision={decision} attempt={id} typed={typed} />
      ))}
    </div>
  );
}

function Facts({ facts }: { readonly facts: DeskPaymentView["facts"] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="glance-answers">
      {facts.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Decision({
  site,
  action,
  decision,
  attempt,
  live = false,
  typed,
}: {
  readonly site: SiteView;
  readonly action: string;
  readonly decision: DecisionName;
  readonly attempt: string;
  readonly live?: boolean;
  readonly typed: TypedDecision | null;
}) {
  const { actions, reason } = words;
  const mine = typed?.decision === decision && typed.attempt === attempt ? typed : null;
  const id = `motif-${decision}-${attempt || "autre"}`;
  return (
    <ConfirmedAction
      site={site}
      action={`${action}/${decision}`}
      label={actions[decision]}
      hint={actions[`${decision}Hint`]}
      confirm={actions[`${decision}Confirm`]}
      open={mine !== null}
    >
      <input type="hidden" name="essai" value={attempt} />
      {decision !== "garder" && (
        <div class="field">
          <label class="label" for={id}>
            {reason[decision]}
          </label>
          <input
            class="input"
            type="text"
            id={id}
            name="motif"
            value={mine?.reason}
            maxLength={300}
            required
            autocomplete="off"
          />
        </div>
      )}
      {live && <Closing id={`fermer-${id}`} ticked={mine?.closing === true} />}
    </ConfirmedAction>
  );
}

/** What an agent vouches for when a page where it is paid is open. */
function Closing({ id, ticked }: { readonly id: string; readonly ticked: boolean }) {
  return (
    <div class="field">
      <p class="hint">{words.closing.hint}</p>
      <div class="option">
        <input type="checkbox" id={id} name="fermer" value="oui" checked={ticked} />
        <label for={id}>{words.closing.label}</label>
      </div>
    </div>
  );
}
