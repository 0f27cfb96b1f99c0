import type { Widget } from "../../engine/index.ts";
import type { Control } from "./control.tsx";
import { attachment, attachments } from "./controls/attachment.tsx";
import { checkbox, checkboxes, radio, select } from "./controls/choice.tsx";
import { date } from "./controls/date.tsx";
import { reference } from "./controls/reference.tsx";
import { seat } from "./controls/seat.tsx";
import { slot } from "./controls/slot.tsx";
import { email, money, number, phone, text, textarea, time } from "./controls/text.tsx";

/** Shown by templates rather than by a control. */
type MadeOfFields = "group" | "address" | "source" | "repeat";
const isMadeOfFields = (widget: Widget): widget is MadeOfFields =>
  ["group", "address", "source", "repeat"].includes(widget);

/** The control of each widget that is not made of other fields. */
export const controls: Readonly<Record<Exclude<Widget, MadeOfFields>, Control>> = {
  text,
  textarea,
  email,
  phone,
  number,
  money,
  date,
  radio,
  select,
  checkbox,
  checkboxes,
  attachment,
  attachments,
  reference,
  member: select,
  slot,
  seat,
  time,
  // Part of a slot: nobody is asked it by itself.
  moment: text,
};

/** The control of a widget; null for groups and repeats, which templates show. */
export function controlOf(widget: Widget): Control | null {
  return isMadeOfFields(widget) ? null : controls[widget];
}
