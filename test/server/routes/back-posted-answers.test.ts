import { describe, expect, test } from "vitest";
import type { Form } from "../../../engine/index.ts";
import type { ReadForm } from "../../../server/middleware/posted-form.ts";
import { afterAction, formAction, postedAnswers } from "../../../server/routes/back/posted-answers.ts";
import { rebased } from "../../../server/routes/back/stale.ts";
import { field } from "../../helpers/fields.ts";

const FORM: Form = {
  id: "entry",
  title: "Fiche",
  steps: [],
  order: [
    field("nom", "text"),
    field("piece", "attachment"),
    field("plans", "attachments"),
    field("lots", "repeat", { fields: [field("surface", "number"), field("photo", "attachment")] }),
  ],
  rules: [],
  validate: () => [],
};

const read = (fields: Readonly<Record<string, readonly string[]>>, uploads: ReadForm["uploads"] = []): ReadForm => ({
  fields: new Map(Object.entries(fields)),
  resumed: false,
  uploads,
  refused: [],
});

const upload = (name: string, id: string): ReadForm["uploads"][number] => ({
  field: name,
  attachment: {
    id,
    owner: "agent",
    entryId: null,
    name: "plan.pdf",
    type: "application/pdf",
    size: 10,
  },
});

describe("the button pressed in a form", () => {
  test("is the one that sends when none is named", () => {
    expect(formAction(read({}))).toBeNull();
  });

  test("adds, removes, searches or refreshes", () => {
    expect(formAction(read({ _action: ["add:/lots"] }))).toEqual({ type: "add", pointer: "/lots", path: ["lots"] });
    expect(formAction(read({ _action: ["remove:/lots/1"] }))).toMatchObject({ type: "remove", path: ["lots", "1"] });
    expect(formAction(read({ _action: ["update"] }))).toEqual({ type: "update" });
  });

  test("is the one that sends when its name makes no sense", () => {
    expect(formAction(read({ _action: ["supprimer:/lots"] }))).toBeNull();
    expect(formAction(read({ _action: ["add:"] }))).toBeNull();
  });
});

describe("answers of a whole form", () => {
  test("take the files that came with them, each in its place", () => {
    const posted = read({ "root[nom]": ["Roth"], "root[plans]": ["ancien"], "root[lots][0][surface]": ["12"] }, [
      upload("root[piece]", "a"),
      upload("root[plans]", "b"),
      upload("root[lots][0][photo]", "c"),
    ]);
    expect(postedAnswers(FORM, posted)).toEqual({
      nom: "Roth",
      piece: "a",
      plans: ["ancien", "b"],
      lots: [{ surface: 12, photo: "c" }],
    });
  });

  test("ignore a file sent for a field that takes none", () => {
    expect(postedAnswers(FORM, read({}, [upload("root[nom]", "a"), upload("root[inconnu]", "b")]))).toEqual({});
  });

  test("gain an empty item, lose one, lose a file, without touching the rest", () => {
    const answers = { nom: "Roth", plans: ["a", "b"], lots: [{ surface: 1 }, { surface: 2 }] };
    const pressing = (action: string) => {
      const pressed = formAction(read({ _action: [action] }));
      return pressed && afterAction(FORM, answers, pressed);
    };
    expect(pressing("add:/lots")).toEqual({ ...answers, lots: [{ surface: 1 }, { surface: 2 }, {}] });
    expect(pressing("remove:/lots/0")).toEqual({ ...answers, lots: [{ surface: 2 }] });
    expect(pressing("remove:/plans/1")).toEqual({ ...answers, plans: ["a"] });
    expect(pressing("remove:/nom")).toEqual({ plans: ["a", "b"], lots: [{ surface: 1 }, { surface: 2 }] });
    expect(pressing("add:/nom")).toEqual(answers);
  });
});

describe("answers typed over an older revision", () => {
  const changes = [
    { field: "telephone", before: null, after: "+33600000001" },
    { field: "telephone", before: "+33600000001", after: "+33600000002" },
    { field: "nom", before: "Roth", after: "Roth-Weber" },
  ];
  const current = { nom: "Roth-Weber", telephone: "+33600000002", commune: "Illzach" };

  test("take what a colleague changed in the fields left alone", () => {
    expect(rebased({ nom: "Roth", commune: "Rixheim" }, current, changes)).toEqual({
      nom: "Roth-Weber",
      telephone: "+33600000002",
      commune: "Rixheim",
    });
  });

  test("keep what was typed where both changed the same field", () => {
    const typed = { nom: "Rothe", telephone: "+33611111111", commune: "Illzach" };
    expect(rebased(typed, current, changes)).toEqual(typed);
  });

  test("lose a field that a colleague emptied", () => {
    const emptied = [{ field: "nom", before: "Roth", after: null }];
    expect(rebased({ nom: "Roth" }, {}, emptied)).toEqual({});
  });
});
