import RjsfForm, { type FormProps } from "@rjsf/core";
import { bracketNameGenerator, type ValidatorType } from "@rjsf/utils";
import type { ComponentType, VNode } from "preact";
import type { Answers, Field } from "../engine/index.ts";
import type { ShownIssue } from "./error-summary.tsx";
import type { Completion, FileView, FormContext, ReferenceView } from "./theme/form-context.ts";
import { withFirstItems } from "./theme/offered.ts";
import { presentationOf } from "./theme/presentation.ts";
import type { SeatView } from "./theme/seat-view.ts";
import type { SlotView } from "./theme/slot-view.ts";
import { ArrayItemTemplate, ArrayTemplate, ControlWidget, FieldTemplate, ObjectTemplate } from "./theme/templates.tsx";

export interface FieldOptions {
  /** Prefix of names and ids, "root" unless a page has several forms. */
  readonly root?: string;
  /** Whether a field is asked; all are when absent. See `visibility.ts`. */
  readonly visible?: FormContext["visible"];
  /** Pointers of fields whose change redraws the form; see `visibility.ts`. */
  readonly live?: ReadonlySet<string>;
  readonly files?: ReadonlyMap<string, FileView>;
  /** By pointer of the reference field. */
  readonly references?: ReadonlyMap<string, ReferenceView>;
  /** See `FormContext`. */
  readonly offered?: FormContext["offered"];
  /** By pointer of the slot field. */
  readonly slots?: ReadonlyMap<string, SlotView>;
  /** By pointer of the seat field. */
  readonly seats?: ReadonlyMap<string, SeatView>;
  /** Bytes. */
  readonly maxFile?: number;
  readonly completion?: Completion | undefined;
  readonly sources?: FormContext["sources"] | undefined;
  readonly sectors?: FormContext["sectors"] | undefined;
  /** Address the form posts to, when its answer is a page rather than a redirection: buttons then say where to come back. */
  readonly action?: string;
  /** See `FormContext`. */
  readonly focus?: string | undefined;
}

/**
 * The controls of these fields, without the `<form>` around them nor its buttons. Values come back as they were typed,
 * right or wrong. Names are `root[adresse][voie]`, the dates' boxes `root[d][jour|mois|annee]`; repeats and files are
 * changed by submit buttons named `_action`: `add:/agrements`, `remove:/agrements/1`, `remove:/piece`,
 * `search:/assistante` (with the text in `_search:/assistante`).
 */
export function renderFields(
  fields: readonly Field[],
  answers: Answers,
  issues: readonly ShownIssue[] = [],
  options: FieldOptions = {},
): VNode {
  const { schema, uiSchema } = presentationOf(fields);
  const formContext: FormContext = {
    messages: messagesByPointer(issues),
    visible: options.visible ?? (() => true),
    live: options.live ?? new Set(),
    files: options.files ?? new Map(),
    references: options.references ?? new Map(),
    offered: options.offered ?? new Map(),
    slots: options.slots ?? new Map(),
    seats: options.seats ?? new Map(),
    maxFile: options.maxFile ?? 50_000_000,
    ...(options.completion !== undefined && { completion: options.completion }),
    ...(options.sources !== undefined && { sources: options.sources }),
    ...(options.sectors !== undefined && { sectors: options.sectors }),
    ...(options.action !== undefined && { action: options.action }),
    ...(options.focus !== undefined && { focus: options.focus }),
  };
  return (
    <Form
      tagName="div"
      className="fields"
      schema={schema}
      uiSchema={uiSchema}
      formData={withFirstItems(fields, answers)}
      formContext={formContext}
      validator={NO_VALIDATOR}
      idPrefix={options.root ?? "root"}
      nameGenerator={bracketNameGenerator}
      templates={TEMPLATES}
      widgets={WIDGETS}
      experimental_defaultFormStateBehavior={NO_DEFAULTS}
      showErrorList={false}
      noValidate
    >
      {NOTHING}
    </Form>
  );
}

/** React's types are absent (preact stands in for it), so the class's own type is no component for TypeScript. */
const Form = RjsfForm as unknown as ComponentType<FormProps>;

/** A child replaces RJSF's own submit button. */
const NOTHING = " ";

const TEMPLATES = {
  FieldTemplate,
  ObjectFieldTemplate: ObjectTemplate,
  ArrayFieldTemplate: ArrayTemplate,
  ArrayFieldItemTemplate: ArrayItemTemplate,
};

const WIDGETS = { control: ControlWidget };

const NO_DEFAULTS = {
  emptyObjectFields: "skipDefaults",
  allOf: "skipDefaults",
  arrayMinItems: { populate: "never" },
  constAsDefaults: "never",
} as const;

/** RJSF asks for a validator; the engine has already said what is wrong, and shapes alone need no choice between schemas. */
const NO_VALIDATOR: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  isValid: () => true,
  rawValidation: () => ({}),
};

function messagesByPointer(issues: readonly ShownIssue[]): ReadonlyMap<string, readonly string[]> {
  const messages = new Map<string, string[]>();
  for (const issue of issues) {
    const known = messages.get(issue.pointer);
    if (known === undefined) messages.set(issue.pointer, [issue.message]);
    else if (!known.includes(issue.message)) known.push(issue.message);
  }
  return messages;
}

/** A form with a file box, even one still hidden, is sent in parts. */
export const hasFile = (fields: readonly Field[]): boolean =>
  fields.some(
    (field) => field.widget === "attachment" || field.widget === "attachments" || hasFile(field.fields ?? []),
  );
