import { ROLES } from "./actor.ts";
import type { Who } from "./definition.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

const WHO: readonly Who[] = [...ROLES, ...(["holder", "citizen", "anonymous", "system"] as const)];

export const isWho = (name: string): name is Who => (WHO as readonly string[]).includes(name);

/** The roles and relations of a list; an unknown one is reported. */
export function checkWho(names: readonly string[], at: At, report: Report): readonly Who[] {
  return names.flatMap((name, index) => {
    if (isWho(name)) return [name];
    report.add(
      "who",
      under(at, index),
      `« ${name} » n'est ni un rôle ni un lien avec la demande${didYouMean(name, WHO)}`,
    );
    return [];
  });
}
