import { describe, expect, test } from "vitest";
import { ErrorSummary } from "../../renderer/error-summary.tsx";
import { fieldId, fieldName } from "../../renderer/field-id.ts";
import { initials, renderFragment, renderPage } from "../../renderer/page.tsx";
import { of } from "../../renderer/strings.ts";
import { MULHOUSE, site } from "./front-fixtures.ts";

const page = (changes: Partial<Parameters<typeof renderPage>[0]> = {}) =>
  renderPage({ site: site(), title: "Vérifiez vos réponses", children: <h1>Vérifiez vos réponses</h1>, ...changes });

describe("a page", () => {
  test("is a French document with its landmarks, a way past them, and one title", () => {
    const html = page();
    expect(html).toMatch(/^<!doctype html><html lang="fr">/);
    expect(html).toMatch(/<a [^>]*href="#contenu"/);
    for (const mark of ["<header", '<main id="contenu"', "<footer"]) expect(html).toContain(mark);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain("<title>Vérifiez vos réponses – Mulhouse</title>");
  });

  test("with errors says so first in its title", () => {
    expect(page({ error: true })).toContain("<title>Erreur : Vérifiez");
  });

  test("carries nothing that a strict policy would refuse, and nothing from elsewhere", () => {
    const html = page({ site: site({ demo: true, person: { name: "Camille", kind: "citizen" } }) });
    expect(html).not.toMatch(/ style=| on[a-z]+="|<style|<script(?! type="module" src="\/)/);
    expect([...html.matchAll(/(?:src|href)="(https?:[^"]*)"/g)]).toEqual([]);
  });

  test("wears the colours and the logo of its member", () => {
    const logo = "/mulhouse/logo-00000000.svg";
    const html = page({ site: site({ member: { ...MULHOUSE, logo, tagline: "Vos démarches avec la Ville" } }) });
    expect(html).toContain(`href="${MULHOUSE.themeHref}"`);
    expect(html).toMatch(new RegExp(`<img [^>]*src="${logo}"`));
    expect(html).toContain("Vos démarches avec la Ville");
    expect(page()).toContain(">M</span>");
  });

  test("of someone's own is not for search engines", () => {
    expect(page({ private: true })).toContain('content="noindex"');
    expect(page()).not.toContain("noindex");
  });

  test("lets whoever is signed in sign out, with the token of her session", () => {
    const html = page({ site: site({ person: { name: "Camille Schmitt", kind: "citizen" } }) });
    expect(html).toMatch(/action="\/deconnexion"><input type="hidden" name="_csrf" value="jeton"/);
    expect(html).not.toContain("Se connecter");
  });
});

describe("the error summary", () => {
  test("counts, and leads to the first control of each field", () => {
    const html = renderFragment(
      <ErrorSummary
        issues={[
          { pointer: "/naissance", message: "Écrivez la date." },
          { pointer: "/agrements/0/debut", message: "Écrivez le début." },
        ]}
      />,
    );
    expect(html).toContain("Il y a 2 points à corriger");
    expect(html).toContain('href="#root_naissance"');
    expect(html).toContain('href="#root_agrements_0_debut"');
    expect(html).toContain('role="alert"');
  });
});

test("a field's id and name follow from its pointer", () => {
  expect(fieldId("/adresse/code~1postal", "completer")).toBe("completer_adresse_code/postal");
  expect(fieldName("/agrements/0/debut")).toBe("root[agrements][0][debut]");
});

test("a place's name is joined as French does", () => {
  expect(["Mulhouse", "Illzach", "Le Havre", "Les Pieux", "La Hague", "Habsheim"].map(of)).toEqual([
    "de Mulhouse",
    "d’Illzach",
    "du Havre",
    "des Pieux",
    "de La Hague",
    "de Habsheim",
  ]);
});

test("a member without a logo shows the initials of its name", () => {
  expect(["Mulhouse", "Cherbourg-en-Cotentin", "La Hague"].map(initials)).toEqual(["M", "CC", "LH"]);
});
