import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Scope } from "../../engine/index.ts";
import {
  type Answers,
  type CompiledDefinition,
  compile,
  type Expression,
  referencedDefinitions,
} from "../../engine/index.ts";
import { DEFINITION_FILES, sourceOf } from "../helpers/definition-files.ts";

const FOLDER = join(import.meta.dirname, "../definitions/accepted");
const text = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
const shared = new Map([["shared/adresse.json", JSON.parse(text("adresse.json"))]]);

/** The accepted definition of the fixtures, changed by hand before it is compiled. */
function compileChanged(change: (files: { definition: Loose; workflow: Loose }) => void = () => {}) {
  const definition = JSON.parse(text("definition.json"));
  const workflow = JSON.parse(text("workflow.json"));
  change({ definition, workflow });
  return compile({ file: "d.json", schema: definition, workflowFile: "w.json", workflow }, shared);
}

/** A JSON file edited in place, member by member. */
type Loose = ReturnType<typeof JSON.parse>;

function accepted(change?: Parameters<typeof compileChanged>[0]): CompiledDefinition {
  const result = compileChanged(change);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

const scope = (more: Partial<Scope> = {}): Scope => ({ now: "2026-03-03T09:30:00.000Z", answers: {}, ...more });

const rendered = (parts: readonly (string | Expression)[] | undefined, seen: Scope): string =>
  (parts ?? []).map((part) => (typeof part === "string" ? part : part.evaluate(seen))).join("");

describe("a compiled form", () => {
  test("orders fields so that each comes after those it depends on", () => {
    const { form } = accepted(({ definition }) => {
      definition.properties.nom["x-when"] = "document == 'copie'";
      definition.properties.document["x-when"] = "tarif > 250";
    });
    const keys = form.order.map(({ key }) => key);
    expect(keys.filter((key) => ["nom", "document", "exemplaires", "tarif"].includes(key))).toEqual([
      "exemplaires",
      "tarif",
      "document",
      "nom",
    ]);
  });

  test("orders the fields of a step after those its condition reads", () => {
    const { form } = accepted(({ definition }) => {
      const part = definition["x-definition"];
      part.steps.reverse();
      part.steps[0].when = "document == 'copie'";
    });
    const keys = form.order.map(({ key }) => key);
    expect(keys.indexOf("document")).toBeLessThan(keys.indexOf("nom"));
  });

  test("puts a shared piece in place, its title replaced where the definition says so", () => {
    const { form, schema } = accepted();
    const adresse = form.order.find(({ key }) => key === "adresse");
    expect(adresse).toMatchObject({ title: "Votre adresse", widget: "address", type: "object" });
    expect(adresse?.fields?.map(({ key, pointer, required }) => ({ key, pointer, required }))).toEqual([
      { key: "voie", pointer: "/adresse/voie", required: false },
      { key: "commune", pointer: "/adresse/commune", required: true },
    ]);
    expect(JSON.stringify(schema)).not.toContain("$ref");
  });

  test("gives the fields of an item a pointer with a star", () => {
    const enfants = accepted().form.order.find(({ key }) => key === "enfants");
    expect(enfants?.fields?.map(({ pointer }) => pointer)).toEqual(["/enfants/*/prenom", "/enfants/*/naissance"]);
  });

  test.each([
    [{ type: "string" }, "text"],
    [{ type: "string", "x-widget": "textarea" }, "textarea"],
    [{ type: "string", format: "email" }, "email"],
    [{ type: "string", "x-widget": "phone" }, "phone"],
    [{ type: "string", format: "date" }, "date"],
    [{ type: "string", format: "uuid" }, "attachment"],
    [{ type: "string", "x-ref": "relais/assistante-maternelle" }, "reference"],
    [{ type: "string", enum: ["a", "b", "c", "d", "e", "f"] }, "radio"],
    [{ type: "string", enum: ["a", "b", "c", "d", "e", "f", "g"] }, "select"],
    [{ type: "integer" }, "number"],
    [{ type: "integer", "x-widget": "money" }, "money"],
    [{ type: "boolean" }, "radio"],
    [{ type: "boolean", const: true }, "checkbox"],
    [{ type: "array", items: { type: "string", enum: ["a", "b"] } }, "checkboxes"],
    [{ type: "array", items: { type: "string", format: "uuid" } }, "attachments"],
    [{ type: "object", properties: { a: { type: "string", title: "A" } } }, "group"],
  ])("asks %j by %s", (schema, widget) => {
    const { form } = accepted(({ definition }) => {
      definition.properties.nom = { title: "Nom", ...schema };
      definition["x-definition"].list = ["document"];
    });
    expect(form.order.find(({ key }) => key === "nom")?.widget).toBe(widget);
  });

  test("asks everything in one step when the definition has no steps", () => {
    const { form } = accepted(({ definition }) => {
      delete definition["x-definition"].steps;
    });
    expect(form.steps.map((step) => step.fields.length)).toEqual([7]);
  });
});

describe("a compiled definition", () => {
  test("compiles again, from what is published, into the same files", () => {
    const first = accepted();
    const again = compile(
      { file: "d.json", schema: first.schema, workflowFile: "w.json", workflow: first.workflowSource },
      new Map(),
    );
    expect(again.ok && again.value.schema).toEqual(first.schema);
    expect(again.ok && again.value.workflowSource).toEqual(first.workflowSource);
  });

  test("lets anyone open a service, and agents alone a register, unless it says otherwise", () => {
    expect(accepted().rights).toEqual({
      open: ["anonymous", "citizen", "agent"],
      read: ["holder", "agent", "lecteur"],
    });
    const register = accepted(({ definition }) => {
      definition["x-definition"].kind = "register";
    });
    expect(register.rights).toEqual({ open: ["agent"], read: ["agent", "lecteur"] });
    const account = accepted(({ definition }) => {
      definition["x-definition"].access = "account";
    });
    expect(account.rights.open).toEqual(["citizen", "agent"]);
  });

  test("shows a field of a group as a column", () => {
    const { list } = accepted(({ definition }) => {
      definition["x-definition"].list = ["adresse.commune"];
    });
    expect(list.map(({ key, field }) => [key, field.title])).toEqual([["adresse.commune", "Commune"]]);
  });

  test("names the definitions it needs, by its references and its actions", () => {
    const definition = accepted(({ definition, workflow }) => {
      definition.properties.enfants.items.properties.assistante = {
        type: "string",
        title: "Assistante",
        "x-ref": "relais/assistante-maternelle",
      };
      workflow.states.acceptee.entry = [
        { type: "open-entry", params: { definition: "etat-civil/registre", answers: { nom: "nom" } } },
      ];
    });
    expect(referencedDefinitions(definition)).toEqual(["etat-civil/registre", "relais/assistante-maternelle"]);
  });

  test("takes the form and the template of the definition before those of the workflow", () => {
    const definition = accepted(({ definition, workflow }) => {
      const part = definition["x-definition"];
      part.forms = { accepter: { ...workflow.forms.accepter, title: "Accepter l’essai" } };
      part.templates = { acceptee: { subject: "Oui", body: "Oui." } };
    });
    expect(definition.forms.get("accepter")?.title).toBe("Accepter l’essai");
    expect(rendered(definition.templates.get("acceptee")?.subject, scope())).toBe("Oui");
  });
});

describe("a mail template", () => {
  const body = (source: string, seen: Scope): string => {
    const definition = accepted(({ workflow }) => {
      workflow.templates.acceptee.body = source;
    });
    return rendered(definition.templates.get("acceptee")?.body, seen);
  };

  test("shows fields as a page does, and leaves the link to the server", () => {
    const answers = { document: "extrait", naissance: "1990-03-01", tarif: 123450 };
    const source = "{{document}} né le {{ text(naissance) }} : {{tarif}}, {{exemplaires}}. {{lien}}";
    expect(body(source, scope({ answers }))).toBe("Extrait né le 1er mars 1990 : 1\u202f234,50\u202f€, . {{lien}}");
  });

  test("quotes the event, the entry and the member", () => {
    const seen = scope({
      event: { message: "Bien reçu." },
      entry: { reference: "X7K4-QP9M", state: "acceptee", createdAt: "2026-02-28T23:30:00.000Z" },
      about: { member: "Rixheim", title: "Demander un essai" },
    });
    const source = "{{event.message}} {{entry.reference}} du {{entry.createdAt}}, {{about.member}}";
    expect(body(source, seen)).toBe("Bien reçu. X7K4-QP9M du 1er mars 2026, Rixheim");
  });
});

describe("the definitions of the repository", () => {
  test.each(DEFINITION_FILES)("%s compiles", (file) => {
    const { source, pieces } = sourceOf(file);
    const result = compile(source, pieces);
    expect(result.ok ? [] : result.issues).toEqual([]);
  });
});

describe("whatever the files hold, compiling answers", () => {
  const json = fc.jsonValue({ maxDepth: 3 });

  test("any JSON", () => {
    fc.assert(
      fc.property(json, json, (schema, workflow) => {
        const result = compile({ file: "d.json", schema, workflowFile: "w.json", workflow }, new Map());
        return !result.ok && result.issues.length > 0;
      }),
    );
  });

  const values = fc.oneof(json, fc.constantFrom(...likely()));
  const places = pathsOf({
    definition: JSON.parse(text("definition.json")),
    workflow: JSON.parse(text("workflow.json")),
  });
  const edits = fc.array(fc.tuple(fc.constantFrom(...places), values), { minLength: 1, maxLength: 4 });
  const compileEdited = (list: readonly (readonly [readonly string[], unknown])[]) =>
    compileChanged((changed) => {
      for (const [path, value] of list) setAt(changed, path, value);
    });

  test("any JSON in any place of a definition or a workflow", () => {
    fc.assert(
      fc.property(edits, (list) => {
        const result = compileEdited(list);
        return result.ok || result.issues.every(({ code, file, message }) => code && file && message);
      }),
      { numRuns: 600 },
    );
  });

  test("and what it accepts then checks any answers", () => {
    fc.assert(
      fc.property(edits, fc.dictionary(fc.constantFrom("nom", "adresse", "enfants", "x"), json), (list, answers) => {
        const result = compileEdited(list);
        return !result.ok || Array.isArray(result.value.form.validate(answers as Answers));
      }),
      { numRuns: 150 },
    );
  });

  function likely(): readonly unknown[] {
    return [
      ...["nom", "document == 'copie'", "event.message", "item", "", "{{", "a.b", "P1D", "__proto__", "constructor"],
      ...[{ __proto__: null }, JSON.parse('{"__proto__": {"type": "string", "title": "T"}}'), [], {}, null, 0, true],
      ...[{ target: "deposee" }, [{ target: "deposee" }], { type: "string" }, { $ref: "shared/adresse.json" }],
    ];
  }

  function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
    if (typeof value !== "object" || value === null) return [path];
    const inner = Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]));
    return path.length > 1 ? [path, ...inner] : inner;
  }

  function setAt(root: Loose, path: readonly string[], value: unknown): void {
    let at = root;
    for (const key of path.slice(0, -1)) {
      if (typeof at[key] !== "object" || at[key] === null) return;
      at = at[key];
    }
    at[path.at(-1) ?? ""] = structuredClone(value);
  }

  test("a file nested deeper than the stack", () => {
    const schema = JSON.parse(`${'{"items":'.repeat(20_000)}{}${"}".repeat(20_000)}`);
    const result = compile({ file: "d.json", schema, workflowFile: "w.json", workflow: {} }, new Map());
    expect(result.ok ? [] : result.issues.map(({ code }) => code)).toContain("too-deep");
  });
});
