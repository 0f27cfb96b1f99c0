import type { Rule } from "./rules.ts";

/** What someone does on the page of payment. */
export type Played = "card" | "debit" | "card-refused" | "debit-refused" | "abandon";

/** An operation as the fake service keeps it. */
export interface Operation {
  readonly idop: string;
  readonly asked: Readonly<Record<string, string>>;
  readonly at: number;
  /** The first letter of the result, and when. */
  readonly result: { readonly letter: string; readonly at: number; readonly authorisation: string } | null;
  /** Changes what is answered about it, as a service gone wrong would. */
  readonly disguise: Readonly<Record<string, string>>;
}

/** A functional fault of the service. */
export interface Fault {
  readonly code: string;
  readonly label: string;
}

export type Reply = { readonly fields: Readonly<Record<string, string>> } | { readonly fault: Fault };

/** Customer numbers the service knows, and what it calls them. */
export interface FakeClient {
  readonly numcli: string;
  readonly name: string;
}

export interface OperationsOptions {
  readonly clients: readonly FakeClient[];
  readonly now: () => Date;
  readonly id: () => string;
  /** Rules that this fake breaks. */
  readonly broken: ReadonlySet<Rule>;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LETTERS: Readonly<Record<Played, string>> = {
  card: "P",
  debit: "V",
  "card-refused": "R",
  "debit-refused": "Z",
  abandon: "A",
};
const RESULT_RULES: Readonly<Record<string, Rule>> = {
  P: "result-paid",
  V: "result-debit",
  R: "result-refused",
  Z: "result-debit-refused",
  A: "result-abandoned",
};

const fault = (code: string, label: string): Reply => ({ fault: { code, label } });
const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** The operations of the fake service: what it checks, keeps, answers and forgets. */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #known = new Map<string, Operation>();

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  #holds(rule: Rule): boolean {
    return !this.#options.broken.has(rule);
  }

  find(idop: string): Operation | null {
    return this.#known.get(idop) ?? null;
  }

  /** Answers about an operation as if something had changed there: `disguise` replaces fields of the answer. */
  disguise(idop: string, disguise: Operation["disguise"]): void {
    const known = this.#known.get(idop);
    if (known) this.#known.set(idop, { ...known, disguise });
  }

  client(numcli: string): Reply {
    const found = this.#options.clients.find((client) => client.numcli === numcli);
    if (!found)
      return this.#holds("client-unknown")
        ? fault("T1", "Numéro client inconnu")
        : { fields: { numcli, libelleN2: "" } };
    const name = this.#holds("client-name") ? found.name : "";
    return { fields: { numcli, libelleN1: "REGIE", libelleN2: name } };
  }

  create(asked: Operation["asked"]): Reply {
    const refusal = this.#refusal(asked);
    if (refusal) return refusal;
    const drawn = this.#holds("idop-uuid") ? this.#options.id() : `OP${this.#known.size}`;
    const idop = this.#holds("idop-unique") ? drawn : "00000000-0000-4000-8000-000000000000";
    this.#known.set(idop, { idop, asked, at: this.#options.now().getTime(), result: null, disguise: {} });
    return { fields: { idOp: idop } };
  }

  #refusal(asked: Operation["asked"]): Reply | null {
    const { numcli = "", exer = "", saisie = "", montant = "", mel = "", objet = "", refdet = "" } = asked;
    const { urlnotif = "", urlredirect = "" } = asked;
    const clients = this.#options.clients.map((client) => client.numcli);
    const checks: readonly (readonly [Rule, boolean, string, string])[] = [
      ["numcli-six-digits", /^\d{6}$/.test(numcli), "T2", "Le numéro client est incorrect"],
      ["numcli-known", clients.includes(numcli) || !/^\d{6}$/.test(numcli), "T1", "Numéro client inconnu"],
      ["exer-year", /^20\d{2}$/.test(exer), "E1", "L'exercice est incorrect"],
      ["saisie-letter", /^[TXW]$/.test(saisie), "S1", "Le type de saisie est incorrect"],
      ["montant-integer", /^\d+$/.test(montant), "M1", "Le montant n'est pas numérique"],
      ["montant-least", !/^\d+$/.test(montant) || Number(montant) >= 100, "M3", "Le montant est trop petit"],
      ["montant-most", !/^\d+$/.test(montant) || Number(montant) <= 9_999_999, "M5", "Le montant est trop grand"],
      ["mel-length", mel.length >= 6 && mel.length <= 80, "A1", "La longueur de l'adresse est incorrecte"],
      ["mel-address", /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(mel), "A2", "L'adresse est incorrecte"],
      ["objet-letters", /^[A-Za-z0-9 ]{0,100}$/.test(objet), "O1", "L'objet est incorrect"],
      ["refdet-letters", /^[A-Za-z0-9]*$/.test(refdet), "R1", "La référence est incorrecte"],
      ["refdet-length", refdet.length >= 6 && refdet.length <= 30, "R3", "La longueur de la référence est incorrecte"],
      ["urlnotif-address", isUrl(urlnotif), "N1", "L'adresse de notification est incorrecte"],
      ["urlredirect-address", isUrl(urlredirect), "D1", "L'adresse de retour est incorrecte"],
    ];
    const wrong = checks.find(([rule, right]) => !right && this.#holds(rule));
    return wrong ? fault(wrong[2], wrong[3]) : null;
  }

  /** Whether the page opens for this operation: its fault when it does not. */
  page(idop: string): Fault | null {
    const known = this.#known.get(idop);
    if (!known) return { code: "P1", label: "Opération inconnue" };
    if (known.result !== null && this.#holds("page-once")) return { code: "P3", label: "Opération déjà utilisée" };
    const old = this.#options.now().getTime() - known.at >= 15 * MINUTE;
    return old && this.#holds("page-fifteen-minutes") ? { code: "P4", label: "Délai dépassé" } : null;
  }

  /** What someone did on the page. */
  play(idop: string, played: Played): void {
    const known = this.#known.get(idop);
    if (!known) return;
    const at = this.#options.now().getTime();
    const letter = LETTERS[played];
    const authorisation = String(100_000 + (Math.floor(at / 1000) % 900_000));
    this.#known.set(idop, { ...known, result: { letter, at, authorisation } });
  }

  detail(idop: string): Reply {
    const known = this.#known.get(idop);
    const pending = fault("P5", "Résultat non connu");
    const unknown = fault("P1", "Opération inconnue");
    if (!known) return this.#holds("unknown-operation") ? unknown : pending;
    if (this.#forgotten(known)) return unknown;
    if (known.result === null) {
      return this.#holds("pending-before-result") ? pending : { fields: this.#fields(known, "A", null) };
    }
    const { letter } = known.result;
    const told = this.#holds(RESULT_RULES[letter] ?? "result-paid") ? letter : letter === "P" ? "R" : "P";
    return { fields: { ...this.#fields(known, told, known.result), ...known.disguise } };
  }

  /** An operation without a result is cleaned overnight; a result is kept a year. */
  #forgotten({ at, result }: Operation): boolean {
    const age = this.#options.now().getTime() - (result?.at ?? at);
    if (result === null) return age > DAY && this.#holds("forgotten-overnight");
    return age > (this.#holds("kept-a-year") ? 365 * DAY : DAY);
  }

  #fields({ idop, asked }: Operation, letter: string, result: Operation["result"]): Readonly<Record<string, string>> {
    const { exer = "", mel = "", montant = "", numcli = "", objet = "", refdet = "", saisie = "" } = asked;
    const echo = this.#holds("detail-echo") ? { montant, refdet } : { montant: "1", refdet: "AUTRE1" };
    const [day = "", hour = ""] = result === null ? [] : parisMoment(result.at);
    const dattrans = this.#holds("detail-date") ? day : "";
    const paid = (letter === "P" || letter === "V") && this.#holds("detail-authorisation");
    return {
      ...{ dattrans, exer, heurtrans: hour, idOp: idop, mel },
      ...{ ...echo, numauto: paid ? (result?.authorisation ?? "") : "", numcli, objet, resultrans: letter, saisie },
    };
  }
}

/** `DDMMYYYY` and `HHMM` in Paris. */
function parisMoment(at: number): readonly [string, string] {
  const parts = new Intl.DateTimeFormat("fr-FR", {
    ...{ timeZone: "Europe/Paris", hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit" },
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return [`${part("day")}${part("month")}${part("year")}`, `${part("hour")}${part("minute")}`];
}
