import { inForce, parisDay, rowFaults, sheetOfRows, type Tariff, type TariffVersion } from "../../../engine/index.ts";
import { tariffPage, tariffsPage } from "../../../renderer/admin/tariff-pages.tsx";
import { tariffWords as words } from "../../../renderer/strings-tariffs.ts";
import { BOM, csvLine } from "../../csv.ts";
import { notFound } from "../../problem.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { TARIFF_ROLES } from "./places.ts";
import { tariffScope, tariffsHref } from "./tariff-scope.ts";

/** What names the rows of the definition in an address, where a day names those of the member. */
const ORIGINAL = "origine";

/** GET /{member}/agent/administration/tarifs: every table of what the member offers. */
export async function tariffsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, TARIFF_ROLES);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const today = parisDay(ctx.clock().toISOString());
  const lines = ctx.catalogue.definitions(member.id).flatMap(({ id, title, tariffs }) =>
    tariffs.map((tariff) => ({
      href: `${tariffsHref(scope)}/${id}/${tariff.id}`,
      title: tariff.title,
      definition: title,
      ...stateOf(tariff, ctx.catalogue.tariffs(member.id, id).get(tariff.id) ?? [], today),
    })),
  );
  const frame = await backFrame(c, scope, ADMINISTRATION);
  return c.html(tariffsPage({ frame, lines }));
}

/** Since when what holds today does (null: the rows of the definition), if anything does, and what comes next. */
function stateOf(tariff: Tariff, versions: readonly TariffVersion[], today: string) {
  const held = inForce(tariff, versions, today);
  return {
    none: held === null,
    since: held?.version?.since ?? null,
    unfit: held !== null && rowFaults(tariff, held.rows).length > 0,
    next: versions.find(({ since }) => since > today)?.since ?? null,
  };
}

/** GET …/tarifs/{domain}/{name}/{table}: what holds today, what comes, what was. */
export async function tariffRoute(c: PageContext): Promise<Response> {
  const found = await tariffScope(c);
  if (found instanceof Response) return found;
  const { scope, definition, tariff, versions, base, today } = found;
  const held = inForce(tariff, versions, today);
  const html = tariffPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    list: tariffsHref(scope),
    base,
    definition: definition.title,
    tariff,
    held: held && { key: held.version?.since ?? ORIGINAL, version: held.version, rows: held.rows },
    faults: held ? rowFaults(tariff, held.rows).map(({ message }) => message) : [],
    coming: versions.filter(({ since }) => since > today),
    past: versions.filter(({ since }) => since <= today && since !== held?.version?.since).toReversed(),
    notice: saidDone(c, words.done),
  });
  return c.html(html);
}

/** GET …/{since}/csv: the rows of a day, for a spreadsheet. */
export async function tariffCsvRoute(c: PageContext): Promise<Response> {
  const found = await tariffScope(c);
  if (found instanceof Response) return found;
  const { tariff, versions } = found;
  const since = c.req.param("since");
  const rows = since === ORIGINAL ? tariff.rows : versions.find((each) => each.since === since)?.rows;
  if (!rows || rows.length === 0) return refuse(c, notFound());
  c.header("Content-Disposition", `attachment; filename="tarif-${tariff.id}-${since}.csv"`);
  const text = BOM + sheetOfRows(tariff, rows).map(csvLine).join("");
  return c.body(text, 200, { "Content-Type": "text/csv; charset=utf-8" });
}
