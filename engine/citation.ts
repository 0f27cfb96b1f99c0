import type { Answers } from "./entry.ts";
import type { Form } from "./form.ts";
import { linked } from "./linked.ts";

/**
 * The word under which the search index finds the entries whose answers refer to this one. Nobody can type it: searched
 * words are letters and figures only.
 * @param id a UUID
 */
export const citation = (id: string): string => `→${id.toLowerCase().replaceAll("-", "")}`;

/** Those words for every entry that these answers refer to. */
export const citations = (form: Form, answers: Answers): readonly string[] => [
  ...new Set(linked(form, answers).flatMap(({ id, definition }) => (definition === undefined ? [] : [citation(id)]))),
];

/** How many fields of this form, at any depth, refer to entries of a definition. */
export const cites = ({ order }: Pick<Form, "order">, definition: string): number => citesIn(order, definition);

const citesIn = (fields: Form["order"], definition: string): number =>
  fields.reduce(
    (sum, { ref, fields: inner = [] }) => sum + (ref === definition ? 1 : 0) + citesIn(inner, definition),
    0,
  );
