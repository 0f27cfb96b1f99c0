/** Who may stand behind a request, in the order of the columns of the table. */
export const PEOPLE = [
  "nobody",
  // Holds the entry and the draft at hand; has an account.
  "holder",
  "citizen",
  // Agent of another member.
  "elsewhere",
  // Agent of another member, with which the member shares the entries at hand to be worked.
  "partner",
  // Agent of another unit of the member.
  "unit",
  // Reader of the unit.
  "reader",
  // Agent of the unit.
  "agent",
  // Agent of the other unit, to whom the agent of the unit lends what she may do.
  "delegate",
  // Administrators of the member.
  "functional",
  "member",
  // Administrator of the group, in the coordinating member.
  "group",
  // Administrator of the coordinating member, not of the group.
  "chief",
  // The agent of the unit, whose session and token are over.
  "expired",
  // Reads only, by a token of its own.
  "software",
] as const;
export type Person = (typeof PEOPLE)[number];
