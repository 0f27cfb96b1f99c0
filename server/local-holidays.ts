import type { Context } from "./context.ts";

/** Haut-Rhin and Bas-Rhin, and Moselle (code du travail, L.3134-13). */
const DEPARTMENTS = new Set(["57", "67", "68"]);

/**
 * Whether the holidays of Alsace and Moselle are those of a member, by the department of its INSEE code. An EPCI has no such
 * code: it keeps the holidays of the communes of its group.
 */
export function hasLocalHolidays(ctx: Pick<Context, "catalogue">, id: string): boolean {
  const member = ctx.catalogue.member(id);
  if (!member) return false;
  const codes = member.insee === null ? codesOf(ctx, member.groupName) : [member.insee];
  return codes.some((code) => DEPARTMENTS.has(code.slice(0, 2)));
}

const codesOf = ({ catalogue }: Pick<Context, "catalogue">, group: string): readonly string[] =>
  catalogue.everyMember().flatMap(({ groupName, insee }) => (groupName === group && insee !== null ? [insee] : []));
