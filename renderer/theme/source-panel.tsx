import { french } from "../french.ts";
import { outside } from "../strings-outside.ts";
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
          <Ways {...place} view={view} label={words.askAfterAll} />
        </div>
      );
    default:
      return <Failed {...place} view={view} etat={view.etat} />;
  }
}

type Place = Omit<Props, "view">;
type Shown = Place & { readonly view: SourceView };

function Offer({ view, ...place }: Shown) {
  const { data, holder, purpose, member, rights } = view.notice;
  const { franceconnect, identity } = view.ways;
  return (
    <div class="source">
      <TripNote view={view} />
      <p>{identity === "given" ? words.given : words.offer}</p>
      <dl class="source-notice">
        <dt>{words.what}</dt>
        <dd>
          {data.join(", ")}
          {franceconnect && `. ${words.vouched}`}
        </dd>
        <dt>{words.from}</dt>
        <dd>{french(holder)}</dd>
        <dt>{words.why}</dt>
        <dd>{french(purpose)}</dd>
        <dt>{words.rightsTitle}</dt>
        <dd>
          {words.rights(member)} <a href={rights}>{words.rightsMore}</a>
        </dd>
      </dl>
      <Ways {...place} view={view} label={words.ask} main decline={words.decline} />
    </div>
  );
}

function Obtained({ view, ...place }: Shown) {
  return (
    <div class="source source-obtained">
      <TripNote view={view} />
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
      <Press {...place} type="decline" label={words.declineAfterAll} />
    </div>
  );
}

function Failed({ view, etat, ...place }: Shown & { readonly etat: keyof typeof words.failed }) {
  const { title, text } = etat === "interrompu" && view.trip ? words.trip[view.trip] : words.failed[etat];
  return (
    <div class="source source-failed">
      <p>
        <strong>{title}</strong>
      </p>
      <p>{text}</p>
      {etat !== "non-demande" && etat !== "plafond" && <Ways {...place} view={view} label={words.again} />}
    </div>
  );
}

/** Why she came back from FranceConnect with nothing, above what is there already. */
function TripNote({ view: { trip } }: { readonly view: SourceView }) {
  if (!trip) return null;
  const { title, text } = words.trip[trip];
  return (
    <p class="source-trip">
      <strong>{title}</strong> {text}
    </p>
  );
}

/** The ways to ask: FranceConnect first, since she has nothing to write, unless she has chosen to write the identity. */
function Ways({
  view,
  label,
  main = false,
  decline,
  ...place
}: Shown & { readonly label: string; readonly main?: boolean; readonly decline?: string }) {
  const { franceconnect, identity } = view.ways;
  const second = identity === "given";
  const byFranceConnect = franceconnect && (
    <FranceConnect {...place} label={words.withFranceConnect(view.ways.mine)} main={main && !second} />
  );
  return (
    <>
      {!second && byFranceConnect}
      <div class="source-buttons">
        <Press
          {...place}
          type={identity === "asked" ? "identify" : "fetch"}
          label={franceconnect ? words.withIdentity[identity] : label}
          main={main && (second || !franceconnect)}
        />
        {decline !== undefined && <Press {...place} type="decline" label={decline} />}
      </div>
      {second && byFranceConnect}
    </>
  );
}

function FranceConnect({ label, main, ...place }: Place & { readonly label: string; readonly main: boolean }) {
  const { what } = outside.citizen;
  return (
    <div class="source-franceconnect">
      <Press {...place} type="franceconnect" label={label} main={main} />
      <p class="hint">
        {words.franceConnect}{" "}
        <a href={what.href} rel="external">
          {what.label}
        </a>
      </p>
    </div>
  );
}

function Press({
  id,
  pointer,
  action,
  type,
  label,
  main = false,
}: Place & {
  readonly type: "fetch" | "identify" | "franceconnect" | "decline";
  readonly label: string;
  readonly main?: boolean;
}) {
  return (
    <button
      type="submit"
      class={main ? "button" : "button button-secondary"}
      name="_action"
      value={`${type}:${pointer}`}
      formAction={comeBack(action, id)}
    >
      {label}
    </button>
  );
}
