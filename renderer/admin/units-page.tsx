import { formatPhone } from "../../engine/index.ts";
import { ConfirmedAction } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { adminAgents } from "../strings-admin-agents.ts";
import { unitDigestWords as digest } from "../strings-unit-digest.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { CheckboxesField, TextField } from "./fields.tsx";

const { units: words, save } = adminAgents;

export interface ShownUnit {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** E.164, or as typed. */
  readonly phone: string;
  readonly email: string;
  readonly replyTo: string;
  /** One a line. */
  readonly communes: string;
  readonly hours: string;
  /** It wants the digest of the morning. */
  readonly daily: boolean;
  /** How many definitions and agents use it. */
  readonly definitions: number;
  readonly agents: number;
}

/** The units of the member. `expected` are ids that its definitions name and that do not exist. */
export function unitsPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  readonly units: readonly ShownUnit[];
  readonly expected: readonly string[];
  readonly notice: string | undefined;
}): string {
  const { frame, base, units, expected } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    add: { href: `${base}/nouveau`, label: words.add },
    notice: view.notice,
    children: (
      <>
        {expected.length > 0 && (
          <p class="measure">
            {words.expected} {expected.join(", ")}.
          </p>
        )}
        <AdminTable caption={words.title} columns={Object.values(words.columns)} none={words.none}>
          {units.map((unit) => (
            <tr key={unit.id}>
              <th scope="row">
                <a href={`${base}/${unit.id}`}>{unit.name}</a>
              </th>
              <td data-label={words.columns.contact}>
                {[unit.address, formatPhone(unit.phone), unit.email].filter(Boolean).join(" · ")}
              </td>
              <td data-label={words.columns.used}>{words.used(unit.definitions, unit.agents)}</td>
            </tr>
          ))}
        </AdminTable>
      </>
    ),
  });
}

/** One unit, or one to add (`id` null). */
export function unitPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  readonly id: string | null;
  readonly unit: ShownUnit;
  readonly issues: readonly ShownIssue[];
  readonly refused: string | undefined;
}): string {
  const { frame, base, id, unit, issues } = view;
  const title = id === null ? words.add : words.edit(unit.name);
  const used = unit.definitions + unit.agents > 0;
  return renderAdminPage({
    frame,
    title,
    back: { href: base, label: words.back },
    issues,
    refused: view.refused,
    children: (
      <>
        <form method="post" action={`${base}/${id ?? "nouveau"}`} class="admin-form" data-enhance="form" novalidate>
          <Csrf site={frame.site} />
          <UnitFields unit={unit} issues={issues} />
          <button type="submit" class="button">
            {id === null ? words.create : save}
          </button>
        </form>
        {id !== null &&
          (used ? (
            <p class="quiet">{words.inUse(words.used(unit.definitions, unit.agents))}</p>
          ) : (
            <ConfirmedAction
              site={frame.site}
              action={`${base}/${id}/supprimer`}
              label={words.delete}
              hint={words.deleteHint}
              confirm={words.deleteConfirm}
              danger
            />
          ))}
      </>
    ),
  });
}

function UnitFields({ unit, issues }: { readonly unit: ShownUnit; readonly issues: readonly ShownIssue[] }) {
  const { fields } = words;
  return (
    <div class="fields">
      <TextField name="nom" label={fields.name} hint={fields.nameHint} value={unit.name} issues={issues} size={40} />
      <TextField name="adresse" label={fields.address} value={unit.address} issues={issues} lines={2} optional />
      <TextField
        name="telephone"
        type="tel"
        label={fields.phone}
        value={formatPhone(unit.phone)}
        issues={issues}
        size={20}
        optional
      />
      <TextField name="email" type="email" label={fields.email} value={unit.email} issues={issues} size={40} optional />
      <TextField
        name="reponses"
        type="email"
        label={fields.replyTo}
        hint={fields.replyToHint}
        value={unit.replyTo}
        issues={issues}
        size={40}
        optional
      />
      <TextField name="horaires" label={fields.hours} value={unit.hours} issues={issues} lines={2} optional />
      <TextField
        name="communes"
        label={fields.communes}
        hint={fields.communesHint}
        value={unit.communes}
        issues={issues}
        lines={6}
        optional
      />
      <CheckboxesField
        name="resume"
        label={digest.field}
        hint={digest.fieldHint}
        values={unit.daily ? ["daily"] : []}
        options={[["daily", digest.daily]]}
        issues={issues}
      />
    </div>
  );
}
