import type { Json } from "../../engine/index.ts";
import { publishOverlay } from "../commands/publish-overlay.ts";
import type { Demo } from "../config.ts";
import { DEMO_CLIENT } from "../connectors/open-payments.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { adopt } from "../store/definitions.ts";
import { saveMember } from "../store/members.ts";
import { notePaymentCheck, savePaymentAccount } from "../store/payment-accounts.ts";
import { saveShare } from "../store/sharing.ts";
import { saveSourceSetting } from "../store/source-settings.ts";
import { saveUnits } from "../store/units.ts";
import { castSheet } from "./casting.ts";
import { readDemoFile, writeDemoFile } from "./demo-file.ts";
import { type DemoGroup, type DemoMember, type Pools, readData, type Sheet } from "./files.ts";
import { playFixed } from "./fixed.ts";
import { playHolder } from "./held.ts";
import { createPeople } from "./people.ts";
import { playAll } from "./play.ts";

const GROUPS: Readonly<Record<Exclude<Demo, "none">, readonly string[]>> = {
  mulhouse: ["mulhouse"],
  cotentin: ["cotentin"],
  all: ["mulhouse", "cotentin"],
};

const SHEETS = [
  "demandes",
  "stationnement",
  "familles",
  "seniors",
  "fiches",
  "releves",
  "abonnements",
  "elections",
  "places",
  ...["relais-familles", "relais-enfants", "relais-naissances", "relais-maisons", "relais-partenaires"],
  ...["relais-demandes", "relais-accueils", "relais-contacts", "relais-prets"],
  ...["relais-temps", "relais-participations", "relais-professionnalisation", "relais-formations"],
  "ecoles",
];

/**
 * Fills a base without members with the demo: members, their agents, citizens, entries with a past, and
 * `DATA_DIR/demo.json`. The definitions must have been published. On a base that has members, only the address in
 * demo.json is brought up to date.
 */
export function seedDemo(ctx: Context, demo: Demo): Promise<void> {
  return demo === "none" ? Promise.resolve() : seeingUnits("every", () => seed(ctx, demo));
}

async function seed(ctx: Context, demo: Exclude<Demo, "none">): Promise<void> {
  await ctx.catalogue.reload();
  if (ctx.catalogue.everyMember().length > 0) return refreshAddress(ctx);
  const groups = await Promise.all(GROUPS[demo].map((name) => readData<DemoGroup>(name)));
  for (const group of groups) await saveGroup(ctx, group);
  await ctx.catalogue.reload();
  const cast = await createPeople(ctx, groups);
  await writeDemoFile(ctx.config, cast.file);
  for (const member of groups.flatMap((group) => group.members)) await personalise(ctx, member, cast.agents);
  const known = new Map<string, Json>();
  const fiches: Record<string, readonly string[]> = {};
  for (const fixed of groups.flatMap((group) => group.entries)) {
    const ids = await playFixed(ctx, fixed, cast.agents, known);
    for (const [index, id] of ids.entries()) fiches[`${fixed.definition} ${index + 1}`] = [id];
  }
  let pools: Pools = { ...(await readData<Pools>("pools")), ...fiches };
  for (const holder of groups.flatMap(({ holders = [] }) => holders)) {
    pools = await playHolder(ctx, holder, cast, pools);
  }
  for (const name of SHEETS) {
    const sheet = await readData<Sheet>(name);
    const played = await playAll(ctx, sheet, castSheet(ctx, sheet, pools, cast));
    const added = Object.entries(played).map(([pool, all]) => [pool, [...(pools[pool] ?? []), ...all]] as const);
    pools = { ...pools, ...Object.fromEntries(added) };
  }
  ctx.wake();
}

/** What a member changes in definitions it adopted, published by one of its agents as on the pages of administration. */
async function personalise(ctx: Context, { id, overlays = [] }: DemoMember, agents: readonly AgentIdentity[]) {
  const agent = agents.find(({ member }) => member === id);
  for (const overlay of overlays) {
    const base = ctx.catalogue.definition(id, overlay.of)?.version;
    if (!agent || base === undefined) throw new Error(`The demo's ${id} cannot change ${overlay.of}`);
    const request = { member: id, definition: overlay.of, overlay: { ...overlay, base }, agent };
    const published = await publishOverlay(ctx, request);
    if (!published.ok) throw new Error(JSON.stringify(published.issues));
  }
}

/** Every member asks by the installation's own token, as those of a grouping do. */
async function saveSources(
  ctx: Context,
  { id, siren }: { readonly id: string; readonly siren: string },
): Promise<void> {
  const setting = { token: "", recipient: `${siren}00013`, delegation: "" };
  await saveSourceSetting(ctx, id, "quotient-familial", setting, ctx.clock());
}

async function saveGroup(ctx: Context, group: DemoGroup): Promise<void> {
  for (const { adopts, shares = [], agents: _agents, overlays: _overlays, ...member } of group.members) {
    await saveMember(ctx.db, { ...member, groupName: group.name });
    await saveUnits(ctx.db, member.id, member.units);
    await saveSources(ctx, member);
    for (const definition of adopts) await adopt(ctx.db, member.id, definition);
    await takePayments(ctx, member.id);
    for (const share of shares) await saveShare(ctx.db, { member: member.id, ...share });
  }
}

/** A member of the demonstration is paid by the fake service, as a trial. */
async function takePayments(ctx: Context, member: string): Promise<void> {
  const now = ctx.clock();
  const account = { id: uuidv7(now, ctx.randomBytes(16)), unit: null, definition: null, numcli: DEMO_CLIENT.numcli };
  await savePaymentAccount(ctx, member, { ...account, saisie: "T" }, now);
  await notePaymentCheck(ctx, member, account, { at: now, name: DEMO_CLIENT.name });
}

async function refreshAddress(ctx: Context): Promise<void> {
  const file = await readDemoFile(ctx.config);
  const url = ctx.config.publicUrl;
  if (file && file.url !== url) await writeDemoFile(ctx.config, { ...file, url });
}
