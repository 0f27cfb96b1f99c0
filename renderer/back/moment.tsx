import { ago, longInstant } from "./when.ts";

/** How long ago, with the full date for whoever asks. */
export function Moment({ at, now }: { at: string; now: string }) {
  return (
    <time dateTime={at} title={longInstant(at)}>
      {ago(at, now)}
    </time>
  );
}
