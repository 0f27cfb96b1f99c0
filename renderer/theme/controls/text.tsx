import type { VNode } from "preact";
import { display, encode, isPlate } from "../../../engine/index.ts";
import { sourceWords } from "../../strings-sources.ts";
import { type Control, type ControlProps, described } from "../control.tsx";

/** What every one-line control has in common. */
function common(props: ControlProps) {
  const { field } = props;
  const maxLength = field.schema["maxLength"];
  return {
    class: "input",
    id: props.id,
    name: props.name,
    value: encode(field, props.value),
    "data-width": widthOf(field.width),
    autocomplete: field.autocomplete,
    maxLength: typeof maxLength === "number" && field.type === "string" ? maxLength : undefined,
    ...described(props),
  };
}

const WIDTHS = [2, 4, 5, 10, 20, 30];

/** The nearest width of the style sheet: a strict policy refuses style attributes. */
function widthOf(characters: number | undefined): number | undefined {
  return characters === undefined ? undefined : WIDTHS.find((width) => width >= characters);
}

function suffixed(control: VNode, suffix: string | undefined): VNode {
  if (suffix === undefined) return control;
  return (
    <span class="suffixed">
      {control}
      <span class="suffix" aria-hidden="true">
        {suffix}
      </span>
    </span>
  );
}

export const text: Control = {
  render: (props) =>
    suffixed(
      <input
        type="text"
        {...common(props)}
        {...(isPlate(props.field) && { autocapitalize: "characters", spellcheck: false })}
        data-complete={props.completed}
        data-words={props.completed && JSON.stringify(sourceWords.list)}
      />,
      props.field.suffix,
    ),
};

/** Typed "8 h 30" or "8:30"; the browser's own box of hours differs from one to the next and loses what is mistyped. */
export const time: Control = {
  render: (props) => <input type="text" {...common(props)} value={shownTime(props)} data-width={10} />,
};

const shownTime = ({ field, value }: ControlProps): string => display(field, value) || encode(field, value);

export const email: Control = {
  render: (props) => <input type="email" spellcheck={false} {...common(props)} />,
};

export const phone: Control = {
  render: (props) => <input type="tel" {...common(props)} />,
};

/** Typed with a comma, never with the spinner of type=number, which loses what is mistyped. */
export const number: Control = {
  render: (props) => {
    const attributes = common(props);
    const width = attributes["data-width"] ?? 10;
    const inputMode = props.field.type === "integer" ? "numeric" : "decimal";
    return suffixed(<input type="text" {...attributes} inputMode={inputMode} data-width={width} />, props.field.suffix);
  },
};

export const money: Control = {
  render: (props) =>
    suffixed(<input type="text" {...common(props)} inputMode="decimal" data-width={10} />, props.field.suffix ?? "€"),
};

export const textarea: Control = {
  render: (props) => {
    const maxLength = props.field.schema["maxLength"];
    return (
      <textarea
        class="input textarea"
        id={props.id}
        name={props.name}
        rows={5}
        maxLength={typeof maxLength === "number" ? maxLength : undefined}
        autocomplete={props.field.autocomplete}
        value={encode(props.field, props.value)}
        {...described(props)}
      />
    );
  },
};
