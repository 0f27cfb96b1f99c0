import { formatPhone, type Issue, isEmail, parsePhone } from "../../../engine/index.ts";
import { readColour } from "../../../renderer/member-theme.ts";
import { memberSpace as words } from "../../../renderer/strings-admin-member.ts";
import type { Context } from "../../context.ts";
import type { Look, Member } from "../../store/members.ts";
import { accessibilite } from "./accessibility-section.ts";
import { shownHolidays, typedHolidays } from "./typed-holidays.ts";

export type FieldName = keyof typeof words.fields;

/** A field of a section: how it is asked. */
export interface SectionField {
  readonly name: FieldName;
  /** Characters at most. */
  readonly most: number;
  readonly lines?: number;
  readonly required?: boolean;
  readonly type?: "text" | "tel" | "email" | "date";
  /** To choose among, as [value, label]. */
  readonly options?: readonly (readonly [string, string])[];
}

/** One page of what a member settles. */
export interface Section {
  readonly id: "presentation" | "couleurs" | "textes" | "accessibilite" | "contact" | "adresse";
  readonly fields: readonly SectionField[];
  /** What is shown, by field. */
  read(member: Member): Readonly<Partial<Record<FieldName, string | undefined>>>;
  /** What to save; what is empty is taken back. */
  look(typed: Typed, ctx: Context): Look;
  issues(typed: Typed, ctx: Context): readonly Issue[];
}

/** What was typed, trimmed, by field. */
export type Typed = Readonly<Record<string, string>>;

const kept = (typed: Typed, name: FieldName): string | null => typed[name] || null;
const issue = (name: FieldName, message: string): Issue => ({ code: "member", pointer: `/${name}`, message });
const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

const presentation: Section = {
  id: "presentation",
  fields: [
    { name: "nom", most: 120, required: true },
    { name: "accroche", most: 80 },
    { name: "accueil", most: 2_000, lines: 5 },
  ],
  read: ({ name, theme, texts }) => ({ nom: name, accroche: theme.tagline, accueil: texts.welcome }),
  look: (typed) => ({
    name: typed["nom"] ?? "",
    theme: { tagline: kept(typed, "accroche") },
    texts: { welcome: kept(typed, "accueil") },
  }),
  issues: (typed) => (typed["nom"] ? [] : [issue("nom", words.errors.name)]),
};

const textes: Section = {
  id: "textes",
  fields: [
    { name: "responsable", most: 200 },
    { name: "dpo", most: 200 },
    { name: "mentions", most: 10_000, lines: 6 },
    { name: "donnees", most: 10_000, lines: 6 },
  ],
  read: ({ contact, texts }) => ({
    responsable: contact.controller,
    dpo: contact.dpo,
    mentions: texts.legal,
    donnees: texts.privacy,
  }),
  look: (typed) => ({
    contact: { controller: kept(typed, "responsable"), dpo: kept(typed, "dpo") },
    texts: { legal: kept(typed, "mentions"), privacy: kept(typed, "donnees") },
  }),
  issues: () => [],
};

const contact: Section = {
  id: "contact",
  fields: [
    { name: "adresse", most: 300, lines: 3 },
    { name: "telephone", most: 40, type: "tel" },
    { name: "courriel", most: 254, type: "email" },
    { name: "site", most: 200 },
    { name: "horaires", most: 300, lines: 3 },
    { name: "feries", most: 1_000, lines: 3 },
  ],
  read: ({ contact: { address, phone, email, site, hours, holidays } }) => ({
    adresse: address,
    telephone: phone && formatPhone(phone),
    courriel: email,
    site,
    horaires: hours,
    feries: holidays && shownHolidays(holidays),
  }),
  look: (typed) => ({
    contact: {
      address: kept(typed, "adresse"),
      phone: parsePhone(typed["telephone"] ?? ""),
      email: kept(typed, "courriel"),
      site: kept(typed, "site"),
      hours: kept(typed, "horaires"),
      holidays: typedHolidays(typed["feries"] ?? "") ?? [],
    },
  }),
  issues: ({ telephone = "", courriel = "", site = "", feries = "" }) => [
    ...(typedHolidays(feries) === null ? [issue("feries", words.errors.holidays)] : []),
    ...(telephone === "" || parsePhone(telephone) !== null ? [] : [issue("telephone", words.errors.phone)]),
    ...(courriel === "" || isEmail(courriel) ? [] : [issue("courriel", words.errors.email)]),
    ...(site === "" || isWebAddress(site) ? [] : [issue("site", words.errors.site)]),
  ],
};

const isWebAddress = (text: string): boolean => /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(text) && URL.canParse(text);

const adresse: Section = {
  id: "adresse",
  fields: [{ name: "hote", most: 260 }],
  read: ({ host }) => ({ hote: host ?? undefined }),
  look: (typed) => ({ host: kept(typed, "hote")?.toLowerCase() ?? null }),
  issues({ hote = "" }, { config }) {
    const host = hote.toLowerCase();
    if (host === "") return [];
    if (!HOST.test(host)) return [issue("hote", words.host.syntax)];
    return host === new URL(config.publicUrl).hostname ? [issue("hote", words.host.ours)] : [];
  },
};

const COLOURS = ["primary", "accent", "ground", "primaryInk", "primaryDark", "primarySoft"] as const;
export type ColourName = (typeof COLOURS)[number];

const couleurs: Section = {
  id: "couleurs",
  fields: COLOURS.map((name) => ({ name, most: 20, required: name === "primary" })),
  read: ({ theme }) => Object.fromEntries(COLOURS.map((name) => [name, theme[name]])),
  look: (typed) => {
    const colours = Object.fromEntries(COLOURS.map((name) => [name, readColour(typed[name] ?? "")]));
    const { primary, ...others } = colours;
    return { theme: { ...others, ...(primary && { primary }) } };
  },
  issues: (typed) =>
    COLOURS.filter((name) => readColour(typed[name] ?? "") === null && (name === "primary" || typed[name])).map(
      (name) => issue(name, words.errors.colour),
    ),
};

export const SECTIONS: readonly Section[] = [presentation, couleurs, textes, accessibilite, contact, adresse];
