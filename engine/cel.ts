import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { Duration } from "@marcbachmann/cel-js/evaluator";
import { communeCode, municipalPopulation } from "./communes.ts";
import { addMonths } from "./duration.ts";
import { frenchText } from "./french-text.ts";
import { percentOf } from "./percent.ts";
import { addWorkdays, isLocalHolidays, NATIONAL } from "./workdays.ts";

/** CEL names of the types a field can have. */
export const TIMESTAMP = "google.protobuf.Timestamp";
export const DURATION = "google.protobuf.Duration";

const DAY = 86_400_000;
const sync = { async: false };

/** Sizes beyond which an expression is refused: it must stay readable, and quick whatever the answers. */
export const LIMITS = { length: 1000, nodes: 300, depth: 24, list: 100, comprehensions: 2 } as const;

/** Functions and methods an expression may call; anything else of the library is closed (types, bytes, JS patterns). */
export const FUNCTIONS: readonly string[] = [
  ...["age", "date", "days", "months", "monthsBetween", "years", "text", "present", "workdays", "insee", "population"],
  ...["percent", "tariff"],
  ...["has", "all", "exists", "exists_one", "map", "filter", "size"],
  ...["contains", "startsWith", "endsWith", "lowerAscii", "upperAscii", "trim", "join", "substring"],
  ...["int", "double", "string", "getFullYear", "getMonth", "getDate", "getDayOfWeek", "getHours"],
];

/** Name under which a running expression finds the holidays of the place. No field can bear it. */
export const LOCAL_HOLIDAYS = "localHolidays__";

/** Name under which a running step of a fee finds what the tables give, by id. No field can bear it. */
export const PRICES = "prices__";

/** Checks expressions against typed names. Cloned for each set of names. */
export const typed = withText(
  withTariff(withWorkdays(withFunctions(new Environment({ unlistedVariablesAreDyn: false, limits: limits() })))),
  ["string", "int", "double", "bool", TIMESTAMP, "list<string>"],
);

/** Runs expressions already checked; values are plain objects, so names carry no type here. */
export const running = withText(
  withPrices(withLocalWorkdays(withFunctions(new Environment({ unlistedVariablesAreDyn: true, limits: limits() })))),
  ["dyn"],
);

function limits() {
  return {
    maxAstNodes: LIMITS.nodes,
    maxDepth: LIMITS.depth,
    maxListElements: LIMITS.list,
    maxMapEntries: 20,
    maxCallArguments: 4,
  };
}

function withFunctions(environment: Environment): Environment {
  return environment
    .registerFunction(`age(${TIMESTAMP}, ${TIMESTAMP}): int`, (birth: Date, day: Date) => BigInt(age(birth, day)), sync)
    .registerFunction(`date(string): ${TIMESTAMP}`, (text: string) => requireDate(text), sync)
    .registerFunction(`days(int): ${DURATION}`, (count: bigint) => new Duration(Number(count) * 86_400), sync)
    .registerFunction(`months(${TIMESTAMP}, int): ${TIMESTAMP}`, (day: Date, n: bigint) => shift(day, Number(n)), sync)
    .registerFunction(
      `years(${TIMESTAMP}, int): ${TIMESTAMP}`,
      (day: Date, n: bigint) => shift(day, Number(n) * 12),
      sync,
    )
    .registerFunction(
      `monthsBetween(${TIMESTAMP}, ${TIMESTAMP}): int`,
      (from: Date, to: Date) => BigInt(monthsBetween(from, to)),
      sync,
    )
    .registerFunction("insee(string): string", (name: string) => known(communeCode(name)), sync)
    .registerFunction(
      "insee(string, string): string",
      (name: string, postcode: string) => known(communeCode(name, postcode)),
      sync,
    )
    .registerFunction("population(string): int", (code: string) => BigInt(known(municipalPopulation(code))), sync)
    .registerFunction("percent(int, int): int", (cents: bigint, rate: bigint) => percentOf(cents, Number(rate)), sync)
    .registerFunction("percent(int, double): int", (cents: bigint, rate: number) => percentOf(cents, rate), sync)
    .registerFunction("present(ast): bool", present, sync);
}

/** What nobody knows has no value: the expression then has none either. */
function known<T>(value: T | null): T {
  if (value === null) throw new RangeError("not known");
  return value;
}

/** For checking types. */
function withTariff(environment: Environment): Environment {
  return environment.registerFunction("tariff(string): int", () => 0n, sync);
}

/** `tariff('natation')`: what the table gives for these answers. A macro, because they are no argument. */
function withPrices(environment: Environment): Environment {
  const prices = environment.parse(PRICES).ast;
  return environment.registerFunction(
    "tariff(ast): dyn",
    ({ args }: { args: readonly ASTNode[] }) => ({
      async: false,
      typeCheck(checker: Checker, _macro: unknown, context: unknown) {
        for (const node of [...args, prices]) checker.check(node, context);
        return checker.getType("dyn");
      },
      evaluate(runner: Runner, _macro: unknown, context: unknown) {
        const [id, known] = [args[0], prices].map((node) => node && runner.run(node, context));
        const cents = known instanceof Map ? known.get(id) : undefined;
        if (typeof cents !== "bigint") throw new RangeError("no price");
        return cents;
      },
    }),
    sync,
  );
}

function withText(environment: Environment, types: readonly string[]): Environment {
  for (const type of types) environment.registerFunction(`text(${type}): string`, frenchText, sync);
  return environment;
}

/** For checking types. */
function withWorkdays(environment: Environment): Environment {
  return environment.registerFunction(`workdays(${TIMESTAMP}, int): ${TIMESTAMP}`, (day: Date) => day, sync);
}

/** `workdays(date, n)`: n working days later. A macro, because it depends on the place, which is no argument. */
function withLocalWorkdays(environment: Environment): Environment {
  const place = environment.parse(LOCAL_HOLIDAYS).ast;
  return environment.registerFunction(
    "workdays(ast, ast): dyn",
    ({ args }: { args: readonly ASTNode[] }) => ({
      async: false,
      typeCheck(checker: Checker, _macro: unknown, context: unknown) {
        for (const node of [...args, place]) checker.check(node, context);
        return checker.getType("dyn");
      },
      evaluate(runner: Runner, _macro: unknown, context: unknown) {
        const [day, count, local] = [args[0], args[1], place].map((node) => node && runner.run(node, context));
        if (!(day instanceof Date)) throw new RangeError("not a date");
        const from = day.toISOString().slice(0, 10);
        return new Date(`${addWorkdays(from, Number(count), isLocalHolidays(local) ? local : NATIONAL)}T00:00:00Z`);
      },
    }),
    sync,
  );
}

/** Full years between a birth and a day. Someone born on 29 February comes of age on 1 March of other years. */
export function age(birth: Date, day: Date): number {
  const years = day.getUTCFullYear() - birth.getUTCFullYear();
  const before =
    day.getUTCMonth() < birth.getUTCMonth() ||
    (day.getUTCMonth() === birth.getUTCMonth() && day.getUTCDate() < birth.getUTCDate());
  return before ? years - 1 : years;
}

/** Full months from a day to another: none before the same day of the next month; negative backwards. */
export function monthsBetween(from: Date, to: Date): number {
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const reached = addMonths(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()), months);
  return reached > to.getTime() ? months - 1 : months;
}

/** The date written "2026-01-31", at midnight UTC; null when it does not exist. */
export function parseDate(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return null;
  const date = new Date(time);
  return date.toISOString().startsWith(text) ? date : null;
}

function requireDate(text: string): Date {
  const date = parseDate(text);
  if (!date) throw new RangeError(`not a date: ${text}`);
  return date;
}

function shift(day: Date, months: number): Date {
  const time = day.getTime();
  const clock = ((time % DAY) + DAY) % DAY;
  return new Date(addMonths(time - clock, months) + clock);
}

interface Checker {
  check(node: ASTNode, context: unknown): unknown;
  getType(name: string): unknown;
}
interface Runner {
  run(node: ASTNode, context: unknown): unknown;
}
interface Macro {
  readonly argument: ASTNode;
}

/** `present(x)`: whether an answer was given. A macro, because reading an absent answer stops any function call. */
function present({ args }: { args: readonly ASTNode[] }) {
  return {
    argument: args[0],
    async: false,
    typeCheck(checker: Checker, macro: Macro, context: unknown) {
      checker.check(macro.argument, context);
      return checker.getType("bool");
    },
    evaluate(runner: Runner, macro: Macro, context: unknown) {
      try {
        const value = runner.run(macro.argument, context);
        return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
      } catch {
        return false;
      }
    },
  };
}
