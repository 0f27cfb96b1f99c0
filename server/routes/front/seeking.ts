import type { CompiledDefinition } from "../../../engine/index.ts";
import { servingUnits } from "../../around.ts";
import type { Context } from "../../context.ts";

/** A service that looks for places of a register, and the member where it is asked. */
export interface SeekingService {
  readonly member: string;
  readonly definition: CompiledDefinition & { readonly seeks: NonNullable<CompiledDefinition["seeks"]> };
}

/**
 * The service of a member whose entries look for places of a register: that of the member whose unit serves a commune when it offers one
 * too. Null where there is none.
 */
export function seekingService(
  ctx: Context,
  member: string,
  register: string,
  commune: string | null,
): SeekingService | null {
  const serving = commune === null ? [] : servingUnits(ctx, commune).map((each) => each.member.id);
  for (const each of [...serving, member]) {
    for (const definition of ctx.catalogue.definitions(each)) {
      const { seeks, kind, id } = definition;
      if (kind === "service" && seeks?.definition === register && ctx.catalogue.offers(each, id)) {
        return { member: each, definition: { ...definition, seeks } };
      }
    }
  }
  return null;
}
