import type { Environment } from "@marcbachmann/cel-js";
import { parseDate, TIMESTAMP, typed } from "./cel.ts";
import { celType, objectReader, type Reader, readerOf } from "./cel-value.ts";
import { parisDay } from "./duration.ts";
import type { Field, Scope } from "./form.ts";

/** What an expression may read: each name with its type, and how to get its value from a scope. */
export interface Names {
  readonly environment: Environment;
  readonly readers: ReadonlyMap<string, (scope: Scope) => unknown>;
  /** Fields behind a name: the field itself, or the fields of an item or an event's form. */
  readonly fields: ReadonlyMap<string, Field | readonly Field[]>;
  /** Member names of each object type. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Tables that `tariff(…)` may read; none outside the steps of a fee. */
  readonly tariffs?: ReadonlySet<string>;
}

/** What some contexts may read besides the fields. */
export interface Extra {
  /** Fields of an item, inside a repeat. */
  readonly item?: readonly Field[];
  /** Fields of the form an event asks for. */
  readonly event?: readonly Field[];
  /** True in a workflow, whose mails quote the member and the title of the definition. */
  readonly about?: boolean;
  /** Tables of the definition, in a step of a fee, which reads what the steps before it come to as `SUBTOTAL`. */
  readonly tariffs?: ReadonlySet<string>;
  /** True for the inputs of sources. */
  readonly franceconnect?: boolean;
}

/** What the steps before come to, in cents. */
export const SUBTOTAL = "subtotal";

/** Names always there besides the fields; with `item`, `event` and `about`, a field may not take them. */
const FIXED = {
  today: { type: TIMESTAMP, read: (scope: Scope) => startOfDay(scope.now) },
  now: { type: TIMESTAMP, read: (scope: Scope) => new Date(scope.now) },
} as const;

const OBJECTS = {
  entry: { reference: "string", state: "string", createdAt: TIMESTAMP, due: TIMESTAMP },
  actor: { kind: "string", roles: "list<string>" },
  about: {
    ...{ member: "string", title: "string", service: "string", contact: "string", silence: "string" },
    ...{ acknowledgement: "string", deadline: "string", effect: "string", decision: "string", appeal: "string" },
    certificate: "string",
  },
  franceconnect: {
    ...{ nom: "string", prenoms: "string", naissance: TIMESTAMP, sexe: "string", commune: "string", pays: "string" },
  },
} as const;

/** Words of the expression language or of JavaScript's objects that cannot name a field. */
const LANGUAGE: readonly string[] = [
  ...["as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop"],
  ...["namespace", "null", "package", "return", "true", "var", "void", "while"],
  ...["string", "bool", "int", "uint", "double", "map", "list", "bytes", "type", "dyn", "cel", "google", "optional"],
  ...["constructor", "prototype", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toString", "valueOf"],
  ...["toLocaleString"],
];

/** Names a field may not have. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...Object.keys(FIXED),
  ...Object.keys(OBJECTS).filter((name) => name !== "franceconnect"),
  "item",
  "event",
  ...LANGUAGE,
]);

/** The names of a form: its top-level fields, and those always there. Compile many expressions against one result. */
export function namesOf(fields: readonly Field[]): Names {
  const names = copyOf(always());
  for (const field of fields) {
    const read = readerOf(field);
    const { key } = field;
    names.environment.registerVariable(
      key,
      celType(field, (list) => objectType(names, list)),
    );
    names.readers.set(key, ({ answers }) => (Object.hasOwn(answers, key) ? read(answers[key]) : undefined));
    names.fields.set(key, field);
  }
  return names;
}

/** The same names, and more. */
export function extendNames(base: Names, { item, event, about = false, tariffs, franceconnect = false }: Extra): Names {
  const names: Draft = { ...copyOf(base), ...(tariffs && { tariffs }) };
  if (item) addAnswers(names, "item", item);
  if (event) addAnswers(names, "event", event);
  if (about) addObject(names, "about", (scope) => scope.about);
  if (tariffs) {
    names.environment.registerVariable(SUBTOTAL, "int");
    names.readers.set(SUBTOTAL, ({ fee }) => fee?.subtotal);
  }
  if (franceconnect) addObject(names, "franceconnect", readVouched);
  return names;
}

/** Names under construction. */
interface Draft extends Names {
  readonly readers: Map<string, (scope: Scope) => unknown>;
  readonly fields: Map<string, Field | readonly Field[]>;
  readonly members: Map<string, readonly string[]>;
}

const copyOf = ({ environment, readers, fields, members }: Names): Draft => ({
  environment: environment.clone(),
  readers: new Map(readers),
  fields: new Map(fields),
  members: new Map(members),
});

function addAnswers(names: Draft, name: "item" | "event", fields: readonly Field[]): void {
  const read: Reader = objectReader(fields);
  names.environment.registerVariable(name, objectType(names, fields));
  names.readers.set(name, (scope) => read(scope[name]));
  names.fields.set(name, fields);
}

function addObject(names: Draft, name: keyof typeof OBJECTS, read: (scope: Scope) => unknown): void {
  names.environment.registerVariable(name, declare(names, OBJECTS[name]));
  names.readers.set(name, read);
}

/** Declares the type of a group and of those inside it. Names are few and used again, since the library keeps them. */
function objectType(names: Draft, fields: readonly Field[]): string {
  const types = fields.map((field) => [field.key, celType(field, (list) => objectType(names, list))] as const);
  return declare(names, Object.fromEntries(types));
}

function declare({ environment, members }: Draft, types: Readonly<Record<string, string>>): string {
  const name = `Objet${members.size + 1}`;
  members.set(name, Object.keys(types));
  environment.registerType(name, { fields: { ...types } });
  return name;
}

let fixed: Names | undefined;

/** Names that every expression may read, prepared once. */
function always(): Names {
  if (!fixed) {
    const names = copyOf({ environment: typed, readers: new Map(), fields: new Map(), members: new Map() });
    for (const [name, { type, read }] of Object.entries(FIXED)) {
      names.environment.registerVariable(name, type);
      names.readers.set(name, read);
    }
    addObject(names, "entry", readEntry);
    addObject(names, "actor", (scope) => scope.actor);
    fixed = names;
  }
  return fixed;
}

function readEntry({ entry }: Scope): unknown {
  if (!entry) return entry;
  const { due, createdAt, ...rest } = entry;
  return { ...rest, createdAt: new Date(createdAt), ...(due !== undefined && { due: new Date(`${due}T00:00:00Z`) }) };
}

/** What is not known has no value. */
function readVouched({ franceconnect }: Scope): unknown {
  if (!franceconnect) return undefined;
  const known = Object.entries(franceconnect).filter(([, value]) => value !== "");
  const date = parseDate(franceconnect.naissance);
  return { ...Object.fromEntries(known), naissance: date ?? undefined };
}

let lastDay: { readonly now: string; readonly day: Date } | undefined;

/** Midnight UTC of the day it is in Paris. The last answer is kept: a request asks many times for one instant. */
function startOfDay(now: string): Date {
  if (lastDay?.now !== now) lastDay = { now, day: new Date(`${parisDay(now)}T00:00:00Z`) };
  return lastDay.day;
}
