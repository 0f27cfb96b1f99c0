import type { CompiledDefinition } from "../../engine/index.ts";
import { publish } from "../../server/commands/publish.ts";
import type { Context } from "../../server/context.ts";
import { adopt } from "../../server/store/definitions.ts";

/** Publishes a definition, which these members adopt. */
export async function offer(
  ctx: Context,
  definition: CompiledDefinition,
  members: readonly string[] = ["mulhouse"],
): Promise<void> {
  const published = await publish(ctx.db, [definition]);
  if (!published.ok) throw new Error(JSON.stringify(published.issues));
  for (const member of members) await adopt(ctx.db, member, definition.id);
  await ctx.catalogue.reload();
}
