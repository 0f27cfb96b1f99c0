import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Role } from "../../engine/index.ts";
import type { Config } from "../config.ts";
import { hashPassword } from "../identity/passwords.ts";
import { createCommandLog, type Installation, openInstallation } from "../start.ts";
import { insertAgent } from "../store/agents.ts";
import { announce } from "../store/announce.ts";
import { adopt, isPublished } from "../store/definitions.ts";
import { type NewMember, saveMember } from "../store/members.ts";
import { saveUnits } from "../store/units.ts";

const ROLES: readonly Role[] = ["agent", "lecteur", "admin-fonctionnel", "admin-membre", "admin-groupe"];

/** `adopt <member> <definition>` */
export async function runAdopt(config: Config, args: readonly string[]): Promise<number> {
  return within(config, async ({ ctx }) => {
    const [member = "", definition = ""] = args;
    if (!ctx.catalogue.member(member)) return fail(`Collectivité inconnue : ${member}`);
    if (!(await isPublished(ctx.db, definition))) return fail(`Définition inconnue : ${definition}`);
    await adopt(ctx.db, member, definition);
    return 0;
  });
}

/** `member-add <file.json>`: id, groupName, name, kind, siren, insee, population, theme, contact, units, coordinator (true for the member that runs the group). */
export async function runMemberAdd(config: Config, args: readonly string[]): Promise<number> {
  const member = await readMember(args[0] ?? "");
  if (typeof member === "string") return fail(member);
  return within(config, async ({ ctx }) => {
    await saveMember(ctx.db, member);
    await saveUnits(ctx.db, member.id, member.units);
    await announce(ctx.db);
    process.stdout.write(`${member.id} enregistrée\n`);
    return 0;
  });
}

async function readMember(file: string): Promise<NewMember | string> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    return `Ce fichier ne se lit pas : ${error instanceof Error ? error.message : String(error)}`;
  }
  const given = content as Partial<NewMember>;
  const missing = (["id", "groupName", "name", "kind", "siren", "population"] as const).filter(
    (key) => given[key] === undefined,
  );
  if (missing.length > 0) return `Il manque : ${missing.join(", ")}`;
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(given.id ?? "")) return "id : minuscules, chiffres et tirets seulement.";
  if (given.kind !== "commune" && given.kind !== "epci") return "kind : commune ou epci.";
  const { insee = null, theme = { primary: "#2f4b7c" }, contact = {}, units = [] } = given;
  return { ...(given as NewMember), insee, theme, contact, units };
}

/** `agent-add <member> <email> <name> <role,role> [unit,unit]`: the password is shown once. */
export async function runAgentAdd(config: Config, args: readonly string[]): Promise<number> {
  const [member = "", email = "", name = "", roleList = "", unitList = ""] = args;
  const roles = roleList.split(",").filter((role): role is Role => ROLES.some((known) => known === role));
  if (!email.includes("@") || name === "" || roles.length === 0) {
    return fail(`Indiquez la collectivité, le courriel, le nom et au moins un rôle (${ROLES.join(", ")}).`);
  }
  return within(config, async ({ ctx }) => {
    if (!ctx.catalogue.member(member)) return fail(`Collectivité inconnue : ${member}`);
    const password = randomBytes(12).toString("base64url");
    const units = unitList.split(",").filter(Boolean);
    const passwordHash = await hashPassword(password);
    await insertAgent(ctx.db, { id: randomUUID(), member, email, name, passwordHash, roles, units });
    process.stdout.write(`Mot de passe de ${email} : ${password}\n`);
    return 0;
  });
}

async function within(config: Config, work: (installation: Installation) => Promise<number>): Promise<number> {
  const installation = await openInstallation(config, createCommandLog());
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}
