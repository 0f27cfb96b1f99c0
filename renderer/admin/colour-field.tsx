import { fieldId } from "../field-id.ts";
import { readColour } from "../member-theme.ts";
import { memberSpace as words } from "../strings-admin-member.ts";
import { ADMIN_ROOT, TextField, type TextFieldProps } from "./fields.tsx";

/** What a palette shows of a colour not chosen yet: it always has one, and no member wants this grey. */
const UNCHOSEN = "#808080";

/** The colour that the palette of a field shows at first: "#rrggbb". */
export const paletteStart = (typed: string): string => readColour(typed) ?? UNCHOSEN;

/** A colour to type, or to choose on the browser's palette. What the text was goes along: see `pickedColour`. */
export function ColourField(props: TextFieldProps) {
  const id = fieldId(`/nuance-${props.name}`, ADMIN_ROOT);
  return (
    <div class="colour-field">
      <TextField {...props} size={10} />
      <p class="palette">
        <label for={id}>
          {words.colours.palette}
          <span class="sr"> : {props.label}</span>
        </label>
        <input type="color" id={id} name={`nuance-${props.name}`} value={paletteStart(props.value)} />
        <input type="hidden" name={`avant-${props.name}`} value={props.value} />
      </p>
    </div>
  );
}

/** The colour meant: the one chosen on the palette when only it moved, otherwise the text. */
export function pickedColour(text: string, before: string, chosen: string): string {
  const moved = readColour(chosen) !== null && readColour(chosen) !== paletteStart(before);
  return moved && text === before ? chosen : text;
}
