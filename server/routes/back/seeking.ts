import {
  type Answers,
  type Asked,
  canWorkQueue,
  type Entry,
  proposedIn,
  publishedLines,
  type Seeks,
  sameHours,
  soughtBy,
} from "../../../engine/index.ts";
import { placeWords as words } from "../../../renderer/strings-places.ts";
import { findVisible } from "../../commands/send-event.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { memberOrigin } from "../../member-url.ts";
import { publishedRegister } from "../../published.ts";
import { isUuid } from "../../store/entries.ts";
import { entryHistory } from "../../store/events.ts";
import { findPublished } from "../../store/published-read.ts";
import type { AgentScope } from "./agent-scope.ts";
import type { EntryScope } from "./entry-scope.ts";

/** A request that looks for a place, in front of an agent who may answer it. */
export interface Seeking {
  readonly entry: Entry;
  readonly seeks: Seeks;
  /** Address of its page. */
  readonly href: string;
  /** As an address names it. */
  readonly text: string;
  /** Ids of what was proposed to it already. */
  readonly proposed: ReadonlySet<string>;
}

/** Fiches proposed at once. */
const MOST = 10;
/** Rows of hours that a search has. */
const ROWS = 3;

/** The request that an address names ("{member}/{domain}/{name}/{id}"), if it looks for places of this register and she may work it; else null. */
export async function seekingFrom(
  { ctx, session }: AgentScope,
  register: string,
  text: string,
): Promise<Seeking | null> {
  const [, member = "", definitionId = "", id = ""] =
    /^([a-z0-9-]{1,60})\/([a-z0-9-]{1,60}\/[a-z0-9-]{1,60})\/([0-9a-f-]{36})$/.exec(text) ?? [];
  const latest = ctx.catalogue.definition(member, definitionId);
  if (latest?.seeks?.definition !== register || !isUuid(id)) return null;
  const actor = actorFor(ctx, session, member, latest);
  const found = await findVisible(ctx, { member, definitionId, id, actor });
  if (!found || !canWorkQueue(found.definition, actor)) return null;
  const { seeks } = found.definition;
  if (seeks?.definition !== register) return null;
  const { propose } = seeks;
  const history = propose ? await entryHistory(ctx, member, id) : [];
  const proposed = history.flatMap(({ type, data }) =>
    propose && type === propose.event && data.answers ? proposedIn(propose.field, data.answers) : [],
  );
  return {
    entry: found.entry,
    seeks,
    text,
    href: `/${member}/agent/${definitionId}/${id}`,
    proposed: new Set(proposed),
  };
}

/** Where an agent looks for the place that a request asks; null for one that asks none. */
export function seekHref({ home, definition, entry }: EntryScope): string | null {
  const { seeks } = definition;
  const asked = seeks && soughtBy(seeks, entry.answers);
  if (!seeks || !asked) return null;
  const commune = seeks.commune === undefined ? undefined : entry.answers[seeks.commune];
  const query = new URLSearchParams([
    ["pour", `${entry.member}/${entry.definition}/${entry.id}`],
    ...(typeof commune === "string" ? [["commune", commune.replace(/ \([^)]*\)$/, "")]] : []),
    ...askedPairs(asked),
  ]);
  return `/${home.id}/agent/${seeks.definition}/places-libres?${query}`;
}

function askedPairs({ from, birth, week }: Asked): string[][] {
  const rows = sameHours(week).slice(0, ROWS);
  return [
    ["debut", from],
    ...(birth
      ? [
          ["mois", String(Number(birth.slice(5, 7)))],
          ["annee", birth.slice(0, 4)],
        ]
      : []),
    ...rows.flatMap(({ days, from: de, to }, index) => [
      ...days.map((day) => [`jours${index + 1}`, day]),
      [`de${index + 1}`, de],
      [`a${index + 1}`, to],
    ]),
  ];
}

/** What the form that proposes opens with: the fiches chosen on the page of places, and what each of them publishes. */
export async function proposal(
  { ctx, member, definition }: EntryScope,
  event: string | undefined,
  query: URLSearchParams,
): Promise<Answers | null> {
  const { seeks } = definition;
  const ids = [...new Set(query.getAll("fiche"))].filter(isUuid).slice(0, MOST);
  if (!seeks?.propose || seeks.propose.event !== event || ids.length === 0) return null;
  const { field, message } = seeks.propose;
  const [list = "", key = ""] = field.split(".");
  const items = ids.map((id) => ({ [key]: id }));
  if (message === undefined) return { [list]: items };
  const register = await publishedRegister(ctx, member.id, seeks.definition);
  const lines = await Promise.all(ids.map(async (id) => (register ? linesOf(id) : "")));
  return { [list]: items, [message]: [words.proposal, ...lines.filter((line) => line !== "")].join("\n\n") };

  async function linesOf(id: string): Promise<string> {
    const row = register && (await findPublished(ctx.db, register, id));
    // Of who publishes nothing, the agent says herself what she may.
    if (!register || !row) return "";
    const view = register.definitions.get(row.member)?.publicView ?? register.definition.publicView;
    const told = publishedLines(view, row.answers).map(({ title, text }) => `${title} : ${text}`);
    return [row.name, ...told, `${memberOrigin(ctx, member.id)}/${member.id}/${seeks?.definition}/annuaire/${id}`].join(
      "\n",
    );
  }
}
