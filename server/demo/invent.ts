import { addWorkdays, instantOf, type Json, normalise } from "../../engine/index.ts";
import type { Random } from "./random.ts";

/** What a template may draw from. */
export interface World {
  readonly random: Random;
  /** Lists by name: first names, streets… */
  readonly pools: Readonly<Record<string, readonly Json[]>>;
  /** Values already drawn, by name. */
  readonly known: ReadonlyMap<string, Json>;
  /** Of what is invented, among its like: `$turn` goes through a pool by it. */
  readonly rank?: number;
  /** The day ("2026-03-03") from which `$day` counts. */
  readonly day: string;
}

type Template = { readonly [key: string]: Json };

const DAY = 86_400_000;

/**
 * Turns a template of the demo's files into a value. Plain JSON stands for itself, except
 * - `"{nom}"`, `"{lieu.commune}"`, `"{nom|adresse}"`: a value drawn before, whole when it is alone in the text;
 * - `{"$one": [..] | "pool"}`, `{"$turn": "pool"}` (one after the other), `{"$int": [min, max]}`, `{"$sometimes": share, "value": …}` (else absent);
 * - `{"$date": ["1960-01-01", "2005-12-31"]}`, `{"$day": [-90, -30]}` around today, `{"$shift": [date, {"years": 5}]}`.
 * - `{"$year": -1}`: the year before today's.
 * - `{"$slot": ["{lieu}", -3, "09:15"]}`: a slot of that place, so many working days from today, at that hour of Paris.
 * Throws when a name is not known.
 */
export function invent(template: Json, world: World): Json | undefined {
  if (typeof template === "string") return fill(template, world);
  if (typeof template !== "object" || template === null) return template;
  if (Array.isArray(template)) return template.flatMap((item: Json) => invent(item, world) ?? []);
  const object = template as Template;
  const [head] = Object.keys(object);
  const draw = head === undefined ? undefined : DRAWS[head];
  return draw ? draw(object, world) : inventAll(object, world);
}

/** Every key of an object, absent ones left out. */
export function inventAll(template: Template, world: World): { readonly [key: string]: Json } {
  const drawn: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) {
    const result = invent(value, world);
    if (result !== undefined) drawn[key] = result;
  }
  return drawn;
}

const DRAWS: Readonly<Record<string, (template: Template, world: World) => Json | undefined>> = {
  $one(template, world) {
    const choices = template["$one"];
    return invent(world.random.pick(typeof choices === "string" ? pool(choices, world) : (choices as Json[])), world);
  },
  $turn(template, world) {
    const choices = pool(String(template["$turn"]), world);
    return choices[(world.rank ?? 0) % choices.length];
  },
  $int: (template, { random }) => random.int(...range<number>(template["$int"])),
  $sometimes: (template, world) =>
    world.random.next() < Number(template["$sometimes"]) ? invent(template["value"] ?? null, world) : undefined,
  $date(template, { random }) {
    const [from, to] = range<string>(template["$date"]);
    return isoDay(random.int(Date.parse(from) / DAY, Date.parse(to) / DAY) * DAY);
  },
  $day: (template, { random, day }) => isoDay(Date.parse(day) + random.int(...range<number>(template["$day"])) * DAY),
  $year: (template, { day }) => Number(day.slice(0, 4)) + Number(template["$year"]),
  $slot(template, world) {
    const [place, days, hour] = template["$slot"] as readonly [string, number, string];
    const [hours = 0, minutes = 0] = hour.split(":").map(Number);
    const day = addWorkdays(world.day, days, { alsaceMoselle: true, own: [] });
    const start = instantOf(day, hours * 60 + minutes);
    if (start === null) throw new RangeError(`The demo's files ask for ${hour} on ${day}, which no clock shows`);
    return { place: fill(place, world), debut: new Date(start).toISOString() };
  },
  $shift(template, world) {
    const [from, by] = range<Json>(template["$shift"]);
    const { years = 0, days = 0 } = by as { readonly years?: number; readonly days?: number };
    const date = new Date(String(invent(from, world)));
    return isoDay(Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate() + days));
  },
};

const FILTERS: Readonly<Record<string, (text: string) => string>> = {
  adresse: mailName,
  annee: (text) => text.slice(0, 4),
};

/** "Élodie Da Silva" → "elodie.da-silva" for one word after the other, safe before an @. */
export function mailName(text: string): string {
  return normalise(text)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function fill(text: string, world: World): Json {
  const whole = /^\{([\w.]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return lookUp(whole, world);
  return text.replace(/\{([\w.]+)(?:\|(\w+))?\}/g, (_, path: string, filter: string | undefined) => {
    const value = String(lookUp(path, world));
    return filter === undefined ? value : (FILTERS[filter] ?? unknown(filter))(value);
  });
}

function lookUp(path: string, world: World): Json {
  const [name = "", ...rest] = path.split(".");
  let value: Json | undefined = world.known.get(name);
  for (const key of rest) value = (value as Template | undefined)?.[key];
  return value ?? unknown(path);
}

const pool = (name: string, world: World): readonly Json[] => world.pools[name] ?? unknown(name);

const range = <T>(value: Json | undefined) => value as unknown as readonly [T, T];

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);

function unknown(name: string): never {
  throw new RangeError(`The demo's files know no "${name}"`);
}
