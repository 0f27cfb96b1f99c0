import { type Issue, inForce, MOST_ROWS, pastedRows, type TypedRow, typedRows } from "../../../engine/index.ts";
import { renderTariffForm } from "../../../renderer/admin/tariff-form.tsx";
import { tariffVersionPage } from "../../../renderer/admin/tariff-pages.tsx";
import { keepTariff, removeTariff, type Seen, type TypedTariff } from "../../commands/keep-tariff.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { ADMINISTRATION } from "./admin-scope.ts";
import { posted } from "./posted.ts";
import { type TariffScope, tariffScope } from "./tariff-scope.ts";
import { typedDay } from "./typed-day.ts";

/** GET …/{table}/nouvelle and …/{table}/{since}: rows to write, or those that were applied, to read. */
export async function tariffFormRoute(c: PageContext): Promise<Response> {
  const found = await tariffScope(c);
  if (found instanceof Response) return found;
  const since = c.req.param("since") ?? null;
  const version = found.versions.find((each) => each.since === since);
  if (since === null) {
    const rows = inForce(found.tariff, found.versions, "9999-12-31")?.rows ?? [];
    return show(c, found, { since: "", decision: "", day: "", rows: atLeastOne(typedRows(found.tariff, rows)) }, {});
  }
  if (!version) return refuse(c, notFound());
  if (since < found.today) return showApplied(c, found, version);
  const { decision = "", rows } = version;
  return show(c, found, { since, day: since, decision, rows: typedRows(found.tariff, rows) }, {});
}

/** POST of the same: adds, removes or replaces rows on the page, or keeps them all. */
export async function saveTariffRoute(c: PageContext): Promise<Response> {
  const found = await tariffScope(c);
  if (found instanceof Response) return found;
  const form = await readForm(c);
  const typed = typedTariff(form, found);
  const [act = "", which = ""] = (form.fields.get("_action")?.at(-1) ?? "").split(":");
  if (form.resumed || act !== "")
    return show(c, found, { ...typed, rows: changedRows(typed, act, which, form, found) }, {});
  const outcome = await keepTariff(c.var.ctx, found.scope.agent, tableOf(found), typed, seen(c, form));
  if (outcome.ok) return c.redirect(`${found.base}?fait=enregistre`, 303);
  const { code, detail, issues } = outcome.problem;
  if (code === "not-found") return refuse(c, outcome.problem);
  return show(c, found, typed, code === "invalid" ? { issues } : { refused: detail });
}

/** POST …/{since}/supprimer */
export async function deleteTariffRoute(c: PageContext): Promise<Response> {
  const found = await tariffScope(c);
  if (found instanceof Response) return found;
  const form = await readForm(c);
  const was = seen(c, form);
  if (!was || form.resumed) return c.redirect(found.base, 303);
  const outcome = await removeTariff(c.var.ctx, found.scope.agent, tableOf(found), was);
  return outcome.ok ? c.redirect(`${found.base}?fait=supprime`, 303) : refuse(c, outcome.problem);
}

const tableOf = ({ definition, tariff }: TariffScope) => ({ definition: definition.id, tariff });

/** The rows that the page showed: those of its address, at the revision it carried. */
function seen(c: PageContext, form: ReadForm): Seen {
  const since = c.req.param("since");
  return since === undefined ? null : { since, revision: Number(posted(form, "revision", 9)) || 0 };
}

/** What a form holds; the day both as typed and as read. */
interface Shown extends TypedTariff {
  readonly day: string;
}

const LONGEST_CELL = 100;
/** Letters of what is pasted: two hundred rows of four columns and more. */
const LONGEST_PASTE = 60_000;

function typedTariff(form: ReadForm, { tariff }: TariffScope): Shown {
  const count = Math.min(Number(posted(form, "lignes", 4)) || 0, MOST_ROWS + 1);
  const rows = Array.from({ length: count }, (_, row) => ({
    cells: Object.fromEntries(tariff.columns.map(({ id }) => [id, posted(form, `ligne-${row}-${id}`, LONGEST_CELL)])),
    amount: posted(form, `ligne-${row}-amount`, 30),
  }));
  const day = posted(form, "depuis", 20);
  return { day, since: typedDay(day), decision: posted(form, "decision", 201).replace(/\s+/g, " "), rows };
}

const BLANK: TypedRow = { cells: {}, amount: "" };

const atLeastOne = (rows: readonly TypedRow[]): readonly TypedRow[] => (rows.length === 0 ? [BLANK] : rows);

function changedRows(
  { rows }: Shown,
  act: string,
  which: string,
  form: ReadForm,
  { tariff }: TariffScope,
): readonly TypedRow[] {
  if (act === "add") return rows.length < MOST_ROWS ? [...rows, BLANK] : rows;
  if (act === "remove") return atLeastOne(rows.filter((_, row) => String(row) !== which));
  const text = posted(form, "coller", LONGEST_PASTE);
  return act === "replace" && text !== "" ? pastedRows(tariff, text).slice(0, MOST_ROWS + 1) : rows;
}

async function show(
  c: PageContext,
  { scope, tariff, versions, base, today }: TariffScope,
  typed: Shown,
  { issues = [], refused }: { readonly issues?: readonly Issue[]; readonly refused?: string },
): Promise<Response> {
  const since = c.req.param("since") ?? null;
  const version = versions.find((each) => each.since === since);
  const html = renderTariffForm({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base,
    tariff,
    since,
    revision: version?.revision ?? 0,
    removable: since !== null && since > today,
    typed,
    issues,
    refused,
  });
  return c.html(html, issues.length > 0 ? 422 : refused === undefined ? 200 : 409);
}

async function showApplied(
  c: PageContext,
  { scope, tariff, base }: TariffScope,
  version: TariffScope["versions"][number],
): Promise<Response> {
  const frame = await backFrame(c, scope, ADMINISTRATION);
  return c.html(tariffVersionPage({ frame, base, tariff, version }));
}
