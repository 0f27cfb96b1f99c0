import type { VNode } from "preact";
import type { Field, Json } from "../../engine/index.ts";
import type { FileView, ReferenceView } from "./form-context.ts";
import type { SeatView } from "./seat-view.ts";
import type { SlotView } from "./slot-view.ts";

/** What a control is given: one field, its value as stored or as typed, and what describes it. */
export interface ControlProps {
  readonly field: Field;
  /** Id of the first native control. */
  readonly id: string;
  /** Name under which the value is posted. */
  readonly name: string;
  /** JSON Pointer of the value, indexes included. */
  readonly pointer: string;
  readonly value: Json | undefined;
  /** Ids of the hint and of the message, for `aria-describedby`. */
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** Stored files by id. */
  readonly files: ReadonlyMap<string, FileView>;
  readonly reference: ReferenceView | undefined;
  readonly slot: SlotView | undefined;
  readonly seat: SeatView | undefined;
  /** Bytes a file may weigh. */
  readonly maxFile: number;
  /** Address that proposes what this field may be, while it is typed. */
  readonly completed: string | undefined;
  /** Address of a form whose answer is a page; see `comeBack`. */
  readonly action: string | undefined;
  /** Takes the focus as the page opens. */
  readonly focused: boolean;
}

/** One way of asking. */
export interface Control {
  render(props: ControlProps): VNode;
  /** Several native controls: the field is a fieldset and its title a legend. */
  readonly grouped?: boolean;
  /** The control shows the field's title itself, after it. */
  readonly labelled?: boolean;
}

/** Attributes common to every native control. */
export function described(props: ControlProps) {
  return {
    "aria-describedby": props.describedBy,
    "aria-invalid": props.invalid ? ("true" as const) : undefined,
    ...(props.focused && { autofocus: true }),
  };
}

/** A stored or typed value as the text of a control; "" for anything that is not a scalar. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
}
