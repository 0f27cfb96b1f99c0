import { type Field, formatMoney } from "../../engine/index.ts";
import { french } from "../french.ts";
import { priceWords as words } from "../strings-prices.ts";

/** A price, said again whenever an answer it depends on changes. */
export function PriceField({
  id,
  field,
  cents,
}: {
  readonly id: string;
  readonly field: Field;
  readonly cents?: number;
}) {
  return (
    <div class="field field-price" id={`${id}-box`}>
      <p class="label" id={`${id}-label`}>
        {french(field.title)}
      </p>
      {field.hint !== undefined && <p class="hint">{french(field.hint)}</p>}
      <output id={id} aria-labelledby={`${id}-label`} class={cents === undefined ? "unknown" : undefined}>
        {cents === undefined ? words.unknown : formatMoney(cents)}
      </output>
    </div>
  );
}
