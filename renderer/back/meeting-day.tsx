import { TextField } from "../admin/fields.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { meetingWords as words } from "../strings-meetings.ts";

/** Asks the day of a meeting, whose criteria and answers count. */
export const MeetingDay = ({ typed, issues }: { readonly typed: string; readonly issues: readonly ShownIssue[] }) => (
  <div class="fields">
    <TextField name="jour" type="date" label={words.day} hint={words.dayHint} value={typed} issues={issues} />
  </div>
);
