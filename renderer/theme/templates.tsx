import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  WidgetProps,
} from "@rjsf/utils";
import type { ComponentChildren } from "preact";
import type { Field } from "../../engine/index.ts";
import { strings } from "../strings.ts";
import { sourceWords } from "../strings-sources.ts";
import { AddressHelp } from "./address-help.tsx";
import { controlOf } from "./controls.ts";
import { comeBack, type FieldUi, type FormContext } from "./form-context.ts";
import { describedBy, FieldError, Hint, Title } from "./messages.tsx";
import { beginsOpen, offeredField } from "./offered.ts";
import { PriceField } from "./price-field.tsx";
import { SectorField } from "./sector-field.tsx";
import { SourcePanel } from "./source-panel.tsx";

type Path = readonly (string | number)[];

const pointerOf = (path: Path) =>
  path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

const engineField = (uiSchema: unknown): Field | undefined => (uiSchema as FieldUi | undefined)?.["ui:options"]?.engine;

/** RJSF's own formContext is untyped; ours is always given by `renderFields`. */
const contextOf = (registry: { readonly formContext: unknown }) => registry.formContext as FormContext;

/** Around every field: hides what is not asked, titles, hints and messages of single controls. */
export function FieldTemplate(props: FieldTemplateProps) {
  const field = engineField(props.uiSchema);
  if (field === undefined) return <>{props.children}</>;
  const context = contextOf(props.registry);
  const pointer = pointerOf(props.fieldPathId.path);
  if (!context.visible(field, pointer)) return null;
  if (field.fee) return <PriceField id={props.id} field={field} {...priced(props)} />;
  if (field.sector) {
    const { sectors, references } = context;
    return <SectorField id={props.id} field={field} looked={sectors?.get(field.key)} kept={references.get(pointer)} />;
  }
  if (field.computed !== undefined) return null;
  const control = controlOf(offeredField(field, context.offered, context.references.get(pointer)).widget);
  if (control === null) return <>{props.children}</>;
  const { id } = props;
  const messages = context.messages.get(pointer) ?? [];
  const hint = hintOf(field);
  const box = boxOf(id, field, messages, context);
  if (control.grouped) {
    return (
      <fieldset {...box} aria-describedby={describedBy(id, hint, messages)}>
        <legend class="label">
          <Title text={field.title} required={field.required} />
        </legend>
        <Hint id={id} text={hint} />
        <FieldError id={id} messages={messages} />
        {props.children}
      </fieldset>
    );
  }
  return (
    <div {...box}>
      {!control.labelled && (
        <label class="label" for={id}>
          <Title text={field.title} required={field.required} />
        </label>
      )}
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      {props.children}
    </div>
  );
}

const priced = ({ formData }: FieldTemplateProps) => (typeof formData === "number" ? { cents: formData } : {});

/** What the definition says of the question; else, of a date, how it is written. */
function hintOf({ hint, widget, autocomplete }: Field): string | undefined {
  if (hint !== undefined || widget !== "date") return hint;
  return autocomplete === "bday" ? strings.field.birthHint : strings.field.dateHint;
}

function boxOf(id: string, field: Field, messages: readonly string[], context: FormContext) {
  return {
    id: `${id}-box`,
    class: `field field-${field.widget}${messages.length > 0 ? " field-error" : ""}`,
    "data-live": field.widget === "slot" || context.live.has(field.pointer) ? "" : undefined,
  };
}

/** The only RJSF widget: gives the field to the control of its kind. */
export function ControlWidget(props: WidgetProps) {
  const asked = engineField(props.uiSchema);
  if (asked === undefined) return null;
  const context = contextOf(props.registry);
  const name = props.htmlName ?? props.name;
  const pointer = pointerOf(pathOfName(name));
  const field = offeredField(asked, context.offered, context.references.get(pointer));
  const control = controlOf(field.widget);
  if (control === null) return null;
  const messages = context.messages.get(pointer) ?? [];
  const hint = hintOf(field);
  return control.render({
    field,
    id: props.id,
    name,
    pointer,
    value: props.value,
    // A fieldset is described once, as a whole: not on each of its controls.
    describedBy: control.grouped ? undefined : describedBy(props.id, hint, messages),
    invalid: messages.length > 0,
    files: context.files,
    reference: context.references.get(pointer),
    slot: context.slots.get(pointer),
    seat: context.seats.get(pointer),
    maxFile: context.maxFile,
    completed: field.complete && context.completion && `${context.completion.href}/communes`,
    action: context.action,
    focused: context.focus === pointer,
  });
}

/** "root[agrements][0][debut]" → ["agrements", "0", "debut"]. */
const pathOfName = (name: string): Path => [...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? "");

/** The form itself, a group, an address, or the fields of an item. */
export function ObjectTemplate(props: ObjectFieldTemplateProps) {
  const field = engineField(props.uiSchema);
  const children = props.properties.map((property) => property.content) as ComponentChildren;
  if (field === undefined) return <>{children}</>;
  const context = contextOf(props.registry);
  const id = props.fieldPathId.$id;
  const messages = context.messages.get(pointerOf(props.fieldPathId.path)) ?? [];
  return (
    <fieldset
      {...boxOf(id, field, messages, context)}
      aria-describedby={describedBy(id, field.hint, messages)}
      data-complete={
        field.widget === "address" && context.completion ? `${context.completion.href}/adresses` : undefined
      }
      data-words={field.widget === "address" && context.completion ? JSON.stringify(sourceWords.list) : undefined}
    >
      <legend class="legend" id={id} tabIndex={-1}>
        <Title text={field.title} required={field.required || required(field)} />
      </legend>
      <Hint id={id} text={field.hint} />
      <FieldError id={id} messages={messages} />
      {children}
      {field.widget === "source" && (
        <SourcePanel
          id={id}
          pointer={pointerOf(props.fieldPathId.path)}
          view={context.sources?.get(pointerOf(props.fieldPathId.path))}
          action={context.action}
        />
      )}
      {field.widget === "address" && context.completion && (
        <AddressHelp
          id={id}
          pointer={pointerOf(props.fieldPathId.path)}
          search={context.completion.searches.get(pointerOf(props.fieldPathId.path))}
          action={context.action}
        />
      )}
    </fieldset>
  );
}

/** A group with a required field is not optional as a whole, even where its own schema does not require it. */
const required = (field: Field): boolean => (field.fields ?? []).some((child) => child.required);

/** Items added and removed by named submit buttons. */
export function ArrayTemplate(props: ArrayFieldTemplateProps) {
  const field = engineField(props.uiSchema);
  if (field === undefined) return null;
  const context = contextOf(props.registry);
  const id = props.fieldPathId.$id;
  const pointer = pointerOf(props.fieldPathId.path);
  const messages = context.messages.get(pointer) ?? [];
  const max = field.schema["maxItems"];
  const full = typeof max === "number" && props.items.length >= max;
  const words = repeatWords(field);
  return (
    <fieldset {...boxOf(id, field, messages, context)} aria-describedby={describedBy(id, field.hint, messages)}>
      <legend class="legend" id={id} tabIndex={-1}>
        <Title text={field.title} required={field.required} />
      </legend>
      <Hint id={id} text={field.hint} />
      <FieldError id={id} messages={messages} />
      {props.items.length === 0 && <p class="repeat-none">{strings.field.repeat.none}</p>}
      {props.items as ComponentChildren}
      {!full && (
        <button
          type="submit"
          class="button button-secondary"
          name="_action"
          value={`add:${pointer}`}
          id={`${id}-add`}
          formAction={comeBack(context.action, `${id}_${props.items.length}`)}
        >
          {props.items.length === 0 ? words.add : words.another}
        </button>
      )}
    </fieldset>
  );
}

/** The hidden input keeps an item whose boxes are all unticked. */
export function ArrayItemTemplate(props: ArrayFieldItemTemplateProps) {
  const field = engineField(props.parentUiSchema);
  const { fieldPathId } = props.buttonsProps;
  if (field === undefined) return <>{props.children}</>;
  const id = fieldPathId.$id;
  const words = repeatWords(field);
  const messages = contextOf(props.registry).messages.get(pointerOf(fieldPathId.path)) ?? [];
  return (
    <fieldset class="item" aria-describedby={describedBy(id, undefined, messages)}>
      <legend class="item-title" id={id} tabIndex={-1}>
        {strings.field.repeat.item(words.item, props.index + 1)}
      </legend>
      <FieldError id={id} messages={messages} />
      <input type="hidden" name={`${fieldPathId.name ?? id}[_]`} value="1" />
      {props.children}
      {field.schema["x-ordered"] === true && (
        <Moves props={props} label={strings.field.repeat.item(words.item, props.index + 1)} />
      )}
      {!(beginsOpen(field) && props.totalItems === 1) && (
        <button
          type="submit"
          class="link item-remove"
          name="_action"
          value={`remove:${pointerOf(fieldPathId.path)}`}
          formAction={comeBack(contextOf(props.registry).action, id.replace(/_\d+$/, ""))}
        >
          {words.remove}
          <span class="sr"> {strings.field.repeat.item(words.item, props.index + 1)}</span>
        </button>
      )}
    </fieldset>
  );
}

/** Buttons that change the rank of an item, where the order of a list counts. */
function Moves({ props, label }: { readonly props: ArrayFieldItemTemplateProps; readonly label: string }) {
  const { fieldPathId } = props.buttonsProps;
  const { action } = contextOf(props.registry);
  const ways = [
    ...(props.index > 0 ? (["up"] as const) : []),
    ...(props.index < props.totalItems - 1 ? (["down"] as const) : []),
  ];
  return (
    <>
      {ways.map((way) => (
        <button
          key={way}
          type="submit"
          class="link item-move"
          name="_action"
          value={`${way}:${pointerOf(fieldPathId.path)}`}
          formAction={comeBack(action, fieldPathId.$id.replace(/_\d+$/, `_${props.index + (way === "up" ? -1 : 1)}`))}
        >
          {strings.field.repeat[way]}
          <span class="sr"> {label}</span>
        </button>
      ))}
    </>
  );
}

/** The definition may word its own buttons: `"x-messages": {"add": "Ajouter un agrément"}`. */
function repeatWords(field: Field) {
  const items = field.schema["items"];
  const title = typeof items === "object" && items !== null && "title" in items ? items["title"] : undefined;
  const item = typeof title === "string" ? title : field.title;
  return {
    item,
    add: field.messages?.["add"] ?? strings.field.repeat.add(item),
    another: field.messages?.["another"] ?? field.messages?.["add"] ?? strings.field.repeat.another(item),
    remove: field.messages?.["remove"] ?? strings.field.repeat.remove,
  };
}
