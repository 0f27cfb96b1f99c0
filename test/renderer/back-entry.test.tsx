import { describe, expect, test } from "vitest";
import type { AvailableEvent, EntryEvent } from "../../engine/index.ts";
import { entryPage } from "../../renderer/back/entry-page.tsx";
import { BASE, COLLEAGUE, entry, entryView, FRAME, ME, NOW, PERMIT } from "./back-fixtures.ts";

const text = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, " ");

const EVENTS: readonly AvailableEvent[] = [
  { type: "refuser", label: "Refuser", form: "refuser", tone: "danger" },
  { type: "demander-avis", label: "Demander un avis" },
  { type: "accepter", label: "Accepter", tone: "primary" },
];

const actionsOf = (html: string) => html.slice(html.indexOf('class="actions"'), html.indexOf('id="delai"'));

const refusal = {
  event: EVENTS[0] as AvailableEvent,
  filled: {
    form: PERMIT.forms.get("refuser") ?? PERMIT.form,
    answers: { motif: "Voie trop étroite" },
    issues: [],
    options: {},
    steps: PERMIT.forms.get("refuser")?.steps.map((step) => step.id) ?? [],
  },
};

describe("the page of an entry", () => {
  test("offers the actions main first and destructive last, whatever the workflow's order", () => {
    const labels = [
      ...actionsOf(entryPage(entryView({ events: EVENTS }))).matchAll(/class="(button[^"]*)"[^>]*>([^<]+)/g),
    ];
    expect(labels.map(([, looks, label]) => `${label}: ${looks}`)).toEqual([
      "Accepter: button",
      "Demander un avis: button button-secondary",
      "Refuser: button button-danger",
    ]);
  });

  test("sends an action without a form at once, with the revision it was made for", () => {
    const html = actionsOf(entryPage(entryView({ events: EVENTS, entry: entry({ revision: 7 }) })));
    expect(html).toContain(`<form method="post" action="${BASE}/${entry().id}/evenements/accepter#erreurs"`);
    expect(html).toContain('<input type="hidden" name="_csrf" value="jeton"/>');
    expect(html).toContain('<input type="hidden" name="revision" value="7"/>');
  });

  test("opens the form of an action in place, by a link", () => {
    const html = actionsOf(entryPage(entryView({ events: EVENTS })));
    expect(html).toContain(`href="${BASE}/${entry().id}?evenement=refuser#action"`);
    expect(html).not.toContain("evenements/refuser");
  });

  test("asks to confirm a destructive action that has no form", () => {
    const events: readonly AvailableEvent[] = [{ type: "annuler", label: "Annuler la place", tone: "danger" }];
    expect(actionsOf(entryPage(entryView({ events })))).not.toContain("<button");
  });

  test("shows an open form with what was typed, errors linked to their fields", () => {
    const issues = [{ code: "minLength", pointer: "/motif", message: "Expliquez le refus." }];
    const html = entryPage(
      entryView({ events: EVENTS, opened: { ...refusal, filled: { ...refusal.filled, issues } } }),
    );
    expect(html).toContain("Voie trop étroite</textarea>");
    expect(html).toMatch(/id="erreurs" role="alert"[^>]*data-focus/);
    expect(html).toContain('<a href="#root_motif">Expliquez le refus.</a>');
    expect(html).toContain("<title>Erreur : ");
  });

  test("makes the first button of a form the one that sends it", () => {
    const html = entryPage(entryView({ events: EVENTS, opened: refusal }));
    const form = html.slice(html.indexOf('class="filled-form"'));
    const buttons = [...form.matchAll(/<button[^>]*>/g)].map(([tag]) => tag);
    expect(buttons[0]).toMatch(/^<button type="submit" .*class="default-submit">$/);
    expect(buttons[0]).toContain('tabindex="-1" aria-hidden="true"');
  });

  test("says by when to answer and what silence means", () => {
    expect(text(entryPage(entryView()))).toContain(
      "Échéance : dans 56 jours Sans réponse avant la fin du mardi 28 avril 2026, la demande est acceptée (silence vaut acceptation). Reçue il y a 3 jours.",
    );
  });

  test("says that the legal delay is over", () => {
    const late = entry({ createdAt: "2025-12-20T10:00:00.000Z" });
    expect(text(entryPage(entryView({ entry: late })))).toContain("Échéance : dépassé depuis 11 jours");
  });

  test("lets me take an entry nobody has, or give it to a colleague", () => {
    const html = entryPage(entryView());
    expect(text(html)).toContain("Ce dossier n’est attribué à personne. Me l’attribuer");
    expect(html).toContain(`<option value="${COLLEAGUE}">Jean Roth</option>`);
  });

  test("lets me release an entry of mine", () => {
    const html = entryPage(entryView({ entry: entry({ assignee: ME }) }));
    expect(text(html)).toContain("Ce dossier vous est attribué. Ne plus m’en occuper");
  });

  test("gives someone who only reads nothing to press", () => {
    const html = entryPage(entryView({ readOnly: true }));
    const page = html.slice(html.indexOf("<main"));
    expect(page).not.toContain("<button");
    expect(text(page)).toContain("vous ne pouvez pas agir dessus");
  });

  test("offers the next entry of the list after an action", () => {
    const html = entryPage(entryView({ done: "C’est fait : Accepter.", nextHref: `${BASE}/suivante` }));
    expect(html).toContain(`<a href="${BASE}/suivante" rel="next" class="button">Demande suivante</a>`);
  });

  test("tells an agent who was quicker what happened, and keeps what she typed", () => {
    const events: readonly EntryEvent[] = [
      {
        seq: 2,
        type: "modifier",
        from: "a-instruire",
        to: "a-instruire",
        actor: { kind: "agent", id: COLLEAGUE, name: "Jean Roth" },
        at: NOW,
        data: { changes: [{ field: "places", before: 2, after: 3 }] },
      },
    ];
    const stale = { definition: PERMIT, events, labels: new Map(), sentence: "Relisez.", typed: [] };
    const html = entryPage(entryView({ events: EVENTS, opened: refusal, stale }));
    expect(html).toMatch(/<div id="erreurs" role="alert"[^>]*data-focus="true" class="summary stale">/);
    expect(text(html)).toContain("Jean Roth : Modifier, 3 mars 2026 à 10 h 30");
    expect(text(html)).toMatch(/Places 2 3/);
    expect(html).toContain("Voie trop étroite</textarea>");
  });

  test("tells the history latest first, with the words of each action and what came with it", () => {
    const at = "2026-03-01T09:00:00.000Z";
    const history: readonly EntryEvent[] = [
      { seq: 1, type: "open", from: null, to: "a-instruire", actor: { kind: "citizen", id: "p" }, at, data: {} },
      {
        seq: 2,
        type: "assigner",
        from: "a-instruire",
        to: "a-instruire",
        actor: { kind: "agent", id: ME, name: "Anne Keller" },
        at,
        data: { answers: { agent: "Jean Roth" } },
      },
      {
        seq: 3,
        type: "refuser",
        from: "a-instruire",
        to: "refusee",
        actor: { kind: "agent", id: COLLEAGUE, name: "Jean Roth" },
        at,
        data: { answers: { motif: "Voie trop étroite" } },
      },
    ];
    const html = entryPage(entryView({ history, entry: entry({ state: "refusee", revision: 3 }) }));
    const told = text(html.slice(html.indexOf('class="history"')));
    expect(told).toMatch(
      /Refuser .*Refusée par Jean Roth, 1er mars 2026 à 10 h 00 Motif Voie trop étroite .*Attribution à Jean Roth par Anne Keller.*Demande déposée .*par l’usager/,
    );
  });

  test("names both sides of a mandate, and nobody else who is a citizen", () => {
    const onBehalfOf = { kind: "citizen", id: "p", name: "Camille Schmitt" } as const;
    const actor = { kind: "citizen", id: "m", name: "Odile Meyer", onBehalfOf } as const;
    const at = "2026-03-01T09:00:00.000Z";
    const history = [{ seq: 1, type: "open", from: null, to: "a-instruire", actor, at, data: {} }];
    expect(text(entryPage(entryView({ history })))).toContain("par Odile Meyer, pour Camille Schmitt");
  });

  test("says which version of the form an older entry was filled with", () => {
    expect(text(entryPage(entryView({ latest: 3 })))).toContain("Déposée avec la version 1 du formulaire");
  });

  test("keeps private pages out of search engines", () => {
    expect(entryPage(entryView({ frame: FRAME }))).toContain('<meta name="robots" content="noindex"/>');
  });
});
