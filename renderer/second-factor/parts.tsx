import type { ShownIssue } from "../error-summary.tsx";
import { secondFactor } from "../strings-second-factor.ts";
import { TextInput } from "../text-input.tsx";

export const CODE_ROOT = "double";

/** A secret to take over, ready to show. */
export interface EnrolView {
  /** In base 32. */
  readonly secret: string;
  /** An SVG drawing as a `data:` address. */
  readonly square: string;
}

/** The box for a code. */
export function CodeInput({ issues, hint }: { readonly issues: readonly ShownIssue[]; readonly hint: string }) {
  const { code } = secondFactor.ask;
  return (
    <TextInput
      root={CODE_ROOT}
      name="code"
      type="text"
      label={code}
      hint={hint}
      autocomplete="one-time-code"
      issues={issues}
    />
  );
}

/** What to do with the secret, the square and the key. */
export function EnrolSteps({ secret, square }: EnrolView) {
  const { steps, alt, key } = secondFactor.enrol;
  return (
    <>
      <ol class="prose">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>
        <img src={square} alt={alt} width="220" height="220" />
      </p>
      <p>
        {key} : <code>{secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
      </p>
    </>
  );
}
