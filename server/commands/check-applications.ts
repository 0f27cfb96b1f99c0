import {
  type Answers,
  APPLICATION,
  type Application,
  applicationsIn,
  type CompiledDefinition,
  type Issue,
  resolve,
  type Context as ScopeContext,
  withApplications,
} from "../../engine/index.ts";
import { nationalWords } from "../../renderer/strings-national.ts";
import type { ApplicationState, OtherAppointment } from "../connectors/ants/appointment-coordination.ts";
import type { Context } from "../context.ts";
import { tooMany } from "../problem.ts";
import { take } from "../store/rate-limit.ts";

/** Code of the issue of a pre-application number that cannot be given an appointment. */
const APPLICATION_ISSUE = "application";

const words = nationalWords.application;

/** Questions of one visitor in an hour: a form is no way to try numbers. */
const LIMIT = { most: 60, seconds: 3_600 };

export interface CheckedApplications {
  /** With the numbers in capitals. */
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  /** Appointments that other towns know of for the same numbers: she may take this one all the same. */
  readonly others: readonly (OtherAppointment & { readonly number: string })[];
  /** Seconds before she may ask again, when she asked too often. */
  readonly wait?: number;
}

/**
 * Asks the coordination service about the pre-application numbers of answers, where the definition has any and the form
 * shows them. One call of four seconds at most; its silence is an issue, since a number may be used up.
 * @param asker key under which the questions of a visitor are counted (see `askerOf`); null: they are not
 */
export async function checkApplications(
  ctx: Context,
  { national, form }: Pick<CompiledDefinition, "national" | "form">,
  given: Answers,
  context: ScopeContext,
  asker: string | null,
): Promise<CheckedApplications> {
  if (national?.applications === undefined) return { answers: given, issues: [], others: [] };
  const answers = withApplications(national, given);
  const applications = applicationsIn(national, resolve(form, answers, context).answers);
  const wrong = applications.filter(({ number }) => !APPLICATION.test(number));
  if (wrong.length > 0) return { answers, issues: wrong.map((one) => issue(one, words.shape)), others: [] };
  const service = ctx.sources?.appointments;
  if (!service || applications.length === 0) return { answers, issues: [], others: [] };
  const wait = asker === null ? null : await take(ctx, [{ key: asker, ...LIMIT }]);
  if (wait !== null) {
    const { detail } = tooMany(wait, words.often);
    return { answers, issues: applications.map((one) => issue(one, detail)), others: [], wait };
  }
  const asked = await service.status([...new Set(applications.map(({ number }) => number))]);
  if (!asked.ok) return { answers, issues: applications.map((one) => issue(one, words.away)), others: [] };
  const states = asked.value;
  return {
    answers,
    issues: applications.flatMap((one) => stateIssue(one, states.get(one.number))),
    others: [...states].flatMap(([number, { appointments }]) => appointments.map((each) => ({ ...each, number }))),
  };
}

function stateIssue(application: Application, state: ApplicationState | undefined): readonly Issue[] {
  const status = state?.status ?? "unknown";
  return status === "validated" ? [] : [issue(application, words[status](application.number))];
}

const issue = ({ pointer }: Application, message: string): Issue => ({ code: APPLICATION_ISSUE, pointer, message });
