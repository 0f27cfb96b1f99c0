import { CHANNELS, type Channel, type CompiledDefinition, isFiledByCitizens, mailedTo } from "../../../engine/index.ts";
import type { Opened } from "../../commands/open-entry.ts";
import type { Context } from "../../context.ts";
import { issuePaperCode } from "../../identity/paper-codes.ts";
import { OPENED } from "./entry.ts";

/** How a request came, as the form says it; at the counter unless told otherwise. */
export const readChannel = (text: string | undefined): Channel => CHANNELS.find((each) => each === text) ?? "guichet";

/** A holder for someone the platform does not know: a pseudonym that derives from nothing but chance. */
export function counterOf(ctx: Context, member: string, { privacy }: CompiledDefinition, channel: Channel) {
  const key = `counter:${Buffer.from(ctx.randomBytes(32)).toString("base64url")}`;
  return { channel, holder: ctx.secrets.pseudonym(key, member, privacy.sector) };
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
