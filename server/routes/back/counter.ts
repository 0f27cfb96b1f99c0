import {
  CHANNELS,
  type Channel,
  type CompiledDefinition,
  type Issue,
  isFiledByCitizens,
  mailedTo,
  parisDay,
} from "../../../engine/index.ts";
import { RECEIVED_POINTER } from "../../../renderer/back/filled-form.tsx";
import { words } from "../../../renderer/strings-back.ts";
import type { Opened } from "../../commands/open-entry.ts";
import type { Context } from "../../context.ts";
import { issuePaperCode } from "../../identity/paper-codes.ts";
import { typedDay } from "../admin/typed-day.ts";
import { OPENED } from "./entry.ts";

/** How a request came, as the form says it; at the counter unless told otherwise. */
export const readChannel = (text: string | undefined): Channel => CHANNELS.find((each) => each === text) ?? "guichet";

/** How a request came, as typed: the day is of paper. */
export interface Arrival {
  readonly channel: Channel;
  /** As typed; "" when the form does not say. */
  readonly receivedOn: string;
}

/** A letter that waited longer before it was typed is a slip of the pen; in days. */
const LONGEST_WAIT = 366;

/** What is wrong with the day on which a request came on paper: it is no day, is to come, or is long past. */
export function arrivalIssues({ receivedOn }: Arrival, now: string): readonly Issue[] {
  if (receivedOn.trim() === "") return [];
  const day = typedDay(receivedOn);
  const issue = (message: string): readonly Issue[] => [{ code: "received", pointer: RECEIVED_POINTER, message }];
  if (day === "") return issue(words.counter.receivedWrong);
  if (day > parisDay(now)) return issue(words.counter.receivedToCome);
  return (Date.parse(parisDay(now)) - Date.parse(day)) / 86_400_000 > LONGEST_WAIT
    ? issue(words.counter.receivedOld)
    : [];
}

/** A holder for someone the platform does not know: a pseudonym that derives from nothing but chance. */
export function counterOf(ctx: Context, member: string, { privacy }: CompiledDefinition, arrival: Arrival) {
  const key = `counter:${Buffer.from(ctx.randomBytes(32)).toString("base64url")}`;
  const { channel, receivedOn } = arrival;
  const day = typedDay(receivedOn);
  return {
    channel,
    ...(day !== "" && { receivedOn: day }),
    holder: ctx.secrets.pseudonym(key, member, privacy.sector),
  };
}

/**
 * Where an entry just opened leads: to its receipt when no mail tells the citizen, to its page otherwise. The code of the
 * receipt is made here, once: what was printed stays true.
 */
export async function afterwards(
  ctx: Context,
  definition: CompiledDefinition,
  { view, replayed }: Opened,
): Promise<string> {
  const path = `/${view.member}/agent/${definition.id}/${view.id}`;
  if (!isFiledByCitizens(definition)) return `${path}?fait=${OPENED}#fait`;
  if (!replayed) await issuePaperCode(ctx, view);
  return mailedTo(definition, view.answers) === null ? `${path}/recepisse` : `${path}?fait=${OPENED}#fait`;
}
