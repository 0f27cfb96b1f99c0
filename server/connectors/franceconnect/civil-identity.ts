/** The pivot identity (scope `identite_pivot`), as FranceConnect has checked it against the register of births. */
export interface CivilIdentity {
  /** Family name at birth. */
  readonly familyName: string;
  readonly givenNames: readonly string[];
  /** "1985-03-27". */
  readonly birthdate: string;
  readonly gender: "female" | "male";
  /** Code of the commune (COG); empty for someone born abroad. */
  readonly birthplace: string;
  /** Code of the country (COG): "99100" is France. */
  readonly birthcountry: string;
  /** Given by the provider, confirmed by nobody. */
  readonly email: string | null;
}

/** Reads the claims; null when one of those that make an identity is missing or is not what it should be. */
export function civilIdentity(claims: Readonly<Record<string, unknown>>): CivilIdentity | null {
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name].trim().normalize("NFC") : "");
  const familyName = text("family_name").slice(0, 200);
  const givenNames = givenNamesOf(claims["given_name_array"], text("given_name"));
  const gender = text("gender");
  const [birthdate, birthplace, birthcountry] = [text("birthdate"), text("birthplace"), text("birthcountry")];
  // The day or the month may be unknown ("1985-00-00").
  const complete = familyName !== "" && givenNames.length > 0 && /^\d{4}-\d\d-\d\d$/.test(birthdate);
  if (!complete || (gender !== "female" && gender !== "male") || !/^\d{5}$/.test(birthcountry)) return null;
  if (!/^(\d[\dAB]\d{3})?$/.test(birthplace)) return null;
  const email = text("email");
  return {
    familyName,
    givenNames,
    birthdate,
    gender,
    birthplace,
    birthcountry,
    email: /^[^@\s]+@[^@\s]+$/.test(email) && email.length <= 320 ? email : null,
  };
}

function givenNamesOf(list: unknown, text: string): readonly string[] {
  const names = Array.isArray(list) && list.length > 0 ? list : text.split(/\s+/);
  return names.flatMap((name) => (typeof name === "string" && name.trim() !== "" ? [name.trim().slice(0, 200)] : []));
}

/** "Camille Schmitt": the first given name as people say it. */
export const shortName = ({ givenNames, familyName }: CivilIdentity): string =>
  `${givenNames[0] ?? ""} ${capitalised(familyName)}`.trim();

/** "DUPONT-MARTIN" → "Dupont-Martin"; a name already in small letters is left alone. */
const capitalised = (name: string): string =>
  name === name.toUpperCase() ? name.toLowerCase().replace(/(^|[\s'’-])(\p{L})/gu, (part) => part.toUpperCase()) : name;

/**
 * What two descriptions of one person have in common, whatever the case and accents of the source that wrote them: the
 * text whose keyed digest recognises a person whose subject changed.
 */
export function pivotText(identity: CivilIdentity): string {
  const plain = (text: string) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toUpperCase()
      .replace(/[^A-Z]+/g, " ");
  const { familyName, givenNames, birthdate, gender, birthplace, birthcountry } = identity;
  return JSON.stringify([
    plain(familyName).trim(),
    plain(givenNames.join(" ")).trim(),
    birthdate,
    gender,
    birthplace,
    birthcountry,
  ]);
}
