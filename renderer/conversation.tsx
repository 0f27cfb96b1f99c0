import { FileLine, type FileReader, Pictures } from "./file-parts.tsx";
import { conversationWords as words } from "./strings-conversation.ts";
import type { FileView } from "./theme/form-context.ts";

/** One message as someone reads it. */
export interface MessageView {
  readonly seq: number;
  /** Written by the side that reads. */
  readonly ours: boolean;
  readonly by: string;
  /** ISO 8601, and as read. */
  readonly at: string;
  readonly when: string;
  readonly text: string;
  readonly files: readonly FileView[];
  /** When the other side saw it, in a sentence. */
  readonly seen: string | null;
  /** From the other side, never shown on this one before. */
  readonly fresh: boolean;
}

interface ThreadProps {
  /** Oldest first. */
  readonly messages: readonly MessageView[];
  readonly reader: FileReader;
}

/** The messages of an entry. */
export function Thread({ messages, reader }: ThreadProps) {
  if (messages.length === 0) return <p class="quiet">{words.none}</p>;
  return (
    <>
      <ol class="thread" aria-label={words.thread}>
        {messages.map((message) => (
          <li
            key={message.seq}
            id={`message-${message.seq}`}
            class={`message ${message.ours ? "message-ours" : "message-theirs"}`}
          >
            <p class="message-who">
              <strong>{message.by}</strong> <time dateTime={message.at}>{message.when}</time>
              {message.fresh && <span class="tag tag-active">{words.fresh}</span>}
            </p>
            <p class="message-text">{message.text}</p>
            {message.files.length > 0 && <Files files={message.files} reader={reader} />}
            {message.seen !== null && <p class="message-seen">{message.seen}</p>}
          </li>
        ))}
      </ol>
      <p class="hint">{words.seenMeans}</p>
    </>
  );
}

function Files({ files, reader }: { readonly files: readonly FileView[]; readonly reader: FileReader }) {
  return (
    <>
      <ul class="message-files" aria-label={words.attached}>
        {files.map((file, rank) => (
          <li key={`${rank} ${file.name}`}>
            <FileLine file={file} reader={reader} />
          </li>
        ))}
      </ul>
      <Pictures files={files} />
    </>
  );
}
