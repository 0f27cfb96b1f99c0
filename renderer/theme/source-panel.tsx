import { french } from "../french.ts";
import { sourceWords } from "../strings-sources.ts";
import { comeBack, type SourceView } from "./form-context.ts";

const words = sourceWords.source;

interface Props {
  readonly id: string;
  readonly pointer: string;
  /** Undefined where no source is asked: an agent's form. */
  readonly view: SourceView | undefined;
  readonly action: string | undefined;
}

/**
 * Data that a public service may give in the place of the citizen: what, by whom, why and her rights before anything is
 * asked (CRPA L.114-8), then what came of it. She may always answer by herself.
 */
export function SourcePanel({ view, ...place }: Props) {
  if (view === undefined) return <p class="hint">{words.byAgent}</p>;
  switch (view.etat) {
    case null:
      return <Offer {...place} view={view} />;
    case "obtenu":
      return <Obtained {...place} view={view} />;
    case "refuse":
      return (
        <div class="source">
          <p>{words.refused}</p>
          <Ask {...place} label={words.askAfterAll} />
        </div>
      );
    default:
      return (
        <div class="source source-failed">
          <p>
            <strong>{words.failed[view.etat].title}</strong>
          </p>
          <p>{words.failed[view.etat].text}</p>
          {view.etat !== "non-demande" && <Ask {...place} label={words.again} />}
        </div>
      );
  }
}

type Place = Omit<Props, "view">;

function Offer({ view, ...place }: Place & { readonly view: SourceView }) {
  const { data, holder, purpose, member, rights } = view.notice;
  return (
    <div class="source">
      <p>{words.offer}</p>
      <dl class="source-notice">
        <dt>{words.what}</dt>
        <dd>{data.join(", ")}</dd>
        <dt>{words.from}</dt>
        <dd>{french(holder)}</dd>
        <dt>{words.why}</dt>
        <dd>{french(purpose)}</dd>
        <dt>{words.rightsTitle}</dt>
        <dd>
          {words.rights(member)} <a href={rights}>{words.rightsMore}</a>
        </dd>
      </dl>
      <div class="source-buttons">
        <Ask {...place} label={words.ask} main />
        <Decline {...place} label={words.decline} />
      </div>
    </div>
  );
}

function Obtained({ view, ...place }: Place & { readonly view: SourceView }) {
  return (
    <div class="source source-obtained">
      <p>
        <strong>{words.obtained(view.provider, view.obtained)}</strong>
      </p>
      <dl class="source-data">
        {view.data.map(({ label, text }) => (
          <div key={label}>
            <dt>{french(label)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{words.wrong(view.provider)}</p>
      <Decline {...place} label={words.declineAfterAll} />
    </div>
  );
}

function Ask({
  id,
  pointer,
  action,
  label,
  main = false,
}: Place & { readonly label: string; readonly main?: boolean }) {
  return (
    <button
      type="submit"
      class={main ? "button" : "button button-secondary"}
      name="_action"
      value={`fetch:${pointer}`}
      formAction={comeBack(action, id)}
    >
      {label}
    </button>
  );
}

function Decline({ id, pointer, action, label }: Place & { readonly label: string }) {
  return (
    <button
      type="submit"
      class="button button-secondary"
      name="_action"
      value={`decline:${pointer}`}
      formAction={comeBack(action, id)}
    >
      {label}
    </button>
  );
}
