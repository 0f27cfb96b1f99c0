import type { Expression } from "./form.ts";

/** What an entry of the group's register makes of the member it is about. */
export type MemberParams =
  | ({ readonly action: "invite" } & Readonly<Record<MemberFact, Expression>>)
  | { readonly action: "join" | "activate" | "leave"; readonly id: Expression };

/** What an invitation says of a member and of its first administrator. */
export type MemberFact = "id" | "name" | "kind" | "siren" | "insee" | "population" | "adminName" | "adminEmail";
