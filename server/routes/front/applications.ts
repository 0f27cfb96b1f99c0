import { checkStep, type Issue, nationalInstant, type Step, slotMoment } from "../../../engine/index.ts";
import type { OtherAppointmentView } from "../../../renderer/front/other-appointments.tsx";
import { checkApplications } from "../../commands/check-applications.ts";
import type { DraftScope } from "./front-scope.ts";

/** What the State says of the pre-application numbers of this page; nothing is asked for a page without any. */
export async function applicationIssues(
  { ctx, definition, draft, context }: DraftScope,
  step: Step,
): Promise<readonly Issue[]> {
  const [list] = definition.national?.applications?.split(".") ?? [];
  if (!step.fields.some(({ key }) => key === list)) return [];
  const wrong = checkStep(definition.form, step, draft.answers, context);
  return wrong.length > 0 ? [] : (await checkApplications(ctx, definition, draft.answers, context)).issues;
}

/** The appointments known elsewhere for the same pre-applications: she is told, and may go on. */
export async function otherAppointments({
  ctx,
  definition,
  draft,
  context,
}: DraftScope): Promise<readonly OtherAppointmentView[]> {
  const { others } = await checkApplications(ctx, definition, draft.answers, context);
  return others.map(({ place, date, page }) => {
    const time = nationalInstant(`${date.slice(0, 16).replace(" ", "T")}Z`);
    return { place, when: time === null ? "" : slotMoment(time), href: page };
  });
}
