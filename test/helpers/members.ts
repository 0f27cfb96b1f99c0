import type { Member } from "../../server/store/members.ts";

/** A commune that offers nothing yet. */
export const commune = (id: string, name: string, more: Partial<Member> = {}): Member => ({
  id,
  groupName: "Mulhouse Alsace Agglomération",
  name,
  kind: "commune",
  siren: "216802249",
  insee: null,
  population: 100_000,
  theme: { primary: "#2f4b7c" },
  contact: {},
  units: [],
  status: "active",
  coordinator: false,
  host: null,
  texts: {},
  ...more,
});
