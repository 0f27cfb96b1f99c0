import type { LocalHolidays } from "../engine/index.ts";
import type { Context } from "./context.ts";

/** Haut-Rhin and Bas-Rhin, and Moselle (code du travail, L.3134-13). */
const DEPARTMENTS = new Set(["57", "67", "68"]);

/**
 * The holidays of a member beside those of the whole country: of Alsace and Moselle by the department of its INSEE code, and those
 * its administrator wrote (overseas, the day slavery was abolished). An EPCI has no such code: it keeps those of the communes of its group.
 */
export function localHolidays(ctx: Pick<Context, "catalogue">, id: string): LocalHolidays {
  const member = ctx.catalogue.member(id);
  if (!member) return { alsaceMoselle: false, own: [] };
  const codes = member.insee === null ? codesOf(ctx, member.groupName) : [member.insee];
  return {
    alsaceMoselle: codes.some((code) => DEPARTMENTS.has(code.slice(0, 2))),
    own: member.contact.holidays ?? [],
  };
}

const codesOf = ({ catalogue }: Pick<Context, "catalogue">, group: string): readonly string[] =>
  catalogue.everyMember().flatMap(({ groupName, insee }) => (groupName === group && insee !== null ? [insee] : []));
