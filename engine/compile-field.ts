import { RESERVED } from "./cel-names.ts";
import type { Json } from "./entry.ts";
import { choicesOf } from "./field-choices.ts";
import { checkKeywords, type Locate } from "./field-keywords.ts";
import { defaultWidget, explicit, hasChoices, widgetFits } from "./field-widget.ts";
import { checkFileSize } from "./file-size.ts";
import type { Choice, Field } from "./form.ts";
import type { FieldSchema, SeatPart, SectorPart, SlotPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { seatFields } from "./seat-value.ts";
import { type Piece, type Shared, withPiece } from "./shared-piece.ts";
import { slotFields } from "./slot-value.ts";
import { didYouMean } from "./suggest.ts";

/** A field read from its schema, its expressions not yet compiled: they may read fields that come later. */
export interface Draft {
  readonly field: Omit<Field, "when" | "computed" | "slot" | "seat" | "fields"> & {
    readonly fields?: readonly Field[];
  };
  readonly locate: Locate;
  readonly when: string | undefined;
  readonly computed: string | undefined;
  /** Of a slot field. */
  readonly slot?: SlotPart;
  /** Of a seat field. */
  readonly seat?: SeatPart;
  /** Id of the fee it takes. */
  readonly fee: string | undefined;
  /** Of the sector of an address. */
  readonly sector?: SectorPart;
  /** Of a group, an address or an item. */
  readonly children: readonly Draft[];
}

/** Where a field stands among the others. */
interface Place {
  readonly key: string;
  readonly pointer: string;
  readonly required: boolean;
  readonly at: At;
  readonly shared: Shared;
  readonly report: Report;
  readonly seen: readonly string[];
  /** Bytes of the largest file the installation takes, when known. */
  readonly largestFile: number | undefined;
  /** True for the fields of an item. */
  readonly repeated: boolean;
}

type Context = Pick<Place, "shared" | "report" | "seen" | "repeated" | "largestFile"> & {
  readonly locate: Locate;
  readonly pointer: string;
};

const KEY = /^[a-z][A-Za-z0-9]{0,59}$/;

/** Reads the fields of an object schema, reporting what is wrong with each. */
export function draftFields(schema: Pick<FieldSchema, "properties" | "required">, context: Context): readonly Draft[] {
  const { locate, report } = context;
  const keys = Object.keys(schema.properties ?? {});
  for (const [index, name] of (schema.required ?? []).entries()) {
    if (keys.includes(name)) continue;
    const message = `« ${name} » est obligatoire mais n'est pas un champ${didYouMean(name, keys)}`;
    report.add("required-unknown", under(locate("required"), index), message);
  }
  return Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const place: Place = {
      ...context,
      key,
      pointer: `${context.pointer}/${key}`,
      required: schema.required?.includes(key) ?? false,
      at: under(locate("properties"), key),
    };
    checkKey(place);
    return draftField(property, place);
  });
}

function checkKey({ key, at, report, pointer }: Place): void {
  if (!KEY.test(key)) {
    const message = `« ${key} » ne peut pas nommer un champ : une minuscule, puis des lettres sans accent et des chiffres.`;
    report.add("field-key", at, message);
  } else if (RESERVED.has(key) && (pointer === `/${key}` || !TOP_ONLY.has(key))) {
    const message = `« ${key} » est un mot du langage des expressions : donnez un autre nom au champ.`;
    report.add("field-reserved", at, message);
  }
}

/** Words reserved for top-level names only: inside a group they are read through it ("adresse.type"). */
const TOP_ONLY = new Set([
  "today",
  "now",
  "entry",
  "actor",
  "about",
  "item",
  "event",
  "type",
  "list",
  "map",
  "int",
  "string",
]);

function draftField(source: FieldSchema, place: Place): Draft {
  const { report, shared, at } = place;
  const piece = withPiece(source, at, shared, report, place.seen);
  if (!piece) return brokenField(place);
  const { locate } = piece;
  const { type } = piece.schema;
  if (type === undefined) {
    report.add("field-type", at, `Le champ « ${place.key} » n'a pas de « type ».`);
    return brokenField(place);
  }
  checkKeywords(piece.schema, type, locate, report);
  if (place.pointer !== `/${place.key}`) checkPublic(piece, report);
  if (!piece.schema.title) {
    report.add("field-title", at, `Le champ « ${place.key} » n'a pas de « title » : que lira l'usager ?`);
  }
  const items = type === "array" ? itemsOf(piece, place) : null;
  const schema = explicit(items ? { ...piece.schema, items: items.schema } : piece.schema);
  const whole = schema["x-widget"] === "slot" || schema["x-widget"] === "seat";
  if (whole) checkWholePlace(place);
  const children = whole ? [] : draftChildren(schema, place, piece, items);
  const choices = items ? choicesOf(items.schema, items.locate, report) : choicesOf(schema, locate, report);
  checkWidget(schema, place, locate);
  const widget = schema["x-widget"] ?? defaultWidget(schema);
  checkFileSize(schema, widget, locate("x-max-size"), place.largestFile, report);
  return {
    field: fieldOf(place, withChildren(schema, children), children, choices),
    locate,
    when: schema["x-when"],
    computed: schema["x-computed"],
    ...(schema["x-agenda"] && { slot: schema["x-agenda"] }),
    ...(schema["x-sessions"] && { seat: schema["x-sessions"] }),
    fee: schema["x-fee"],
    ...(schema["x-sector"] && { sector: schema["x-sector"] }),
    children,
  };
}

function checkWholePlace({ key, pointer, at, report }: Place): void {
  if (pointer === `/${key}`) return;
  const message =
    "Un créneau ou une place se choisit au premier niveau du formulaire, pas dans un groupe ni une liste.";
  report.add("slot", at, message);
}

/** Stands for a field whose schema was refused: a group of which nothing is known. */
function brokenField(place: Place): Draft {
  const field = fieldOf(place, { type: "object" }, [], undefined);
  return { field, locate: () => place.at, when: undefined, computed: undefined, fee: undefined, children: [] };
}

/** What a list is made of, checked; null when it cannot be asked. */
function itemsOf(list: Piece, { shared, report }: Place): Piece | null {
  const at = list.locate("items");
  const items = list.schema.items && withPiece(list.schema.items, at, shared, report, list.seen);
  if (items === null) return null;
  const { type } = items?.schema ?? {};
  const asked = type === "object" || (type === "string" && (hasChoices(items?.schema ?? {}) || isFile(list, items)));
  if (!items || !asked) {
    report.add("items", at, "Une liste est faite de choix (oneOf), de fichiers (format uuid) ou de groupes de champs.");
    return null;
  }
  checkKeywords(items.schema, type, items.locate, report);
  checkFileSize(items.schema, null, items.locate("x-max-size"), undefined, report);
  checkPublic(items, report);
  return items;
}

/** What a field of a group or of an item cannot be: the whole group is, or nothing. */
function checkPublic({ schema, locate }: Piece, report: Report): void {
  if (schema["x-internal"] !== undefined) {
    const message = "Seul un champ du premier niveau peut être interne : marquez le groupe entier.";
    report.add("internal-place", locate("x-internal"), message);
  }
  if (schema["x-assigned"] !== undefined) {
    const message = "Seul un champ du premier niveau peut être rempli par le parcours (« x-assigned »).";
    report.add("assigned-place", locate("x-assigned"), message);
  }
  if (schema["x-source"] !== undefined) {
    report.add(
      "source-place",
      locate("x-source"),
      "Seule une question du premier niveau peut être remplie par une source.",
    );
  }
  if (schema["x-profile"] !== undefined) {
    const message = "Seul un champ du premier niveau peut être repris d'un compte : marquez le groupe entier.";
    report.add("profile-place", locate("x-profile"), message);
  }
}

const isFile = (list: Piece, items: Piece | undefined): boolean =>
  items?.schema.format === "uuid" || list.schema["x-widget"] === "attachments";

function draftChildren(schema: FieldSchema, place: Place, piece: Piece, items: Piece | null): readonly Draft[] {
  const { key, at, report } = place;
  const group = schema.type === "object" ? piece : items;
  if (group?.schema.type !== "object") return [];
  if (Object.keys(group.schema.properties ?? {}).length === 0) {
    report.add("group-empty", at, `Le groupe « ${key} » n'a aucun champ.`);
  }
  if (!items) return draftFields(group.schema, { ...place, ...group });
  if (place.repeated) report.add("repeat-nested", at, "Un groupe répété ne peut pas en contenir un autre.");
  return draftFields(group.schema, { ...place, ...group, pointer: `${place.pointer}/*`, repeated: true });
}

function checkWidget(schema: FieldSchema, { key, report }: Place, locate: Locate): void {
  const widget = schema["x-widget"];
  if (widget === undefined || widgetFits(widget, schema)) return;
  const message = `« ${key} » ne peut pas être demandé par « ${widget} » : son type ne s'y prête pas.`;
  report.add("widget", locate("x-widget"), message);
}

/** The schema with the pieces of its children written in place of their references. */
function withChildren(schema: FieldSchema, children: readonly Draft[]): FieldSchema {
  if (children.length === 0) return schema;
  const inside = schema.type === "array" ? schema.items : schema;
  const properties = Object.fromEntries(children.map(({ field }) => [field.key, field.schema as FieldSchema]));
  const object = { ...inside, type: "object" as const, properties, additionalProperties: false as const };
  return schema.type === "array" ? { ...schema, items: object } : object;
}

function fieldOf(
  place: Place,
  schema: FieldSchema,
  children: readonly Draft[],
  choices: readonly Choice[] | undefined,
): Draft["field"] {
  const {
    "x-ref": ref,
    "x-ref-where": refWhere,
    "x-autocomplete": autocomplete,
    "x-width": width,
    "x-suffix": suffix,
    "x-suffix-one": suffixOne,
    "x-internal": internal,
    "x-assigned": assigned,
    "x-messages": messages,
    "x-short-title": shortTitle,
    "x-hidden": hidden,
    "x-profile": profile,
    "x-profile-of": profileOf,
    "x-complete": complete,
    "x-source": source,
  } = schema;
  const extras = {
    shortTitle,
    hint: schema.description,
    choices,
    ...{ ref, refWhere },
    ...{ autocomplete, width, suffix, suffixOne },
    messages,
    hidden,
    ...{ internal, assigned },
    profile,
    profileOf,
    complete,
    source,
  };
  return {
    key: place.key,
    pointer: place.pointer,
    title: schema.title ?? place.key,
    widget: schema["x-widget"] ?? defaultWidget(schema),
    type: schema.type ?? "string",
    required: place.required,
    schema: schema as unknown as Readonly<Record<string, Json>>,
    ...partsOf(schema, place.pointer),
    ...(children.length === 0 ? {} : { fields: children.map((child) => child.field) }),
    ...definedOnly(extras),
  };
}

/** The parts of an answer that the platform writes whole. */
function partsOf({ "x-widget": widget }: FieldSchema, pointer: string): Pick<Field, "fields"> {
  if (widget === "slot") return { fields: slotFields(pointer) };
  return widget === "seat" ? { fields: seatFields(pointer) } : {};
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Drops the members that are undefined, which optional members of a field never are. */
function definedOnly<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
