import type { Field, SectorFinding } from "../../engine/index.ts";
import { french } from "../french.ts";
import { sectorWords as words } from "../strings-sectors.ts";
import type { ReferenceView } from "./form-context.ts";

interface Props {
  readonly id: string;
  readonly field: Field;
  /** What was looked for and found; undefined where the sector is as it was stored. */
  readonly looked: { readonly asked: string; readonly finding: SectorFinding } | undefined;
  readonly kept: ReferenceView | undefined;
}

/** The sector of an address, said again whenever the address changes: never chosen, never guessed. */
export function SectorField({ id, field, looked, kept }: Props) {
  return (
    <div class="field field-sector" id={`${id}-box`}>
      <p class="label" id={`${id}-label`}>
        {french(field.title)}
      </p>
      {field.hint !== undefined && <p class="hint">{french(field.hint)}</p>}
      <output id={id} aria-labelledby={`${id}-label`}>
        <Found field={field} looked={looked} kept={kept} />
      </output>
    </div>
  );
}

function Found({ field, looked, kept }: Omit<Props, "id">) {
  if (looked === undefined) return <>{kept?.chosen?.label ?? words.otherwise}</>;
  if (looked.asked === "") return <span class="sector-why">{words.unknown}</span>;
  const { finding } = looked;
  if (finding.outcome === "one") {
    return (
      <>
        <span class="sector-found">
          {french(field.sector?.found ?? words.found)} <strong>{finding.names[0]}</strong>
        </span>
        <span class="sector-why">{french(words.because(finding))}</span>
      </>
    );
  }
  return (
    <>
      <span class="sector-why">{french(words.why(finding))}</span>
      <span class="sector-found">{french(field.sector?.otherwise ?? words.otherwise)}</span>
    </>
  );
}
