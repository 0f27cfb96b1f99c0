import type { Context } from "../../context.ts";
import { readDemoFile } from "../../demo/demo-file.ts";
import type { SimulatedPerson } from "./simulated-person.ts";

/** The demonstration's agents as their employers know them, and two whom a member has not made an agent. */
export async function simulatedAgents(ctx: Pick<Context, "config" | "catalogue">): Promise<readonly SimulatedPerson[]> {
  const file = await readDemoFile(ctx.config);
  const known = (file?.agents ?? []).flatMap(({ name, member, email, roles }) => {
    const employer = ctx.catalogue.member(member);
    if (!employer) return [];
    return [agent(name, email, siretOf(employer.siren), `${employer.name} : ${roles.join(", ")}`)];
  });
  const [first] = ctx.catalogue.members();
  const strangers = [
    ...(first
      ? [agent("Lou Nouvelle", "lou.nouvelle@agents.example", siretOf(first.siren), `${first.name} : sans accès`)]
      : []),
    agent("Paul Ailleurs", "paul.ailleurs@agents.example", siretOf("130025265"), "d’un autre employeur"),
  ];
  return [...known, ...strangers];
}

function agent(name: string, email: string, siret: string, note: string): SimulatedPerson {
  const [given = "", ...usual] = name.split(" ");
  return {
    id: email,
    name,
    note,
    claims: {
      given_name: given,
      usual_name: usual.join(" "),
      email,
      uid: email,
      siret,
      idp_id: "71144ab3-ee1a-4401-b7b3-79b44f7daeeb",
      organizational_unit: note,
    },
  };
}

/** The first SIRET of a SIREN that passes the check of its last digit (Luhn). */
export function siretOf(siren: string): string {
  const candidates = Array.from({ length: 10 }, (_, last) => `${siren}0001${last}`);
  return candidates.find((siret) => luhn(siret) % 10 === 0) ?? `${siren}00010`;
}

function luhn(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, rank) => {
    const value = Number(digit) * (rank % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
