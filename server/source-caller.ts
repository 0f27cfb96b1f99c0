import type { SourceKindId } from "../engine/index.ts";
import type { Caller } from "./connectors/look-up-source.ts";
import type { Context } from "./context.ts";
import { type SourceSetting, sourceSetting } from "./store/source-settings.ts";

/**
 * In whose name a member asks a source: its own token, else the one of the installation (a software vendor's, good for
 * every member that delegated). Null: the member is not set to ask, and people answer by hand.
 */
export async function callerOf(ctx: Context, member: string, kind: SourceKindId): Promise<Caller | null> {
  if (!ctx.sources?.lookUps.has(kind)) return null;
  const setting = await sourceSetting(ctx, member, kind);
  return setting && callerFrom(ctx, setting);
}

/** The same from what was set. */
export function callerFrom({ sources }: Pick<Context, "sources">, setting: SourceSetting): Caller | null {
  const vendor = setting.token === "";
  const token = vendor ? (sources?.vendorToken ?? "") : setting.token;
  if (token === "" || setting.recipient === "") return null;
  return {
    token,
    recipient: setting.recipient,
    delegation: vendor && setting.delegation !== "" ? setting.delegation : null,
  };
}
