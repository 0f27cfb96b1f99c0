import {
  type Actor,
  type Answers,
  type CompiledDefinition,
  type Json,
  parisDay,
  rolesOver,
  SYSTEM,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { actorFor } from "../identity/actor-for.ts";
import type { AgentIdentity, Subject } from "../identity/subject.ts";
import type { Pools, Sheet, Story } from "./files.ts";
import { inventAll, type World } from "./invent.ts";
import type { Cast } from "./people.ts";
import { type Random, seededRandom } from "./random.ts";

/** One entry to play: who acts, what is answered, what happens. */
export interface Role {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly story: Story;
  readonly answers: Answers;
  readonly world: World;
  readonly agent: AgentIdentity;
  /** How many days ago it was opened, when its answers depend on it. */
  readonly daysAgo: number | null;
  readonly actors: Readonly<Record<"agent" | "demandeur" | "systeme", Actor>>;
}

/** Share of the demandes made with an account; the others are a visitor's. */
const WITH_ACCOUNT = 0.3;

/** The entries of a sheet, each with its own draw. Members that are not in this demo are left out. */
export function castSheet(ctx: Context, sheet: Sheet, pools: Pools, cast: Cast): readonly Role[] {
  return sheet.members.flatMap((plan) => {
    const definition = ctx.catalogue.definition(plan.id, sheet.definition);
    if (!definition) return [];
    return shares(sheet.stories, plan.entries).map((story, index) => {
      const random = seededRandom(`${sheet.seed} ${plan.id} ${index}`);
      const scene = { sheet, story, definition, member: plan.id, let: plan.let, rank: index };
      return castOne(ctx, scene, { random, pools, cast });
    });
  });
}

/** One story per entry: each at least once, then in proportion to their counts (D'Hondt). */
function shares(stories: readonly Story[], entries: number): readonly Story[] {
  const drawn = [...stories];
  const times = new Map(stories.map((story) => [story, 1]));
  const claim = (story: Story) => story.count / ((times.get(story) ?? 0) + 1);
  while (drawn.length < entries) {
    const next = stories.reduce((best, story) => (claim(story) > claim(best) ? story : best));
    times.set(next, (times.get(next) ?? 0) + 1);
    drawn.push(next);
  }
  return drawn;
}

interface Scene {
  readonly sheet: Sheet;
  readonly story: Story;
  readonly definition: CompiledDefinition;
  readonly member: string;
  readonly let: Answers;
  /** Among those of its member, from 0. */
  readonly rank: number;
}

interface Means {
  readonly random: Random;
  readonly pools: Pools;
  readonly cast: Cast;
}

function castOne(ctx: Context, scene: Scene, { random, pools, cast }: Means): Role {
  const { sheet, story, definition, member, rank } = scene;
  const works = (one: AgentIdentity) => rolesOver(one.assignments, definition).includes("agent");
  const agent = random.pick(cast.agents.filter((one) => one.member === member && works(one)));
  const citizen = random.next() < WITH_ACCOUNT ? random.pick(cast.citizens) : null;
  const holder: Subject = {
    account: citizen,
    agent: null,
    grants: [],
    visitor: citizen ? null : Buffer.from(ctx.randomBytes(32)).toString("hex"),
    via: null,
  };
  const now = ctx.clock().getTime();
  const daysAgo = sheet.dated ? random.int(...story.opened) : null;
  const known = new Map<string, Json>(daysAgo === null ? [] : [["ouverture", day(now - daysAgo * 86_400_000)]]);
  const world: World = { random, pools, known, rank, day: day(now) };
  for (const [name, template] of [...Object.entries(scene.let), ...Object.entries(sheet.let)]) {
    const value = inventAll({ value: template }, world)["value"];
    if (value !== undefined) known.set(name, value);
  }
  if (citizen) known.set("moi", person(citizen.name));
  return {
    member,
    definition,
    story,
    answers: inventAll(variant(sheet, random.pick(story.variants)), world),
    world,
    agent,
    daysAgo,
    actors: {
      agent: actorFor(ctx, { account: null, agent, grants: [], visitor: null, via: null }, member, definition),
      demandeur: actorFor(ctx, holder, member, definition),
      systeme: SYSTEM,
    },
  };
}

const day = (time: number): string => parisDay(new Date(time).toISOString());

function person(name: string): Json {
  const [prenom = "", ...nom] = name.split(" ");
  return { prenom, nom: nom.join(" ") };
}

function variant(sheet: Sheet, id: string): Answers {
  const found = sheet.variants[id];
  if (!found) throw new RangeError(`The demo has no variant "${id}"`);
  return found.like === undefined ? found.answers : { ...variant(sheet, found.like), ...found.answers };
}
