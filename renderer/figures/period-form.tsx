import { SPANS } from "../../engine/index.ts";
import { SelectField, TextField } from "../admin/fields.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { figureWords } from "../strings-figures.ts";
import { steeringWords as words } from "../strings-steering.ts";

/** A period as an address says it. */
export interface PeriodChoice {
  readonly span: string;
  readonly first: string;
  readonly last: string;
  readonly issues: readonly ShownIssue[];
}

/** Chooses a period; the address of the page says it. */
export function PeriodForm({ action, choice }: { readonly action: string; readonly choice: PeriodChoice }) {
  return (
    <form method="get" action={action} class="period-form" data-live noValidate>
      <SelectField
        name="periode"
        label={words.period}
        value={choice.span}
        issues={choice.issues}
        options={SPANS.map((span) => [span, figureWords.spans[span]] as const)}
      />
      {choice.span === "dates" && (
        <>
          <TextField
            name="du"
            type="date"
            label={figureWords.compose.first}
            value={choice.first}
            issues={choice.issues}
          />
          <TextField
            name="au"
            type="date"
            label={figureWords.compose.last}
            value={choice.last}
            issues={choice.issues}
          />
        </>
      )}
      <button type="submit" class="button">
        {words.show}
      </button>
    </form>
  );
}
