/** How far a site conforms to the RGAA: wholly, for half its criteria at least, or less. */
export const CONFORMITIES = ["none", "partial", "full"] as const;
export type Conformity = (typeof CONFORMITIES)[number];

/**
 * What a member declares of the accessibility of its site (law 2005-102, art. 47; decree 2019-768). Texts are plain; those
 * that list things give one a line, with its reason. Days are "2026-03-03".
 */
export interface AccessibilityDeclaration {
  readonly state: Conformity;
  /** Day of the audit; absent as long as there was none. */
  readonly auditedOn?: string;
  /** Who made it. */
  readonly auditor?: string;
  /** Criteria respected, in hundredths. */
  readonly rate?: number;
  readonly failures?: string;
  /** Not made accessible: it would be out of proportion. */
  readonly burdens?: string;
  /** Outside what the law obliges to make accessible. */
  readonly exempt?: string;
  /** Browsers and screen readers, tools, pages of the audit. */
  readonly environment?: string;
  readonly tools?: string;
  readonly pages?: string;
  /** The plan over several years and that of the year, or where to read them. */
  readonly plan?: string;
  readonly declaredOn?: string;
}

/** For how many years an audit is worth something. */
export const AUDIT_YEARS = 3;

/** The first day on which an audit of this day is too old. */
export const auditEnds = (day: string): string => `${Number(day.slice(0, 4)) + AUDIT_YEARS}${day.slice(4)}`;

/** What may be said of a site on a day: less than what it declares once its audit is too old, or when there was none. */
export function conformityOn(declaration: AccessibilityDeclaration | undefined, today: string): Conformity {
  const { state = "none", auditedOn } = declaration ?? {};
  return auditedOn !== undefined && today < auditEnds(auditedOn) ? state : "none";
}

/** What may be said of pages that answer to several declarations; none of them says nothing. */
export const leastConforming = (states: readonly Conformity[]): Conformity =>
  CONFORMITIES.find((state) => states.includes(state)) ?? "none";

/** What is wrong in a declaration, by the name of what to mend; nothing when it may be published on this day. */
export type DeclarationFault =
  | { readonly at: "auditedOn"; readonly fault: "missing" | "future" | "expired" }
  | { readonly at: "auditor"; readonly fault: "missing" }
  | { readonly at: "rate"; readonly fault: "range" | "low" }
  | { readonly at: "failures"; readonly fault: "missing" | "none" };

const LOWEST: Readonly<Record<Conformity, number>> = { none: 0, partial: 50, full: 100 };

/** The faults of a declaration: to say more than "none" takes an audit that still holds, and what it says must agree. */
export function declarationFaults(declaration: AccessibilityDeclaration, today: string): readonly DeclarationFault[] {
  const { state, auditedOn, auditor, rate = LOWEST[state], failures, burdens, exempt } = declaration;
  const claims = state !== "none";
  const listed = [failures, burdens, exempt].some((text) => text !== undefined);
  const faults: readonly (DeclarationFault | false)[] = [
    claims && auditedOn === undefined && { at: "auditedOn", fault: "missing" },
    auditedOn !== undefined && auditedOn > today && { at: "auditedOn", fault: "future" },
    claims && auditedOn !== undefined && today >= auditEnds(auditedOn) && { at: "auditedOn", fault: "expired" },
    (claims || auditedOn !== undefined) && auditor === undefined && { at: "auditor", fault: "missing" },
    !(rate >= 0 && rate <= 100) && { at: "rate", fault: "range" },
    rate >= 0 && rate < LOWEST[state] && { at: "rate", fault: "low" },
    state === "partial" && !listed && { at: "failures", fault: "missing" },
    state === "full" && failures !== undefined && { at: "failures", fault: "none" },
  ];
  return faults.filter((fault) => fault !== false);
}
