import type { ExplainedRight, Holding, Who } from "../../engine/index.ts";
import type { BackFrame } from "../back/back-page.tsx";
import { adminWords } from "../strings-admin.ts";
import { rightsWords as words } from "../strings-admin-rights.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { assignmentText, type Names } from "./agent-words.ts";
import { SelectField } from "./fields.tsx";

type Choices = readonly (readonly [string, string])[];

/** What one person may do with one definition of one member. */
export interface PersonRights {
  readonly title: string;
  /** The member whose entries these are, when it is not hers. */
  readonly member: string | null;
  readonly rights: readonly ExplainedRight[];
}

/** Who may do something with a definition, in words: the agents and software first, then the shares. */
export interface HeldRight {
  readonly capability: ExplainedRight["capability"];
  readonly who: readonly Who[];
  readonly holders: readonly { readonly name: string; readonly because: readonly Holding[] }[];
  readonly shares: readonly string[];
}

export interface RightsPageView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly names: Names;
  readonly people: Choices;
  readonly definitions: Choices;
  readonly shown:
    | { readonly of: "nothing" }
    | { readonly of: "person"; readonly id: string; readonly name: string; readonly rights: readonly PersonRights[] }
    | { readonly of: "definition"; readonly id: string; readonly title: string; readonly rights: readonly HeldRight[] };
}

/** Who may do what, and why. */
export function rightsPage(view: RightsPageView): string {
  const { frame, base, shown } = view;
  const title =
    shown.of === "person"
      ? words.ofPerson(shown.name)
      : shown.of === "definition"
        ? words.ofDefinition(shown.title)
        : words.title;
  return renderAdminPage({
    frame,
    title,
    children: (
      <>
        {shown.of === "nothing" && <p class="measure">{words.lead}</p>}
        <search class="rights-choose">
          <Chooser base={base} name="agent" label={words.person} options={view.people} shown={shown} />
          <Chooser base={base} name="definition" label={words.definition} options={view.definitions} shown={shown} />
        </search>
        {shown.of === "person" && <PersonTables names={view.names} rights={shown.rights} />}
        {shown.of === "definition" && <DefinitionTable names={view.names} rights={shown.rights} />}
        {shown.of !== "nothing" && <p class="quiet">{words.guards}</p>}
      </>
    ),
  });
}

function Chooser({
  base,
  name,
  label,
  options,
  shown,
}: {
  readonly base: string;
  readonly name: "agent" | "definition";
  readonly label: string;
  readonly options: Choices;
  readonly shown: RightsPageView["shown"];
}) {
  const current = shown.of === (name === "agent" ? "person" : "definition") && "id" in shown ? shown.id : "";
  return (
    <form method="get" action={base} class="rights-form">
      <SelectField name={name} label={label} value={current} issues={[]} options={[["", words.choose], ...options]} />
      <button type="submit" class="button button-secondary">
        {words.show}
      </button>
    </form>
  );
}

function PersonTables({ names, rights }: { readonly names: Names; readonly rights: readonly PersonRights[] }) {
  if (rights.length === 0) return <p class="empty">{words.noDefinition}</p>;
  return (
    <>
      {rights.map((one) => {
        const title = one.member === null ? one.title : words.inMember(one.title, one.member);
        const any = one.rights.some(({ allowed, elsewhere }) => allowed || elsewhere.length > 0);
        return (
          <section key={title} class="rights-of">
            <h2>{title}</h2>
            {any ? (
              <AdminTable caption={title} columns={Object.values(words.columns)}>
                {one.rights.map((right) => (
                  <tr key={actionText(right)}>
                    <th scope="row">
                      <Action right={right} />
                    </th>
                    <td data-label={words.columns.answer}>
                      <strong class={right.allowed ? "tag tag-success" : "tag"}>
                        {right.allowed ? words.yes : words.no}
                      </strong>
                    </td>
                    <td data-label={words.columns.why}>{why(right, names, one.member)}</td>
                  </tr>
                ))}
              </AdminTable>
            ) : (
              <p class="quiet">{words.nothing}</p>
            )}
          </section>
        );
      })}
    </>
  );
}

function DefinitionTable({ names, rights }: { readonly names: Names; readonly rights: readonly HeldRight[] }) {
  const columns = words.byDefinition;
  return (
    <AdminTable caption={words.title} columns={Object.values(columns)}>
      {rights.map((right) => (
        <tr key={actionText(right)}>
          <th scope="row">
            <Action right={right} />
          </th>
          <td data-label={columns.rule}>{whoText(right.who)}</td>
          <td data-label={columns.who}>
            {right.holders.length + right.shares.length === 0 && words.nobody}
            <ul class="plain">
              {right.holders.map(({ name, because }) => (
                <li key={name}>
                  {name} <span class="quiet">– {groundsText(because, names, null)}</span>
                </li>
              ))}
              {right.shares.map((share) => (
                <li key={share}>{share}</li>
              ))}
            </ul>
          </td>
        </tr>
      ))}
    </AdminTable>
  );
}

type Told = Pick<ExplainedRight, "capability">;

function Action({ right: { capability } }: { readonly right: Told }) {
  if (!("label" in capability)) return <>{words.kinds[capability.kind]}</>;
  return (
    <>
      {words.event(capability.label, capability.kind === "edit")}{" "}
      <span class="quiet">{words.states(capability.states)}</span>
    </>
  );
}

function actionText({ capability }: Told): string {
  return "label" in capability ? `${capability.type} ${capability.label} ${capability.states.join()}` : capability.kind;
}

const whoText = (who: readonly Who[]): string =>
  who.length === 0 ? words.nobody : who.map((one) => words.who[one]).join(", ");

function why(right: ExplainedRight, names: Names, member: string | null): string {
  if (right.allowed) return groundsText(right.because, names, member);
  if (right.withheld) return words.withheld(right.withheld);
  const reserved = words.reserved(whoText(right.who));
  if (right.elsewhere.length === 0) return reserved;
  return `${reserved} ; ${words.elsewhere(right.elsewhere.map((one) => assignmentText(one, names)).join(" ; "))}`;
}

function groundsText(because: readonly Holding[], names: Names, member: string | null): string {
  const texts = because.map((one) => {
    const text = assignmentText(one, names);
    const own = one.for ? words.lent(one.for.name, one.until, text) : words.own(text, one.until);
    return one.share ? `${words.share(member ?? "", adminWords.roles[one.share.role])}, ${own}` : own;
  });
  return [...new Set(texts)].join(" ; ");
}
