import type { Json } from "../../engine/index.ts";
import { adminWords } from "../strings-admin.ts";
import { groupMembers } from "../strings-admin-catalogue.ts";
import { logDetails as words } from "../strings-admin-log-details.ts";
import { cardWords } from "../strings-cards.ts";
import { assignmentText, type Names } from "./agent-words.ts";

type Detail = Readonly<Record<string, Json>>;

/** Names to say a record with, by id. */
export interface LogNames extends Names {
  readonly members: ReadonlyMap<string, string>;
}

/** What one key says, from its value and the others; null when another key says it. */
type Say = (value: Json, all: Detail, action: string, names: LogNames) => string | null;

const text = (value: Json | undefined): string => (typeof value === "string" ? value : String(value ?? ""));
const list = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(text) : []);
const from =
  (known: Readonly<Record<string, string>>): Say =>
  (value) =>
    known[text(value)] ?? text(value);
const silent: Say = () => null;

const SAYS: Readonly<Record<string, Say>> = {
  change: (value, _, action) => words.change[action]?.[text(value)] ?? text(value),
  via: from(words.via),
  why: from(words.why),
  what: from(words.what),
  name: (value, all) => (typeof all["before"] === "string" ? null : text(value)),
  before: (value, all, _, names) =>
    typeof value === "string"
      ? words.renamed(value, text(all["name"]))
      : words.rights(rights(value, names), rights(all["after"], names)),
  after: silent,
  from: (value, all, action) =>
    action === "member"
      ? words.status(status(value), status(all["to"]) ?? "")
      : words.lent(text(value), text(all["to"])),
  to: silent,
  startsOn: (value, all) => words.days(text(value), text(all["endsOn"])),
  endsOn: silent,
  with: (value, all, _, names) => words.shared(memberName(value, names), unitName(all["unit"]), roleName(all["role"])),
  unit: silent,
  role: (value, all) => ("with" in all ? null : roleName(value)),
  verbs: (value) =>
    words.allowed(
      list(value)
        .map((verb) => words.verbs[verb] ?? verb)
        .join(", "),
    ),
  definitions: (value, _, __, names) =>
    words.over(
      value === null
        ? words.everyDefinition
        : list(value)
            .map((id) => titleOf(id, names))
            .join(", "),
    ),
  purpose: (value) => words.purpose(text(value)),
  legalBasis: silent,
  retention: silent,
  version: (value) => words.version(text(value)),
  personalised: (value) => (value === true ? words.personalised : null),
  meeting: (value) => words.meeting(text(value)),
  rank: (value) => words.rank(Number(value)),
  viewers: (value) => (value === 0 ? null : words.viewers(Number(value))),
  entries: (value) => words.entries(Number(value)),
  of: from(words.of),
  card: from(cardWords.labels),
  comments: (value) => words.comments(Number(value)),
  rows: (value) => words.rows(Number(value)),
  format: (value) => words.format(text(value)),
  columns: (value) =>
    words.columns(
      list(value)
        .map((key) => key.replace(/^_/, ""))
        .join(", "),
    ),
  filters: (value) =>
    list(value).length === 0
      ? null
      : words.filters(
          list(value)
            .map((name) => words.filterNames[name] ?? name.replace(/^filtre\[(.*)\]$/, "$1"))
            .join(", "),
        ),
  receipt: () => words.received,
  all: () => words.everywhere,
  type: silent,
  // The action says that it was a file.
  file: silent,
};

/**
 * What a record of the log says beside its action, in French, in the order above: the base keeps keys in its own. A key
 * that nobody worded yet is said as it is.
 */
export function logDetail(action: string, detail: Detail, names: LogNames): string {
  const worded = Object.entries(SAYS).map(([key, say]) => {
    const value = detail[key];
    return value === undefined ? null : say(value, detail, action, names);
  });
  const others = Object.entries(detail)
    .filter(([key]) => !Object.hasOwn(SAYS, key))
    .map(([key, value]) => `${key} : ${list(value).join(", ") || text(value)}`);
  return [...worded, ...others].filter((part) => part !== null && part !== "").join(" ; ");
}

/** "agent etat-civil *", as the log keeps an assignment, in words. */
function rights(value: Json | undefined, names: LogNames): string {
  const said = list(value).map((one) => {
    const [role = "", unit = "*", definition = "*"] = one.split(" ");
    const known = Object.entries(adminWords.roles).find(([id]) => id === role);
    if (!known) return one;
    const over = { unit: unit === "*" ? null : unit, definition: definition === "*" ? null : definition };
    return assignmentText({ role: known[0] as keyof typeof adminWords.roles, ...over }, names);
  });
  return said.length === 0 ? words.nothing : said.join(" / ");
}

const titleOf = (id: string, names: LogNames): string => names.definitions.get(id) ?? id;

const memberName = (value: Json, names: LogNames): string =>
  value === "*" ? words.everyMember : (names.members.get(text(value)) ?? text(value));

const unitName = (value: Json | undefined): string | null =>
  value === undefined || value === "*" ? null : text(value);

function roleName(value: Json | undefined): string | null {
  if (value === undefined) return null;
  return Object.entries(adminWords.roles).find(([id]) => id === value)?.[1] ?? text(value);
}

function status(value: Json | undefined): string | null {
  if (value === null || value === undefined) return null;
  return (
    Object.entries(groupMembers.statuses)
      .find(([id]) => id === value)?.[1]
      .toLowerCase() ?? text(value)
  );
}
