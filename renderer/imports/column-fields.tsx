import { french } from "../french.ts";
import { importWords as words } from "../strings-imports.ts";

/** An answer a column may give. */
export interface TargetOption {
  readonly path: string;
  readonly label: string;
}

/** Answers of one part of the form. */
export interface TargetGroup {
  readonly label: string;
  readonly options: readonly TargetOption[];
}

/** A column of a file and what it means, as the page shows it. */
export interface ShownColumn {
  readonly index: number;
  readonly heading: string;
  readonly filled: number;
  readonly examples: readonly string[];
  /** "field:{path}", "split", "note" or "ignore". */
  readonly use: string;
  readonly pattern: string;
  /** Paths of the parts. */
  readonly parts: readonly string[];
  readonly separator: string;
  readonly dates: "JMA" | "MJA";
  readonly century: string;
  readonly names: boolean;
  /** Values that a choice must be found for, with what they mean; the rest of its settings that do not apply are not shown. */
  readonly codes: readonly { readonly value: string; readonly means: string }[];
  readonly choices: readonly TargetOption[];
  /** Not every value is listed. */
  readonly more: boolean;
  readonly dated: boolean;
  readonly texts: boolean;
  readonly listed: boolean;
  readonly fault: string | null;
}

/** What to make of one column. */
export function ColumnFields({
  column,
  total,
  targets,
}: {
  readonly column: ShownColumn;
  readonly total: number;
  readonly targets: readonly TargetGroup[];
}) {
  const { index, heading, fault } = column;
  const id = `colonne-${index}`;
  return (
    <fieldset class={`import-column${fault === null ? "" : " field-error"}`}>
      <legend>{words.mapping.column(index + 1, heading)}</legend>
      <div class="import-examples">
        <p class="hint">{words.mapping.filled(column.filled, total)}</p>
        {column.examples.length > 0 && (
          <ul aria-label={words.mapping.examples}>
            {column.examples.map((example) => (
              <li key={example}>{example}</li>
            ))}
          </ul>
        )}
      </div>
      <div class="import-use">
        <label class="label" for={`root_${id}`}>
          {words.mapping.use}
        </label>
        <select id={`root_${id}`} name={id} aria-invalid={fault === null ? undefined : "true"}>
          <option value="note" selected={column.use === "note"}>
            {words.mapping.uses.note}
          </option>
          <option value="ignore" selected={column.use === "ignore"}>
            {words.mapping.uses.ignore}
          </option>
          <option value="split" selected={column.use === "split"}>
            {words.mapping.uses.split}
          </option>
          <TargetOptions targets={targets} chosen={column.use.replace(/^field:/, "")} prefix="field:" />
        </select>
        {column.use === "split" && <SplitFields column={column} targets={targets} />}
        <More column={column} />
      </div>
    </fieldset>
  );
}

export function TargetOptions({
  targets,
  chosen,
  prefix = "",
}: {
  readonly targets: readonly TargetGroup[];
  readonly chosen: string;
  readonly prefix?: string;
}) {
  return (
    <>
      {targets.map(({ label, options }) => (
        <optgroup key={label} label={french(label)}>
          {options.map(({ path, label: text }) => (
            <option key={path} value={`${prefix}${path}`} selected={path === chosen}>
              {french(text)}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}

/** Datalist of the page: shapes that many files have. */
export const READY_PATTERNS = "decoupages";
const READY: readonly (readonly [string, string])[] = [
  ["{1:NOM} {2}", "NOM Prénom"],
  ["{2} {1:NOM}", "Prénom NOM"],
  ["{1}, {2:code} {3}", "12 rue X, 68100 Ville"],
  ["{1:nombre} places du {2:date} au {3:date}", "3 places du 01/01/2024 au 31/12/2028"],
  ["{1} / {2}", "06… / 03…"],
];

export function ReadyPatterns() {
  return (
    <datalist id={READY_PATTERNS}>
      {READY.map(([pattern, label]) => (
        <option key={pattern} value={pattern}>
          {label}
        </option>
      ))}
    </datalist>
  );
}

function SplitFields({ column, targets }: { readonly column: ShownColumn; readonly targets: readonly TargetGroup[] }) {
  const id = `colonne-${column.index}`;
  return (
    <div class="import-split">
      <label class="label" for={`${id}-motif`}>
        {words.mapping.pattern}
      </label>
      <p class="hint" id={`${id}-motif-aide`}>
        {words.mapping.patternHint}
      </p>
      <input
        type="text"
        id={`${id}-motif`}
        name={`${id}-motif`}
        value={column.pattern}
        list={READY_PATTERNS}
        maxLength={200}
        autoComplete="off"
        aria-describedby={`${id}-motif-aide`}
      />
      {column.parts.map((part, index) => (
        <div key={index} class="import-part">
          <label for={`${id}-morceau-${index}`}>{words.mapping.part(index + 1)}</label>
          <select id={`${id}-morceau-${index}`} name={`${id}-morceau-${index}`}>
            <option value="">{words.mapping.nowhere}</option>
            <TargetOptions targets={targets} chosen={part} />
          </select>
        </div>
      ))}
    </div>
  );
}

/** Settings that matter for what the column gives; those that do not are not sent, and stay as they were. */
function More({ column }: { readonly column: ShownColumn }) {
  const { dated, texts, listed, codes } = column;
  if (!dated && !texts && !listed && codes.length === 0) return null;
  const id = `colonne-${column.index}`;
  return (
    <details open={codes.some(({ means }) => means === "")}>
      <summary>{words.mapping.more}</summary>
      {dated && <DateFields column={column} />}
      {texts && (
        <div class="option">
          <input type="checkbox" id={`${id}-noms`} name={`${id}-noms`} value="oui" checked={column.names} />
          <label for={`${id}-noms`}>{words.mapping.names}</label>
          <input type="hidden" name={`${id}-textes`} value="oui" />
        </div>
      )}
      {listed && (
        <div class="import-part">
          <label for={`${id}-separateur`}>{words.mapping.separator}</label>
          <input
            type="text"
            size={4}
            maxLength={10}
            id={`${id}-separateur`}
            name={`${id}-separateur`}
            value={column.separator}
            aria-describedby={`${id}-separateur-aide`}
          />
          <span class="hint" id={`${id}-separateur-aide`}>
            {words.mapping.separatorHint}
          </span>
        </div>
      )}
      {codes.length > 0 && <Codes column={column} />}
    </details>
  );
}

function DateFields({ column }: { readonly column: ShownColumn }) {
  const id = `colonne-${column.index}`;
  return (
    <>
      <div class="import-part">
        <label for={`${id}-dates`}>{words.mapping.dates}</label>
        <select id={`${id}-dates`} name={`${id}-dates`}>
          {(["JMA", "MJA"] as const).map((order) => (
            <option key={order} value={order} selected={order === column.dates}>
              {words.mapping.orders[order]}
            </option>
          ))}
        </select>
      </div>
      <div class="import-part">
        <label for={`${id}-siecle`}>{words.mapping.century}</label>
        <input
          type="text"
          inputMode="numeric"
          size={4}
          id={`${id}-siecle`}
          name={`${id}-siecle`}
          value={column.century}
          aria-describedby={`${id}-siecle-aide`}
        />
        <span class="hint" id={`${id}-siecle-aide`}>
          {words.mapping.centuryHint}
        </span>
      </div>
    </>
  );
}

function Codes({ column }: { readonly column: ShownColumn }) {
  const id = `colonne-${column.index}`;
  return (
    <fieldset>
      <legend>{words.mapping.codes}</legend>
      <p class="hint">{words.mapping.codesHint}</p>
      {column.codes.map(({ value, means }, index) => (
        <div key={value} class="import-part">
          <label for={`${id}-code-${index}`}>« {value} »</label>
          <input type="hidden" name={`${id}-valeur-${index}`} value={value} />
          <select id={`${id}-code-${index}`} name={`${id}-code-${index}`}>
            <option value="">{words.mapping.unknown}</option>
            {column.choices.map(({ path, label }) => (
              <option key={path} value={path} selected={path === means}>
                {french(label)}
              </option>
            ))}
          </select>
        </div>
      ))}
      {column.more && <p class="hint">{words.mapping.codesMore}</p>}
    </fieldset>
  );
}
