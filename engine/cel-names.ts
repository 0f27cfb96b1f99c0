import type { Environment } from "@marcbachmann/cel-js";
import { TIMESTAMP, typed } from "./cel.ts";
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
}

export interface Readable {
  /** Top-level fields of the form. */
  readonly fields: readonly Field[];
  /** Fields of an item, inside a repeat. */
  readonly item?: readonly Field[];
  /** Fields of the form an event asks for. */
  readonly event?: readonly Field[];
  /** True where a mail quotes the member and the title of the definition. */
  readonly about?: boolean;
}

/** Names always there besides the fields; with `item`, `event` and `about`, a field may not take them. */
const FIXED = {
  today: { type: TIMESTAMP, read: (scope: Scope) => startOfDay(scope.now) },
  now: { type: TIMESTAMP, read: (scope: Scope) => new Date(scope.now) },
} as const;

const OBJECTS = {
  entry: { reference: "string", state: "string", createdAt: TIMESTAMP },
  actor: { kind: "string", roles: "list<string>" },
  about: { member: "string", title: "string", service: "string", contact: "string" },
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
  ...Object.keys(OBJECTS),
  "item",
  "event",
  ...LANGUAGE,
]);

/** Prepares the names of one context; compile many expressions against one result. */
export function namesOf(readable: Readable): Names {
  const environment = typed.clone();
  const readers = new Map<string, (scope: Scope) => unknown>();
  const fields = new Map<string, Field | readonly Field[]>();
  const members = new Map<string, readonly string[]>();

  const objectType = (list: readonly Field[]): string => {
    const types = Object.fromEntries(list.map((field) => [field.key, celType(field, objectType)]));
    return declare(types);
  };
  const declare = (types: Readonly<Record<string, string>>): string => {
    const name = `Objet${members.size + 1}`;
    members.set(name, Object.keys(types));
    environment.registerType(name, { fields: { ...types } });
    return name;
  };

  for (const field of readable.fields) {
    environment.registerVariable(field.key, celType(field, objectType));
    const read = readerOf(field);
    readers.set(field.key, (scope) =>
      Object.hasOwn(scope.answers, field.key) ? read(scope.answers[field.key]) : undefined,
    );
    fields.set(field.key, field);
  }
  for (const name of ["item", "event"] as const) {
    const list = readable[name];
    if (!list) continue;
    environment.registerVariable(name, objectType(list));
    const read: Reader = objectReader(list);
    readers.set(name, (scope) => read(scope[name]));
    fields.set(name, list);
  }
  for (const [name, { type, read }] of Object.entries(FIXED)) {
    environment.registerVariable(name, type);
    readers.set(name, read);
  }
  for (const name of ["entry", "actor", "about"] as const) {
    if (name === "about" && !readable.about) continue;
    environment.registerVariable(name, declare(OBJECTS[name]));
    readers.set(name, name === "entry" ? readEntry : (scope) => scope[name]);
  }
  return { environment, readers, fields, members };
}

function readEntry({ entry }: Scope): unknown {
  return entry && { ...entry, createdAt: new Date(entry.createdAt) };
}

let lastDay: { readonly now: string; readonly day: Date } | undefined;

/** Midnight UTC of the day it is in Paris. The last answer is kept: a request asks many times for one instant. */
function startOfDay(now: string): Date {
  if (lastDay?.now !== now) lastDay = { now, day: new Date(`${parisDay(now)}T00:00:00Z`) };
  return lastDay.day;
}
