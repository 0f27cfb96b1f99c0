import { parseDate } from "./cel.ts";
import { parisDay } from "./duration.ts";
import { CHANNELS } from "./entry.ts";
import { EMPTY, filterKind, readFilter } from "./filter.ts";
import { outcomes } from "./outcomes.ts";
import { failed, type Issue, ok, type Result } from "./result.ts";
import {
  type Dimension,
  type Measure,
  type Moment,
  ONLINE,
  type Statistic,
  type StatisticField,
  type StatisticParams,
  type Summary,
} from "./statistic.ts";
import { isCountable, isDate, isFilterable, isGroupable, isMeasurable, isNarrowing } from "./statistic-fields.ts";
import { readCondition } from "./statistic-filter.ts";
import { countableFields, type KnownTo, knownFields, momentFields } from "./statistic-known.ts";
import { DIMENSIONS, FIELD, MEASURES, type MeasureName, OUTCOME, RECEPTION, TIMES } from "./statistic-names.ts";
import { periodOf, SPANS, startsOf } from "./statistic-period.ts";
import { didYouMean } from "./suggest.ts";

const KINDS = { etat: "state", collectivite: "member", service: "unit", canal: "channel", agent: "assignee" } as const;
const USUAL_PERCENT = 90;
const USUAL_DAYS = 60;
const MOST_DAYS = 3650;
const MOST_VALUES = 50;
/** Rows of a table by units of time. */
const MOST_TIMES = 800;

/** What a statistic is about, and for whom it is read. */
export interface StatisticScope extends KnownTo {
  /** Ids of the members whose entries she sees. */
  readonly members: readonly string[];
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Reads a statistic from its parameters and checks it against the definition; every issue at once. */
export function readStatistic(params: StatisticParams, scope: StatisticScope): Result<Statistic> {
  const reader = new Reader(params, scope);
  const statistic = reader.read();
  return reader.issues.length > 0 ? failed(reader.issues) : ok(statistic);
}

class Reader {
  readonly issues: Issue[] = [];
  readonly #params: StatisticParams;
  readonly #scope: StatisticScope;
  readonly #fields: readonly StatisticField[];
  readonly #outcomes: readonly string[];

  constructor(params: StatisticParams, scope: StatisticScope) {
    this.#params = params;
    this.#scope = scope;
    this.#fields = knownFields(scope);
    this.#outcomes = outcomes(scope.definition).map(({ id }) => id);
  }

  read(): Statistic {
    const { definition } = this.#scope;
    const moment = this.#moment();
    const period = this.#period();
    const by = this.#dimensions();
    this.#checkLength(by, period);
    if (moment.kind === "field" && moment.of.many && by.some(({ kind }) => kind === "time")) {
      this.#refuse("par", "dimension", "Une fiche qui a plusieurs dates ne se range pas sous une seule.");
    }
    const states = this.#among("etat", [...definition.workflow.states.keys()], "état");
    return {
      definition: definition.id,
      measure: this.#measure(),
      by,
      moment,
      period,
      states,
      channels: this.#among("canal", [...CHANNELS, ONLINE], "canal"),
      members: this.#among("collectivite", this.#scope.members, "collectivité"),
      values: this.#values(),
      condition: this.#condition(),
      merges: this.#scope.definition.duplicates !== null,
      outcomes: this.#outcomes,
      opening: {
        state: definition.workflow.initial,
        varies: JSON.stringify(definition.workflowSource).includes('"always":'),
      },
    };
  }

  #one(name: string): string {
    return (this.#params[name] ?? []).findLast((value) => value !== "") ?? "";
  }

  #refuse(name: string, code: string, message: string): void {
    this.issues.push({ code: `statistic-${code}`, pointer: `/${name}`, message });
  }

  #field(
    name: string,
    key: string,
    suits: (field: StatisticField) => boolean,
    what: string,
    among = this.#fields,
  ): StatisticField | null {
    const suitable = among.filter(suits);
    const found = suitable.find((field) => field.key === key);
    if (!found) {
      const keys = suitable.map((field) => field.key);
      const text = key === "" ? `Choisissez ${what}.` : `« ${key} » n’est pas ${what}${didYouMean(key, keys)}`;
      this.#refuse(name, "field", text.endsWith("?") || text.endsWith(".") ? text : `${text}.`);
    }
    return found ?? null;
  }

  #measure(): Measure {
    const name = this.#one("mesure") || "nombre";
    const known = MEASURES.find((each) => each === name);
    if (!known) this.#refuse("mesure", "measure", `« ${name} » n’est pas une mesure.`);
    if (known === undefined || known === "nombre") return { kind: "count" };
    if (known === "part") return { kind: "share" };
    if (known === "distinctes") return this.#distinct();
    const summary = this.#summary(known);
    if (known.startsWith("delai-")) return { kind: "delay", ...this.#ends(), summary };
    const of = this.#field("champ", this.#one("champ"), isMeasurable, "un champ qui contient un nombre ou une somme");
    return of ? { kind: "number", of, summary } : { kind: "count" };
  }

  #distinct(): Measure {
    const countable = countableFields(this.#scope);
    const of = this.#field("champ", this.#one("champ"), isCountable, "un champ dont on compte les valeurs", countable);
    return of ? { kind: "distinct", of } : { kind: "count" };
  }

  #summary(name: MeasureName): Summary {
    if (name === "somme") return { kind: "sum" };
    if (name === "delai-tenu") return { kind: "within", days: this.#whole("jours", USUAL_DAYS, 0, MOST_DAYS) };
    if (name.endsWith("centile")) return { kind: "quantile", at: this.#whole("centile", USUAL_PERCENT, 1, 99) / 100 };
    return name === "mediane" || name === "delai-median" ? { kind: "quantile", at: 0.5 } : { kind: "average" };
  }

  #whole(name: string, usual: number, min: number, max: number): number {
    const text = this.#one(name);
    if (text === "") return usual;
    const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.#refuse(name, "number", `Écrivez un nombre entier de ${min} à ${max}.`);
    return usual;
  }

  /** Between what and what a delay runs. */
  #ends(): { readonly from: string | null; readonly to: readonly string[] } {
    const { states } = this.#scope.definition.workflow;
    const from = this.#one("de") || RECEPTION;
    const to = this.#one("vers") || OUTCOME;
    if (from !== RECEPTION && !states.has(from)) {
      this.#refuse("de", "state", `« ${from} » n’est pas un état${didYouMean(from, [...states.keys()])}`);
    }
    if (to !== OUTCOME && !states.has(to)) {
      this.#refuse("vers", "state", `« ${to} » n’est pas un état${didYouMean(to, [...states.keys()])}`);
    }
    if (from === to)
      this.#refuse("vers", "state", "Un délai va d’un état à un autre : choisissez deux états différents.");
    if (to === OUTCOME && this.#outcomes.length === 0) {
      this.#refuse("vers", "state", "Rien ne se termine dans ce parcours : choisissez l’état où s’arrête le délai.");
    }
    return { from: from === RECEPTION ? null : from, to: to === OUTCOME ? this.#outcomes : [to] };
  }

  #moment(): Moment {
    const text = this.#one("sur") || RECEPTION;
    if (text === RECEPTION) return { kind: "reception" };
    if (text === OUTCOME) {
      if (this.#outcomes.length > 0) return { kind: "outcome" };
      this.#refuse("sur", "moment", "Rien ne se termine dans ce parcours : choisissez la réception.");
      return { kind: "reception" };
    }
    const key = text.startsWith(FIELD) ? text.slice(FIELD.length) : text;
    const of = this.#field("sur", key, isDate, "un champ qui contient une date", momentFields(this.#scope));
    return of ? { kind: "field", of } : { kind: "reception" };
  }

  #period(): Statistic["period"] {
    const text = this.#one("periode") || "12-mois";
    const span = SPANS.find((each) => each === text);
    if (!span) this.#refuse("periode", "period", `« ${text} » n’est pas une période.`);
    const dates = { first: this.#day("du"), last: this.#day("au") };
    if (span === "dates") {
      if (dates.first === null && dates.last === null && this.#one("du") + this.#one("au") === "") {
        this.#refuse("du", "period", "Indiquez le premier jour, le dernier, ou les deux.");
      }
      if (dates.first !== null && dates.last !== null && dates.first > dates.last) {
        this.#refuse("au", "period", "Le dernier jour vient avant le premier.");
      }
    }
    return periodOf(span ?? "12-mois", parisDay(this.#scope.now), dates);
  }

  #day(name: string): string | null {
    const text = this.#one(name);
    if (text === "" || this.#one("periode") !== "dates") return null;
    if (parseDate(text) !== null && text >= "1900" && text < "2200") return text;
    this.#refuse(name, "day", "Écrivez une date qui existe, entre 1900 et 2199.");
    return null;
  }

  #dimensions(): readonly Dimension[] {
    const names = [this.#one("par"), this.#one("puis")];
    const [first = "", second = ""] = names;
    if (first !== "" && first === second) {
      this.#refuse("puis", "dimension", "C’est déjà le premier regroupement : choisissez-en un autre.");
      return [];
    }
    const pairs = [
      ["par", first],
      ["puis", second],
    ] as const;
    const found = pairs.flatMap(([name, text]) => (text === "" ? [] : (this.#dimension(name, text) ?? [])));
    if (found.filter(({ kind }) => kind === "time").length > 1) {
      this.#refuse("puis", "dimension", "Une seule unité de temps à la fois.");
    }
    return found;
  }

  #dimension(name: string, text: string): Dimension | null {
    const unit = Object.hasOwn(TIMES, text) ? TIMES[text] : undefined;
    if (unit) return { kind: "time", unit };
    const known = DIMENSIONS.find((each) => each === text);
    if (known) return { kind: KINDS[known] };
    if (!text.startsWith(FIELD)) {
      this.#refuse(name, "dimension", `« ${text} » n’est pas un regroupement.`);
      return null;
    }
    const of = this.#field(name, text.slice(FIELD.length), isGroupable, "un champ qui permet de regrouper");
    return of && { kind: "field", of };
  }

  #checkLength(by: readonly Dimension[], { from, until }: Statistic["period"]): void {
    const time = by.find((dimension) => dimension.kind === "time");
    if (time?.kind !== "time" || from === null || until === null) return;
    if (startsOf(time.unit, from, until, MOST_TIMES).length > MOST_TIMES) {
      this.#refuse(
        "par",
        "period",
        "Cela ferait trop de lignes : choisissez une unité plus grande, ou une période plus courte.",
      );
    }
  }

  #among(name: string, known: readonly string[], what: string): readonly string[] | null {
    const asked = [...new Set(this.#params[name] ?? [])].filter((value) => value !== "");
    const unknown = asked.find((value) => !known.includes(value));
    if (unknown !== undefined) this.#refuse(name, "filter", `« ${unknown} » n’est pas un choix de ${what}.`);
    return asked.length === 0 ? null : asked;
  }

  #values(): Statistic["values"] {
    return Object.keys(this.#params).flatMap((name) => {
      const key = /^filtre\[(.*)\]$/.exec(name)?.[1];
      const values = [...new Set(this.#params[name] ?? [])].filter((value) => value !== "");
      if (key === undefined || values.length === 0) return [];
      const of = this.#field(name, key, isNarrowing, "un champ dont on peut cocher les valeurs");
      return of ? [this.#kept(name, of, values.slice(0, MOST_VALUES))] : [];
    });
  }

  /** Values as a list says them; those of a choice are among its own. */
  #kept(name: string, of: StatisticField, texts: readonly string[]): Statistic["values"][number] {
    if (isFilterable(of)) {
      const known = of.field.choices?.map(({ value }) => value) ?? ["true", "false"];
      const unknown = texts.find((text) => text !== EMPTY && !known.includes(text));
      if (unknown !== undefined) this.#refuse(name, "filter", `« ${unknown} » n’est pas un choix de « ${of.title} ».`);
    }
    const { values, ranges, empty } = readFilter(filterKind(of.field), texts, this.#scope.now);
    return { of, values: values.map(String), ranges, empty };
  }

  #condition(): Statistic["condition"] {
    const source = this.#one("si").trim();
    if (source === "") return null;
    const { definition, now } = this.#scope;
    const own = this.#fields.filter(({ through }) => through === undefined);
    const known = new Set(own.map(({ path }) => path[0]));
    const order = definition.form.order.filter(({ key }) => known.has(key) || definition.form.order.length === 0);
    const read = readCondition(source, order, own, now, "/si");
    if (read.ok) return read.value;
    this.issues.push(...read.issues);
    return null;
  }
}
