import { ErrorSummary } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { Csrf, renderPage, type SiteView } from "../page.tsx";

const ROOT = "payeur";
const TITLE = "Simulateur de PayFiP";

export interface PayerView {
  /** Where the choice goes. */
  readonly action: string;
  readonly amount: string;
  readonly subject: string;
  readonly refdet: string;
  /** The town takes payments as a test. */
  readonly test: boolean;
  /** Nothing was chosen. */
  readonly again: boolean;
}

const CHOICES = [
  ["carte", "Payer par carte", "La banque accepte."],
  ["prelevement", "Payer par prélèvement", "La banque accepte."],
  ["refus-carte", "Payer par carte, refusée", "La banque refuse : rien n’est débité."],
  ["refus-prelevement", "Payer par prélèvement, refusé", "La banque refuse : rien n’est débité."],
  ["abandon", "Abandonner", "Revenir sans payer."],
  ["fermer", "Fermer la fenêtre", "Ni paiement, ni retour : le service ne dit rien."],
] as const;

/** Stands for the page of PayFiP, in the demonstration: someone says what she would do there. */
export function renderPayer(site: SiteView, view: PayerView): string {
  const issues = view.again ? [{ code: "required", pointer: "/choix", message: "Choisissez ce que vous faites." }] : [];
  return renderPage({
    site,
    title: TITLE,
    error: view.again,
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} root={ROOT} />
        <h1>{TITLE}</h1>
        <p class="note">
          Vous n’êtes pas sur le vrai site de PayFiP. Aucune carte n’est demandée et rien ne sera débité : dites ce que
          vous y feriez.
        </p>
        <dl class="facts">
          <Fact label="Montant" text={view.amount} />
          <Fact label="Objet" text={view.subject} />
          <Fact label="Référence" text={view.refdet} />
          <Fact label="Mode" text={view.test ? "Test" : "Production"} />
        </dl>
        <form method="post" action={view.action} noValidate>
          <Csrf site={site} />
          <div class="fields">
            <Choices again={view.again} />
          </div>
          <div class="actions">
            <button type="submit" class="button">
              Continuer
            </button>
          </div>
        </form>
      </div>
    ),
  });
}

function Choices({ again }: { readonly again: boolean }) {
  const id = fieldId("/choix", ROOT);
  return (
    <fieldset class={`field field-group${again ? " field-error" : ""}`}>
      <legend class="legend">Que faites-vous ?</legend>
      <div class="options">
        {CHOICES.map(([value, label, hint], index) => {
          const own = index === 0 ? id : `${id}-${value}`;
          return (
            <div class="option" key={value}>
              <input type="radio" id={own} name="choix" value={value} aria-describedby={`${own}-aide`} />
              <label for={own}>
                {label}{" "}
                <span class="hint" id={`${own}-aide`}>
                  {hint}
                </span>
              </label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}

/** The page no longer opens, or its window was closed. */
export function renderPayerClosed(
  site: SiteView,
  closed: { readonly code: string; readonly label: string; readonly back: string | null } | null,
): string {
  return renderPage({
    site,
    title: TITLE,
    private: true,
    children: (
      <div class="prose">
        <h1>{closed === null ? "Fenêtre fermée" : "Cette page ne s’ouvre plus"}</h1>
        <p class="lead">
          {closed === null ? (
            "Le simulateur ne dit rien à la collectivité, comme si vous aviez fermé la fenêtre de PayFiP."
          ) : (
            <>
              {closed.label} (<code>{closed.code}</code>).
            </>
          )}
        </p>
        <p>
          <a class="button" href={closed?.back ?? "/"}>
            Revenir au guichet
          </a>
        </p>
      </div>
    ),
  });
}
