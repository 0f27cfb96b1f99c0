/** Whose an entry may be, what of it is edited apart, confirmed and recalled: the part of the engine's surface about them. */
export type { Confirmation, Confirmed, Round } from "./confirmation.ts";
export { confirmedOf, roundOn } from "./confirmation.ts";
export type { HolderView } from "./holder-view.ts";
export { holderFields } from "./holder-view.ts";
export { editsEntry, partFormId } from "./part-edit.ts";
export type { DateWindow, DueReminder, Reminder } from "./reminders.ts";
export { dueReminders, recalls, reminderAddress, reminderTitle, reminderWindows } from "./reminders.ts";
export { movedDay } from "./year-days.ts";
