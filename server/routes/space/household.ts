import { type Answers, decode, formatDate, type Issue, ownForm, submit } from "../../../engine/index.ts";
import { renderHousehold, renderPerson } from "../../../renderer/space/household-page.tsx";
import { spaceWords } from "../../../renderer/strings-space.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { AccountIdentity } from "../../identity/subject.ts";
import { uuidv7 } from "../../ids.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { listHousehold, type Person, removePerson, savePerson } from "../../store/household.ts";
import { gone, type PageContext } from "../front/front-scope.ts";

const words = spaceWords.household;
const PATH = "/mon-espace/foyer";
const MOST_PEOPLE = 20;
const NEW = "ajouter";

const FORM = ownForm("foyer", {
  required: ["prenoms", "nom", "lien"],
  properties: {
    prenoms: {
      type: "string",
      title: words.givenNames,
      maxLength: 120,
      "x-autocomplete": "off",
      "x-messages": { required: words.givenNamesMissing },
    },
    nom: {
      type: "string",
      title: words.familyName,
      maxLength: 80,
      "x-autocomplete": "off",
      "x-messages": { required: words.familyNameMissing },
    },
    naissance: { type: "string", format: "date", title: words.birthDate },
    lien: {
      type: "string",
      title: words.link,
      "x-widget": "radio",
      oneOf: Object.entries(words.links).map(([value, title]) => ({ const: value, title })),
      "x-messages": { required: words.linkMissing },
    },
  },
});

/** GET /mon-espace/foyer: the people she files for. */
export async function householdRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const people = await listHousehold(c.var.ctx, citizen.value.account.id);
  const html = renderHousehold(c.var.site(null), {
    people: people.map((person) => ({
      id: person.id,
      name: nameOf(person),
      link: words.links[person.link],
      born: person.birthDate && formatDate(person.birthDate),
    })),
    done: c.req.query("fait") === undefined ? null : words.saved,
    full: people.length >= MOST_PEOPLE,
  });
  return c.html(html);
}

/** GET /mon-espace/foyer/{person}, or /ajouter. */
export async function personRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const person = await personOf(c, citizen.value.account);
  if (person === undefined) return gone(c);
  return show(c, person, person === null ? {} : answersOf(person), []);
}

/** POST: adds or changes that person. */
export async function postPersonRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { account } = citizen.value;
  const person = await personOf(c, account);
  if (person === undefined) return gone(c);
  const form = await readForm(c);
  const answers = decode(FORM.order, form.fields);
  if (form.resumed) return show(c, person, answers, []);
  const { ctx } = c.var;
  const checked = submit(FORM, answers, { now: ctx.clock().toISOString() });
  if (!checked.ok) return show(c, person, answers, checked.issues);
  if (person === null && (await listHousehold(ctx, account.id)).length >= MOST_PEOPLE) {
    return show(c, person, answers, [{ code: "full", pointer: "/prenoms", message: words.full }]);
  }
  const id = person?.id ?? uuidv7(ctx.clock(), ctx.randomBytes(16));
  await savePerson(ctx, account.id, { id, ...valuesOf(checked.value) });
  return c.redirect(`${PATH}?fait`, 303);
}

/** POST /mon-espace/foyer/{person}/retirer. What was already filed for her stays; a form that comes back is to be pressed again. */
export async function removePersonRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { account } = citizen.value;
  const person = await personOf(c, account);
  if (!person) return gone(c);
  const form = await readForm(c);
  if (form.resumed) return c.redirect(PATH, 303);
  await removePerson(c.var.ctx, account.id, person.id);
  return c.redirect(`${PATH}?fait`, 303);
}

/** "Lina Durand". */
export const nameOf = ({ givenNames, familyName }: Pick<Person, "givenNames" | "familyName">): string =>
  `${givenNames} ${familyName}`;

/** The person the path names; null to add one, undefined when she is not of this household. */
async function personOf(c: PageContext, account: AccountIdentity): Promise<Person | null | undefined> {
  const id = c.req.param("person") ?? NEW;
  if (id === NEW) return null;
  return (await listHousehold(c.var.ctx, account.id)).find((person) => person.id === id);
}

function show(
  c: PageContext,
  person: Person | null,
  answers: Answers,
  issues: readonly Issue[],
): Response | Promise<Response> {
  const view = { form: FORM, answers, issues, name: person && nameOf(person), action: `${PATH}/${person?.id ?? NEW}` };
  return c.html(renderPerson(c.var.site(null), view), issues.length > 0 ? 422 : 200);
}

const answersOf = ({ givenNames, familyName, birthDate, link }: Person): Answers => ({
  ...{ prenoms: givenNames, nom: familyName, lien: link },
  ...(birthDate !== null && { naissance: birthDate }),
});

function valuesOf(answers: Answers): Omit<Person, "id"> {
  const text = (key: string) => String(answers[key] ?? "");
  const birthDate = text("naissance");
  return {
    givenNames: text("prenoms"),
    familyName: text("nom"),
    birthDate: birthDate === "" ? null : birthDate,
    link: text("lien") as Person["link"],
  };
}
