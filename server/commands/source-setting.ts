import { type Issue, kindOf, type SourceKindId } from "../../engine/index.ts";
import { sourceSettingWords as words } from "../../renderer/strings-source-settings.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { callerFrom } from "../source-caller.ts";
import { USUAL_DAILY } from "../source-ceiling.ts";
import { type SourceSetting, saveSourceSetting, sourceSetting } from "../store/source-settings.ts";

/** Calls a day a member may allow itself. */
const MOST_DAILY = 1_000_000;

/** What an administrator typed: a blank token keeps the one there is. */
export interface SourcePlan extends Omit<SourceSetting, "daily"> {
  /** Calls a day at most; blank: as many as usual. */
  readonly daily: string;
  /** The member's own token is taken back. */
  readonly forgetToken: boolean;
}

/** What the source made of the setting: it takes it, or could not be asked. */
export type Checked = "taken" | "unchecked";

/** Nobody: whether the source takes the caller is all that is asked. */
const NOBODY = {
  nom: "Verification",
  prenoms: "Reglage",
  naissance: "1900-01-01",
  sexe: "F",
  commune: "75056",
  pays: "99100",
};

/**
 * Keeps how the member of `by` is known to a source, once the source takes it; away, it is kept unchecked. Refusal:
 * `invalid`.
 */
export async function keepSourceSetting(
  ctx: Context,
  by: AgentIdentity,
  kind: SourceKindId,
  plan: SourcePlan,
): Promise<Outcome<Checked>> {
  const before = await sourceSetting(ctx, by.member, kind);
  const token = plan.forgetToken ? "" : plan.token || (before?.token ?? "");
  const typed = plan.daily.replace(/\s/g, "");
  const daily = typed === "" ? USUAL_DAILY : /^\d{1,7}$/.test(typed) ? Number(typed) : Number.NaN;
  const setting: SourceSetting = { token, recipient: plan.recipient, delegation: plan.delegation, daily };
  const issues = issuesOf(setting, daily);
  if (issues.length > 0) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const checked = await check(ctx, kind, setting);
  if (checked === "refused") {
    return refused(problem("invalid", words.errors.refused, [issue("jeton", words.errors.refused)]));
  }
  await saveSourceSetting(ctx, by.member, kind, setting, ctx.clock());
  tell(ctx, by, kind, "source-set");
  return done(checked);
}

/** The member asks this source no more. */
export async function forgetSourceSetting(ctx: Context, by: AgentIdentity, kind: SourceKindId): Promise<void> {
  await saveSourceSetting(ctx, by.member, kind, null, ctx.clock());
  tell(ctx, by, kind, "source-forgotten");
}

async function check(ctx: Context, kind: SourceKindId, setting: SourceSetting): Promise<Checked | "refused"> {
  const caller = callerFrom(ctx, setting);
  if (caller === null) return "refused";
  const source = ctx.sources?.lookUps.get(kind);
  if (!source || !("nom" in kindOf(kind).inputs)) return "unchecked";
  const answer = await source.lookUp({ by: "identity", inputs: NOBODY }, caller);
  if (answer.ok || answer.failure === "not-found" || answer.failure === "invalid") return "taken";
  return answer.failure === "refused" ? "refused" : "unchecked";
}

const issue = (name: string, message: string): Issue => ({ code: "source", pointer: `/${name}`, message });

function issuesOf({ token, recipient, delegation }: SourceSetting, daily: number): readonly Issue[] {
  return [
    ...(isSiret(recipient) ? [] : [issue("siret", words.errors.siret)]),
    ...(token === "" || /^[\w.~+/=-]{10,4000}$/.test(token) ? [] : [issue("jeton", words.errors.token)]),
    ...(delegation === "" || /^[\w-]{6,100}$/.test(delegation) ? [] : [issue("delegation", words.errors.delegation)]),
    ...(daily <= MOST_DAILY ? [] : [issue("appels", words.errors.daily)]),
  ];
}

/** Fourteen digits whose Luhn sum ends in zero. */
function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text)) return false;
  const sum = [...text].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function tell(ctx: Context, { member, id, name }: AgentIdentity, kind: SourceKindId, change: string): void {
  audit(ctx, {
    member,
    action: "member",
    actor: { kind: "agent", id, name },
    target: member,
    detail: { change, source: kind },
  });
}
