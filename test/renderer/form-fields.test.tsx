import { describe, expect, test } from "vitest";
import { type Answers, decode, type Field } from "../../engine/index.ts";
import { type FieldOptions, renderFields } from "../../renderer/form-fields.tsx";
import { renderFragment } from "../../renderer/page.tsx";
import { liveFields, visibilityOf } from "../../renderer/visibility.ts";
import { field } from "../helpers/fields.ts";
import { formOf } from "../helpers/forms.ts";

type Issues = Parameters<typeof renderFields>[2];
const render = (fields: readonly Field[], answers: Answers = {}, issues: Issues = [], options: FieldOptions = {}) =>
  renderFragment(renderFields(fields, answers, issues, options));

/** What a browser would post from these controls, untouched. */
function posted(html: string): URLSearchParams {
  const body = new URLSearchParams();
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const [name, value, type] = ["name", "value", "type"].map(
      (key) => new RegExp(`\\b${key}="([^"]*)"`).exec(tag)?.[1],
    );
    const ticks = type === "radio" || type === "checkbox";
    if (name !== undefined && type !== "file" && (!ticks || / checked/.test(tag))) body.append(name, value ?? "");
  }
  for (const [, name = "", text = ""] of html.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)/g))
    body.append(name, text);
  for (const [, name = "", list = ""] of html.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    body.append(name, /<option value="([^"]*)" selected/.exec(list)?.[1] ?? "");
  }
  return body;
}

const CHOICES = [
  { value: "ici", label: "Dans cette commune", hint: "Ou une ancienne." },
  { value: "ailleurs", label: "Ailleurs" },
];

const EVERY: readonly Field[] = [
  field("nom", "text", { required: true, hint: "Tel quel", autocomplete: "family-name" }),
  field("message", "textarea"),
  field("courriel", "email"),
  field("telephone", "phone"),
  field("exemplaires", "number", { type: "integer" }),
  field("loyer", "money"),
  field("naissance", "date", { autocomplete: "bday" }),
  field("lieu", "radio", { choices: CHOICES }),
  field("pays", "select", { choices: CHOICES }),
  field("rappel", "radio", { type: "boolean" }),
  field("lettre", "checkbox"),
  field("jours", "checkboxes", { choices: CHOICES }),
  field("piece", "attachment"),
  field("pieces", "attachments"),
  field("assistante", "reference", { ref: "relais/assistante-maternelle" }),
  field("adresse", "address", { fields: [field("voie", "text", { pointer: "/adresse/voie" })] }),
  field("agrements", "repeat", {
    schema: { items: { title: "Agrément" } },
    fields: [
      field("debut", "date", { pointer: "/agrements/*/debut" }),
      field("actif", "checkbox", { pointer: "/agrements/*/actif" }),
    ],
  }),
];

const ANSWERS: Answers = {
  nom: "Müller & fils",
  message: "Deux lignes\npour voir",
  courriel: "camille@exemple.fr",
  telephone: "+33612345678",
  exemplaires: 3,
  loyer: 123450,
  naissance: "1985-03-27",
  lieu: "ailleurs",
  pays: "ici",
  rappel: false,
  lettre: true,
  jours: ["ici", "ailleurs"],
  piece: "0190b0a0-0000-7000-8000-00000000000a",
  pieces: ["0190b0a0-0000-7000-8000-00000000000b"],
  assistante: "0190b0a0-0000-7000-8000-00000000000c",
  adresse: { voie: "12 rue du Sauvage" },
  agrements: [{ debut: "2024-01-15", actif: false }, { actif: true }],
};

describe("a form", () => {
  test("posts back exactly the answers it was given, whatever the kind of field", () => {
    expect(decode(EVERY, posted(render(EVERY, ANSWERS).replaceAll("&amp;", "&")))).toEqual(ANSWERS);
  });

  test("shows again what was mistyped", () => {
    const typed = { exemplaires: "trois", loyer: "beaucoup", naissance: "1985-02-31", telephone: "06 12" };
    const html = render(EVERY, typed);
    expect(html).toContain('value="trois"');
    expect(html).toContain('value="beaucoup"');
    expect(html).toMatch(/id="root_naissance"[^>]*value="31"/);
    expect(decode(EVERY, posted(html))).toMatchObject(typed);
  });

  test("never turns an answer into markup", () => {
    const html = render([field("nom", "text"), field("message", "textarea")], {
      nom: '"><script>alert(1)</script>',
      message: "</textarea><script>",
    });
    expect(html).not.toContain("<script>");
  });

  test("has no inline style nor script, which a strict policy would refuse", () => {
    expect(render(EVERY, ANSWERS)).not.toMatch(/ style=| on[a-z]+=|<script/);
  });

  test("gives every control an id of its own and a title", () => {
    const html = render(EVERY, ANSWERS);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(
      /<(?:input type="(?:text|email|tel|radio|checkbox)"|select|textarea)[^>]* id="([^"]+)"/g,
    )) {
      expect(html).toContain(`for="${id}"`);
    }
  });
});

describe("a field", () => {
  test("says its hint and its error before its control, and the control names both", () => {
    const html = render([field("nom", "text", { hint: "Tel quel" })], {}, [
      { pointer: "/nom", message: "Écrivez le nom." },
    ]);
    expect(html.indexOf("Tel quel")).toBeLessThan(html.indexOf("Écrivez le nom."));
    expect(html.indexOf("Écrivez le nom.")).toBeLessThan(html.indexOf("<input"));
    expect(html).toContain('aria-describedby="root_nom-hint root_nom-error"');
    expect(html).toContain('aria-invalid="true"');
  });

  test("marks what is optional, not what is required", () => {
    expect(render([field("nom", "text", { required: true })])).not.toContain("facultatif");
    expect(render([field("nom", "text")])).toContain("(facultatif)");
  });

  test("of a date is three boxes in a fieldset, described once", () => {
    const html = render([field("naissance", "date", { autocomplete: "bday" })], {}, [
      { pointer: "/naissance", message: "Cette date n’existe pas." },
    ]);
    expect(html).toMatch(/<fieldset[^>]*aria-describedby="root_naissance-hint root_naissance-error"/);
    expect(html).toContain('name="root[naissance][jour]"');
    expect(html).toContain('inputmode="numeric"');
    expect(html).toContain('autocomplete="bday-year"');
  });

  test("keeps a question mark with its word", () => {
    expect(render([field("nom", "text", { title: "Qui êtes-vous ?" })])).toContain("Qui êtes-vous\u00a0?");
  });

  test("computed from the others is not asked", () => {
    const html = render([field("total", "text", { computed: { source: "1", reads: [], evaluate: () => 1 } })]);
    expect(html).not.toContain("<input");
  });

  test("of a stored file shows its name and size, and a button to take it out", () => {
    const files = new Map([["a", { name: "livret.pdf", size: 820_000, scan: "clean" as const }]]);
    const html = render([field("piece", "attachment")], { piece: "a" }, [], { files });
    expect(html).toContain("livret.pdf");
    expect(html).toContain("820 Ko");
    expect(html).toContain('name="_action" value="remove:/piece"');
    expect(html).not.toContain('type="file"');
  });

  test("that refers to an entry is searched, picked and changed by buttons", () => {
    const fields = [field("assistante", "reference", { ref: "relais/assistante-maternelle" })];
    expect(render(fields)).toContain('name="_action" value="search:/assistante"');
    const results = [{ id: "b", label: "Sylvie Lecanu", hint: "La Hague" }];
    const found = render(fields, {}, [], { references: new Map([["/assistante", { query: "lecanu", results }]]) });
    expect(found).toMatch(/type="radio"[^>]*name="root\[assistante\]"[^>]*value="b"/);
    const none = render(fields, {}, [], { references: new Map([["/assistante", { query: "x", results: [] }]]) });
    expect(none).toContain("Aucun résultat");
  });

  test("that refers to a small register is a choice among its entries, the one chosen before included", () => {
    const required = field("ecole", "reference", { ref: "ecole/ecole", required: true });
    const options = [1, 2, 3].map((rank) => ({ id: `e${rank}`, label: `École ${rank}` }));
    const offered = new Map([["ecole/ecole", options]]);
    const radios = render([required], { ecole: "e2" }, [], { offered });
    expect(radios).toMatch(/value="e2"[^>]*checked/);
    expect(radios).not.toContain("search:/ecole");
    const closed = new Map([["/ecole", { chosen: { id: "e9", label: "École fermée" } }]]);
    const optional = { ...required, required: false };
    const list = render([optional], { ecole: "e9" }, [], { offered, references: closed });
    expect(list).toMatch(/<select[^>]*>[\s\S]*<option[^>]*selected[^>]*>École fermée/);
  });

  test("repeated begins with one item to fill where one is required, which cannot be taken out", () => {
    const name = field("nom", "text", { pointer: "/enfants/*/nom", required: true });
    const repeat = field("enfants", "repeat", { required: true, fields: [name] });
    const html = render([repeat]);
    expect(html).toContain('name="root[enfants][0][nom]"');
    expect(html).toContain('value="add:/enfants"');
    expect(html).not.toContain("remove:/enfants");
    const two = render([repeat], { enfants: [{ nom: "Léa" }, { nom: "Hugo" }] });
    expect(two).toContain('value="remove:/enfants/0"');
    const maybe = field("enfants", "repeat", { required: true, fields: [{ ...name, required: false }] });
    for (const other of [maybe, { ...repeat, required: false }]) expect(render([other])).not.toContain("[0][nom]");
  });

  test("repeated adds and takes out by named buttons, up to its maximum", () => {
    const repeat = field("agrements", "repeat", {
      schema: { maxItems: 1 },
      fields: [field("n", "text", { pointer: "/agrements/*/n" })],
    });
    expect(render([repeat])).toContain('value="add:/agrements"');
    const full = render([repeat], { agrements: [{ n: "1" }] });
    expect(full).not.toContain('value="add:/agrements"');
    expect(full).toContain('value="remove:/agrements/0"');
  });
});

describe("what is asked", () => {
  const form = formOf({
    objet: { type: "string", title: "Objet", enum: ["fete", "reunion"] },
    occasion: { type: "string", title: "Occasion", "x-when": "objet == 'fete'" },
    lots: {
      type: "array",
      title: "Lots",
      items: {
        type: "object",
        properties: {
          fragile: { type: "boolean", title: "Fragile" },
          soin: { type: "string", title: "Soin", "x-when": "item.fragile" },
        },
      },
    },
  });
  const now = { now: "2026-03-03T09:30:00.000Z" };

  test("follows the answers, item by item", () => {
    const answers = { objet: "reunion", lots: [{ fragile: true }, { fragile: false }] };
    const html = render(form.order, answers, [], { visible: visibilityOf(form, answers, now) });
    expect(html).not.toContain("root_occasion");
    expect(html).toContain("root_lots_0_soin");
    expect(html).not.toContain("root_lots_1_soin");
  });

  test("marks the fields that decide of others, for the script", () => {
    expect([...liveFields(form)].sort()).toEqual(["/lots/*/fragile", "/lots/*/soin", "/objet"]);
    expect(render(form.order, {}, [], { live: liveFields(form) })).toMatch(/id="root_objet-box"[^>]*data-live/);
  });
});
