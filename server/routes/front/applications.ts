import { checkStep, type Issue, nationalInstant, type Step, slotMoment } from "../../../engine/index.ts";
import type { OtherAppointmentView } from "../../../renderer/front/other-appointments.tsx";
import { checkApplications } from "../../commands/check-applications.ts";
import { askerOf } from "../../identity/address.ts";
import type { DraftScope, PageContext } from "./front-scope.ts";

/** What the State says of the pre-application numbers of this page; nothing is asked for a page without any. */
export async function applicationIssues(
  c: PageContext,
  { ctx, definition, draft, context, actor }: DraftScope,
  step: Step,
): Promise<readonly Issue[]> {
  const [list] = definition.national?.applications?.split(".") ?? [];
  if (!step.fields.some(({ key }) => key === list)) return [];
  const wrong = checkStep(definition.form, step, draft.answers, context);
  if (wrong.length > 0) return [];
  return (await checkApplications(ctx, definition, draft.answers, context, askerOf(c, actor))).issues;
}

/** The appointments known elsewhere for the same pre-applications: she is told, and may go on. */
export async function otherAppointments(
  c: PageContext,
  { ctx, definition, draft, context, actor }: DraftScope,
): Promise<readonly OtherAppointmentView[]> {
  const { others } = await checkApplications(ctx, definition, draft.answers, context, askerOf(c, actor));
  return others.map(({ place, date, page }) => {
    const time = nationalInstant(`${date.slice(0, 16).replace(" ", "T")}Z`);
    return { place, when: time === null ? "" : slotMoment(time), href: page };
  });
}
