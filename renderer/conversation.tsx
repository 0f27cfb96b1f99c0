import { conversationWords as words } from "./strings-conversation.ts";

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
  readonly files: readonly { readonly href: string; readonly name: string }[];
  /** When the other side saw it, in a sentence. */
  readonly seen: string | null;
  /** From the other side, never shown on this one before. */
  readonly fresh: boolean;
}

/** The messages of an entry, oldest first. `level` of the headings of each. */
export function Thread({ messages }: { readonly messages: readonly MessageView[] }) {
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
            {message.files.length > 0 && (
              <ul class="message-files" aria-label={words.attached}>
                {message.files.map(({ href, name }) => (
                  <li key={href}>
                    <a href={href}>{name}</a>
                  </li>
                ))}
              </ul>
            )}
            {message.seen !== null && <p class="message-seen">{message.seen}</p>}
          </li>
        ))}
      </ol>
      <p class="hint">{words.seenMeans}</p>
    </>
  );
}
