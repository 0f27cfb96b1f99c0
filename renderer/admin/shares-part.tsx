import { ActionForm } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { groupCatalogue } from "../strings-admin-catalogue.ts";
import { SelectField } from "./fields.tsx";

const { share: words } = groupCatalogue;

export interface SharesView {
  readonly frame: BackFrame;
  readonly base: string;
  /** Name of our own unit in charge; null for any of our agents. */
  readonly unit: string | null;
  readonly shares: readonly {
    /** Member id, or "*". */
    readonly with: string;
    readonly name: string;
    readonly unit: string | null;
    readonly unitName: string | null;
    readonly role: "agent" | "lecteur";
  }[];
  readonly others: readonly {
    readonly id: string;
    readonly name: string;
    readonly units: readonly { readonly id: string; readonly name: string }[];
  }[];
  readonly typed: { readonly service: string; readonly avec: string; readonly role: string };
  readonly issues: readonly ShownIssue[];
}

/** Who works or reads the entries of one definition here, and a form to let others. */
export function SharesPart(view: SharesView & { readonly action: string }) {
  const { frame, action, unit, shares, others, issues } = view;
  return (
    <section class="space-part">
      <h2>{words.title}</h2>
      <ul class="shares">
        <li>{words.ours(unit)}</li>
        {shares.map((share) => (
          <li key={`${share.with} ${share.unit}`}>
            {words.line(share.name, share.role === "agent" ? words.works : words.reads, share.unitName)}
            <ActionForm site={frame.site} action={`${action}/retirer`} label={`${words.remove} : ${share.name}`}>
              <input type="hidden" name="avec" value={share.with} />
              <input type="hidden" name="service" value={share.unit ?? ""} />
            </ActionForm>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <details class="confirmed" open={issues.some(({ pointer }) => pointer !== "/confirme")}>
          <summary>{words.add}</summary>
          <p class="quiet">{words.warning}</p>
          <ShareForm {...view} />
        </details>
      )}
    </section>
  );
}

function ShareForm({ frame, action, others, typed, issues }: SharesView & { readonly action: string }) {
  const units = others.flatMap((other) => other.units.map((one) => [one.id, one.name] as const));
  return (
    <form method="post" action={`${action}/partager`} class="admin-form" novalidate>
      <Csrf site={frame.site} />
      <SelectField
        name="avec"
        label={words.with}
        value={typed.avec}
        issues={issues}
        options={[["", ""], ["*", words.every], ...others.map(({ id, name }) => [id, name] as const)]}
      />
      <SelectField
        name="service"
        label={words.unit}
        value={typed.service}
        issues={issues}
        options={[["", ""], ...new Map(units)]}
        optional
      />
      <SelectField
        name="role"
        label={words.role}
        value={typed.role}
        issues={issues}
        options={[["", ""], ...Object.entries(words.roles)]}
      />
      <button type="submit" class="button">
        {words.submit}
      </button>
    </form>
  );
}
