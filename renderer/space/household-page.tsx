import type { Answers, Form, Issue } from "../../engine/index.ts";
import { ConfirmedAction } from "../action-form.tsx";
import { DoneNote } from "../done-note.tsx";
import type { SiteView } from "../page.tsx";
import { spaceWords } from "../strings-space.ts";
import { renderSpaceForm } from "./space-form.tsx";
import { renderSpacePage } from "./space-page.tsx";

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly link: string;
  /** "4 mai 2016". */
  readonly born: string | null;
}

export interface HouseholdView {
  readonly people: readonly PersonView[];
  readonly done: string | null;
  readonly full: boolean;
}

const words = spaceWords.household;
const PATH = "/mon-espace/foyer";

/** The people a citizen files for. */
export function renderHousehold(site: SiteView, { people, done, full }: HouseholdView): string {
  return renderSpacePage(site, {
    here: "household",
    title: words.title,
    children: (
      <>
        {done !== null && <DoneNote>{done}</DoneNote>}
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        {people.length === 0 ? <p>{words.none}</p> : <People site={site} people={people} />}
        <div class="actions">
          {full ? (
            <p>{words.full}</p>
          ) : (
            <a class="button" href={`${PATH}/ajouter`}>
              {words.add}
            </a>
          )}
        </div>
      </>
    ),
  });
}

function People({ site, people }: { readonly site: SiteView } & Pick<HouseholdView, "people">) {
  return (
    <section class="section">
      <h2>{words.people}</h2>
      <ul class="rows">
        {people.map(({ id, name, link, born }) => (
          <li key={id}>
            <div>
              <p class="row-title">{name}</p>
              <p class="row-meta">{born === null ? link : `${link}, ${words.born(born)}`}</p>
            </div>
            <div class="row-actions">
              <a href={`${PATH}/${id}`}>
                {words.change}
                <span class="sr"> : {name}</span>
              </a>
              <ConfirmedAction
                site={site}
                action={`${PATH}/${id}/retirer`}
                label={words.remove}
                hint={words.removeHint}
                confirm={words.removeConfirm}
                about={name}
                danger
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface PersonFormView {
  /** Null to add someone. */
  readonly name: string | null;
  readonly action: string;
  readonly form: Form;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
}

/** One person of the household, to add or to change. */
export function renderPerson(site: SiteView, { name, ...view }: PersonFormView): string {
  return renderSpaceForm(site, {
    ...view,
    here: "household",
    title: name === null ? words.add : words.edit(name),
    submit: words.save,
    link: { href: PATH, label: words.back },
  });
}
