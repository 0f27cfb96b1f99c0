import type { QuickPlace } from "../../../renderer/back/queue-nav.tsx";
import { mayOpen } from "../../commands/may-open.ts";
import type { Context } from "../../context.ts";
import type { Reached } from "./reach.ts";

/** The quick forms that an agent may fill, each where she opens its entries: in her own member when she may. */
export const quickPlaces = (ctx: Context, reached: readonly Reached[], home: string): readonly QuickPlace[] =>
  reached.flatMap(({ places }) => {
    const open = places.filter(
      ({ member, definition, actor }) => definition.quick !== null && mayOpen(ctx, member.id, definition, actor),
    );
    const place = open.find(({ member }) => member.id === home) ?? open[0];
    if (!place?.definition.quick) return [];
    const { member, definition } = place;
    const { title } = place.definition.quick;
    return [{ title, definition: definition.id, href: `/${member.id}/agent/${definition.id}/rapide` }];
  });
