import { maySend, type Sending } from "../../../engine/index.ts";
import type { Reached } from "../back/reach.ts";

/** What stands for each in addresses; no event may be called so. */
export const SENDING_ACTIONS: Readonly<Record<Sending, string>> = {
  labels: "_etiquettes",
  letters: "_lettre",
  mailing: "_courriel",
};

const ORDER: readonly Sending[] = ["labels", "letters", "mailing"];

/** What this agent may send to those of a list, somewhere. */
export const sendingsOf = ({ places }: Reached): readonly { readonly what: Sending; readonly action: string }[] =>
  ORDER.filter((what) => places.some(({ definition, actor }) => maySend(definition, actor, what))).map((what) => ({
    what,
    action: SENDING_ACTIONS[what],
  }));

/** What an address asks to send; undefined for anything else. */
export const sendingAsked = (action: string): Sending | undefined =>
  ORDER.find((what) => SENDING_ACTIONS[what] === action);

/** Whether she may send such a thing to those of this list. */
export const maySendHere = (reached: Reached, what: Sending): boolean =>
  sendingsOf(reached).some((each) => each.what === what);
