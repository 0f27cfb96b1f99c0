import { type Json, largestFile, sizeLimit } from "../../../engine/index.ts";
import { FileLine, Pictures } from "../../file-parts.tsx";
import { strings } from "../../strings.ts";
import { fileWords } from "../../strings-files.ts";
import { type Control, type ControlProps, described, textOf } from "../control.tsx";
import { comeBack } from "../form-context.ts";

/** What the server's store takes; the browser only helps to choose. */
const ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.tif,.tiff,.odt,.ods,.docx,.xlsx,.txt";

export const attachment: Control = {
  render: (props) => {
    const id = textOf(props.value);
    if (id === "") return picker(props, 1);
    return (
      <div class="attachments">
        <ul class="files">{stored(props, id, props.pointer, true)}</ul>
        <Pictures files={viewsOf(props, [id])} />
      </div>
    );
  },
};

export const attachments: Control = {
  render: (props) => {
    const ids: readonly Json[] = Array.isArray(props.value) ? props.value : [];
    const left = mostOf(props) - ids.length;
    const full = left <= 0;
    return (
      <div class="attachments">
        {ids.length > 0 && (
          <ul class="files">
            {ids.map((id, index) => stored(props, textOf(id), `${props.pointer}/${index}`, full && index === 0))}
          </ul>
        )}
        <Pictures files={viewsOf(props, ids)} />
        {!full && picker(props, left)}
      </div>
    );
  },
};

/** @param left how many files the field still takes */
function picker(props: ControlProps, left: number) {
  const most = props.field.widget === "attachments" ? mostOf(props) : 1;
  return (
    <div class="picker">
      <input
        class="file"
        type="file"
        id={props.id}
        name={props.name}
        accept={ACCEPT}
        multiple={left > 1}
        data-sending={JSON.stringify(fileWords.sending(sizeLimit(maxOf(props))))}
        data-max={maxOf(props)}
        data-left={left}
        {...described(props)}
      />
      <p class="hint">
        {props.field.hint === undefined && `${strings.field.files.kinds} `}
        {strings.field.files.size(sizeLimit(maxOf(props)))}
        {props.field.hint === undefined && most > 1 && most < MOST && ` ${strings.field.files.most(most)}`}
      </p>
    </div>
  );
}

/** Bytes a file of this field may weigh: the installation's limit, or the field's own when it is lower. */
const maxOf = ({ field, maxFile }: ControlProps): number => Math.min(maxFile, largestFile(field) ?? maxFile);

/** Files a field takes that does not say how many. */
const MOST = 20;

function mostOf({ field }: ControlProps): number {
  const most = field.schema["maxItems"];
  return typeof most === "number" ? most : MOST;
}

const viewsOf = ({ files }: ControlProps, ids: readonly Json[]) => ids.flatMap((id) => files.get(textOf(id)) ?? []);

function stored(props: ControlProps, id: string, pointer: string, first: boolean) {
  const file = props.files.get(id);
  const name = file?.name ?? strings.field.files.stored;
  return (
    <li class="file-stored" key={id}>
      <input type="hidden" name={props.name} value={id} />
      {file === undefined ? <span class="file-name">{name}</span> : <FileLine file={file} reader="citizen" />}
      <button
        type="submit"
        class="link"
        name="_action"
        formAction={comeBack(props.action, props.id)}
        value={`remove:${pointer}`}
        id={first ? props.id : undefined}
        {...(first ? described(props) : {})}
      >
        {strings.field.files.remove}
        <span class="sr"> {name}</span>
      </button>
    </li>
  );
}
