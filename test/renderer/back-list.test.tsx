import { describe, expect, test } from "vitest";
import { listPage } from "../../renderer/back/list-page.tsx";
import { changed, listHref, listQueryString, readListState } from "../../renderer/back/list-state.ts";
import { BASE, COLLEAGUE, entry, listView, ME, PERMIT } from "./back-fixtures.ts";

const state = (query: string) => readListState(new URLSearchParams(query), PERMIT);
const text = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, " ");

describe("the address of a list", () => {
  test("opens on the work to do, from the oldest", () => {
    expect(state("")).toMatchObject({ tab: "_a-traiter", sort: "createdAt", who: "all", q: "", after: null });
  });

  test("keeps every choice, whatever the order it was made in", () => {
    const query =
      "filtre[vehicule]=utilitaire&q=muller&etat=acceptee&filtre[vehicule]=voiture&pour=moi&tri=-nom&apres=abc";
    expect(new URLSearchParams(listQueryString(PERMIT, state(query)))).toEqual(
      new URLSearchParams(
        "etat=acceptee&q=muller&pour=moi&filtre[vehicule]=utilitaire&filtre[vehicule]=voiture&tri=-nom&apres=abc",
      ),
    );
  });

  test("leaves out what it does not know, so that an old bookmark still opens", () => {
    expect(state("etat=disparu&tri=couleur&filtre[couleur]=rouge&pour=chef")).toEqual(state(""));
  });

  test("leaves out null characters and empty filters", () => {
    expect(state("q=mul%00ler&filtre[nom]=&filtre[nom]=%00")).toMatchObject({ q: "muller", filters: new Map() });
  });

  test("goes back to the first page when a choice changes", () => {
    const next = changed(PERMIT, state("apres=abc&q=muller"), { tab: "acceptee" });
    expect(next).toMatchObject({ after: null, q: "muller", tab: "acceptee" });
  });

  test("shows the newest first where no work waits, unless the agent chose a sort", () => {
    expect(changed(PERMIT, state(""), { tab: "acceptee" }).sort).toBe("-createdAt");
    expect(changed(PERMIT, state("tri=nom"), { tab: "acceptee" }).sort).toBe("nom");
  });

  test("is bare for the list as it opens", () => {
    expect(listHref("/x", PERMIT, state(""))).toBe("/x");
  });
});

describe("the page of a queue", () => {
  test("counts each state, the work to do first", () => {
    const html = listPage(listView(""));
    const tabs = text(html.slice(html.indexOf('class="tabs"'), html.indexOf("<search")));
    expect(tabs).toContain("À traiter 12 À instruire 12 En attente d'avis 0 Acceptée 3 Refusée 0 Toutes 15");
  });

  test("heads a column and its filter with the short name of the question", () => {
    const html = text(listPage(listView("")));
    expect(html).toContain("Véhicule");
    expect(html.slice(html.indexOf("</search>"))).not.toContain("Quel véhicule faut-il garer ?");
  });

  test("says in its header which column sorts, and offers the other order", () => {
    const html = listPage(listView("tri=nom"));
    expect(html).toMatch(/<th scope="col" aria-sort="ascending"><a [^>]*href="[^"]*tri=-nom"/);
    expect(html.match(/aria-sort/g)).toHaveLength(1);
  });

  test("leads from the reference to the entry, and back to this very list", () => {
    const html = listPage(listView("q=muller&pour=moi"));
    const back = encodeURIComponent("q=muller&pour=moi");
    expect(html).toContain(`href="${BASE}/${entry().id}?liste=${back}"`);
  });

  test("says who takes care of an entry, and that I do", () => {
    expect(text(listPage(listView("", { entries: [entry({ assignee: COLLEAGUE })] })))).toContain("Jean Roth");
    expect(listPage(listView("", { entries: [entry({ assignee: ME })] }))).toContain("<strong>Moi</strong>");
  });

  test("says since when an entry waits, and the full date to whoever points at it", () => {
    const html = listPage(listView(""));
    expect(html).toContain('title="samedi 28 février 2026 à 11\u00a0h\u00a000">il\u00a0y\u00a0a 3\u00a0jours</time>');
  });

  test("shows a filter's values on its chip, each removable and changeable", () => {
    const html = listPage(listView("filtre[vehicule]=voiture&filtre[vehicule]=utilitaire&q=mul"));
    expect(text(html)).toContain("Véhicule : Voiture ou Utilitaire");
    expect(html).toContain('aria-label="Attribution"');
    expect(html).toMatch(/value="voiture" checked|checked value="voiture"/);
    const remove = html.match(/<a [^>]*class="chip-remove"[^>]*>/)?.[0];
    expect(remove).toContain(`href="${BASE}?q=mul"`);
  });

  test("keeps tab, sort, attribution and filters when the agent searches", () => {
    const html = listPage(listView("etat=acceptee&tri=nom&pour=moi&filtre[nom]=roth&apres=abc"));
    const start = html.indexOf('id="recherche"');
    const form = html.slice(start, html.indexOf("</form>", start));
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      (m) => `${m[1]}=${m[2]}`,
    );
    expect(hidden).toEqual(["etat=acceptee", "pour=moi", "filtre[nom]=roth", "tri=nom"]);
  });

  test("pages by cursor, with a way back to the first page", () => {
    const html = listPage(listView("apres=abc", { next: "suite" }));
    expect(html).toContain(`<a rel="next" href="${BASE}?apres=suite">Page suivante</a>`);
    expect(html).toContain(`<a href="${BASE}">Revenir à la première page</a>`);
  });

  test("names, when nothing matches, the choice whose removal brings entries back", () => {
    const html = listPage(listView("q=zzz&filtre[vehicule]=voiture", { entries: [], frees: [true, false, false] }));
    expect(text(html)).toContain("Sans l’un de ces choix, il y a des résultats : Retirer la recherche « zzz »");
    expect(html).toContain(`href="${BASE}?filtre%5Bvehicule%5D=voiture">Retirer la recherche`);
    expect(text(html)).toContain("Ces choix sont aussi actifs : Retirer le filtre « Véhicule : Voiture »");
  });

  test("says that the work is done when the queue alone is empty", () => {
    expect(text(listPage(listView("", { entries: [], frees: [true] })))).toContain("Rien à traiter ici");
  });

  test("escapes what people typed", () => {
    const html = listPage(listView("q=<script>", { entries: [entry({ answers: { nom: "<img src=x>" } })] }));
    expect(html).not.toContain("<img src=x>");
    expect(html).not.toContain('value="<script>');
  });
});
