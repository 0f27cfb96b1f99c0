import { normalise } from "../engine/index.ts";
import type { Context } from "./context.ts";

/** The units that serve a commune, with their members. */
export const servingUnits = ({ catalogue }: Pick<Context, "catalogue">, commune: string) => {
  const name = bare(commune);
  const serves = (each: string) => bare(each) === name;
  return catalogue
    .everyMember()
    .flatMap((member) =>
      member.units.filter(({ contact }) => contact.communes?.some(serves)).map((unit) => ({ member, unit })),
    );
};

/** "Brix (50)" is Brix. */
const bare = (commune: string): string => normalise(commune.replace(/ \(\d[\dAB]\d?\)$/, ""));

/** The other communes of the units that serve this one: no map tells which are near, those who work there do. */
export const communesAround = (ctx: Pick<Context, "catalogue">, commune: string): readonly string[] => {
  const all = servingUnits(ctx, commune).flatMap(({ unit }) => unit.contact.communes ?? []);
  return [...new Set(all)].filter((each) => bare(each) !== bare(commune));
};
