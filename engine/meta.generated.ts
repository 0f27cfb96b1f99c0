/* Generated from schemas/meta by test/generate-meta.ts; do not edit. */

export type Transitions = TransitionNode[] | TransitionNode;
/**
 * @maxItems 20
 */
export type ActionNodes = ActionNode[];

export interface MetaFiles {
  definition: DefinitionFile;
  workflow: WorkflowFile;
  field: FieldSchema;
}
/**
 * A téléservice or a register: an ordinary JSON Schema, with our part under x-definition.
 */
export interface DefinitionFile {
  $schema?: string;
  $comment?: string;
  $id: string;
  title: string;
  description?: string;
  type: "object";
  properties: {
    [k: string]: FieldSchema;
  };
  required?: string[];
  additionalProperties?: false;
  "x-definition": DefinitionPart;
}
/**
 * One field of a form, or a shared piece of one: the part of JSON Schema that a form can show, and our x- annotations.
 */
export interface FieldSchema {
  $schema?: string;
  $id?: string;
  $comment?: string;
  $ref?: string;
  type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  title?: string;
  description?: string;
  format?: "date" | "email" | "phone" | "uuid" | "siren" | "plate";
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  const?: true;
  /**
   * @minItems 1
   * @maxItems 500
   */
  enum?: string[];
  /**
   * @minItems 1
   * @maxItems 500
   */
  oneOf?: ChoiceSchema[];
  items?: FieldSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  "x-ordered"?: true;
  properties?: {
    [k: string]: FieldSchema;
  };
  required?: string[];
  additionalProperties?: false;
  "x-when"?: string;
  "x-computed"?: string;
  "x-fee"?: string;
  "x-hidden"?: true;
  "x-short-title"?: string;
  "x-widget"?:
    | "text"
    | "textarea"
    | "email"
    | "phone"
    | "number"
    | "money"
    | "date"
    | "radio"
    | "select"
    | "checkbox"
    | "checkboxes"
    | "attachment"
    | "attachments"
    | "reference"
    | "member"
    | "group"
    | "address"
    | "source"
    | "repeat"
    | "slot"
    | "seat"
    | "time";
  "x-agenda"?: SlotPart;
  "x-sessions"?: SeatPart;
  "x-autocomplete"?: string;
  "x-profile"?:
    | "civility"
    | "given-names"
    | "family-name"
    | "used-name"
    | "birth-date"
    | "birth-place"
    | "email"
    | "phone"
    | "address"
    | "identity";
  "x-profile-of"?: "person";
  "x-ref"?: string;
  "x-ref-where"?: {
    [k: string]: string | boolean;
  };
  "x-complete"?: "commune";
  "x-source"?: string;
  "x-sector"?: SectorPart;
  "x-max-size"?: number;
  "x-internal"?: true;
  "x-assigned"?: true;
  "x-width"?: number;
  "x-suffix"?: string;
  "x-suffix-one"?: string;
  "x-messages"?: {
    [k: string]: string;
  };
}
export interface ChoiceSchema {
  const: string;
  title?: string;
  description?: string;
}
/**
 * Where the slots of a slot field come from: a register that has an agenda, or another field of the entry.
 */
export interface SlotPart {
  register?: string;
  of?: string;
  reason?: string;
  units?: string;
  place?: string;
  hold?: string;
  /**
   * @minItems 1
   * @maxItems 10
   */
  feed?: string[];
}
/**
 * Which sessions a seat field offers, what is checked of whom it is for, and what its entry is told.
 */
export interface SeatPart {
  of?: string;
  register?: string;
  person?: string;
  birth?: string;
  early?: string;
  counts?: {
    [k: string]: string;
  };
  accepts?: {
    [k: string]: string;
  };
  offered?: string;
  lapsed?: string;
  cancelled?: string;
  attendance?: SeatAttendance;
}
/**
 * Events that the platform sends to an entry when a service notes whether its holder came.
 */
export interface SeatAttendance {
  present: string;
  absent: string;
  excused: string;
  unsaid: string;
}
/**
 * The entry of a register of sectors in which an address of the form lies, found by the platform.
 */
export interface SectorPart {
  address: string;
  serves?: string;
  found?: string;
  otherwise?: string;
}
export interface DefinitionPart {
  version: number;
  kind: "service" | "register";
  workflow: string;
  unit?: string;
  access?: "anonymous" | "account" | "franceconnect";
  page?: PageWords;
  /**
   * @minItems 1
   * @maxItems 30
   */
  steps?: StepSchema[];
  /**
   * @maxItems 100
   */
  rules?: RuleSchema[];
  /**
   * @minItems 1
   */
  list: string[];
  order?: string;
  quick?: QuickPart;
  /**
   * @minItems 1
   * @maxItems 8
   */
  label?: string[];
  /**
   * @maxItems 20
   */
  search?: string[];
  sources?: {
    [k: string]: SourcePart;
  };
  privacy: PrivacyPart;
  clock: ClockPart;
  validity?: ValidityPart;
  appeal?: string;
  messages?: boolean;
  rights?: RightsPart;
  agenda?: AgendaPart;
  sectors?: SectorsPart;
  kept?: KeptPart;
  occupation?: OccupationPart;
  notes?: "unit";
  territory?: string;
  activity?: ActivityPart;
  /**
   * @maxItems 60
   */
  views?: ViewPart[];
  /**
   * @maxItems 12
   */
  relations?: RelationPart[];
  sessions?: SessionsPart;
  duplicates?: DuplicatesPart;
  public?: PublicPart;
  mailing?: MailingPart;
  seeks?: SeeksPart;
  holder?: HolderPart;
  confirm?: ConfirmPart;
  /**
   * @minItems 1
   * @maxItems 20
   */
  reminders?: ReminderPart[];
  meetingPoint?: MeetingPointPart;
  national?: NationalPart;
  tariffs?: {
    [k: string]: TariffSchema;
  };
  fees?: {
    [k: string]: FeeSchema;
  };
  scoring?: ScoringPart;
  /**
   * @minItems 1
   * @maxItems 10
   */
  incomplete?: string[];
  layouts?: {
    [k: string]: LayoutPart;
  };
  commission?: CommissionPart;
  forms?: {
    [k: string]: FormSchema;
  };
  templates?: {
    [k: string]: TemplateFile;
  };
  documents?: {
    [k: string]: DocumentFile;
  };
}
export interface PageWords {
  summary?: string;
  who?: string;
  need?: string[];
  duration?: string;
  next?: string;
  button?: string;
  forOther?: true;
  theme?: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  keywords?: string[];
  /**
   * @minItems 1
   * @maxItems 12
   */
  sections?: PageSection[];
  elsewhere?: ElsewherePart;
}
export interface PageSection {
  title: string;
  text: string;
}
/**
 * Where it is done, when not here.
 */
export interface ElsewherePart {
  url: string;
  label: string;
}
export interface StepSchema {
  id: string;
  title: string;
  hint?: string;
  fields: string[];
  when?: string;
}
/**
 * A check across fields. Holds when true or when an answer it needs is absent.
 */
export interface RuleSchema {
  code: string;
  each?: string;
  check: string;
  message: string;
  pointer: string;
}
/**
 * One screen that opens an entry with a few questions, for what is noted many times a day.
 */
export interface QuickPart {
  title: string;
  find?: QuickFind;
  /**
   * @minItems 1
   * @maxItems 20
   */
  fields: string[];
  defaults?: {
    [k: string]: string;
  };
}
/**
 * One question that finds an entry among those that several references may designate.
 */
export interface QuickFind {
  title: string;
  hint?: string;
  /**
   * @minItems 1
   * @maxItems 8
   */
  among: QuickTarget[];
}
export interface QuickTarget {
  field: string;
  set?: {
    [k: string]: string | boolean;
  };
}
export interface SourcePart {
  kind: "quotient-familial";
  purpose: string;
  inputs: {
    [k: string]: string;
  };
  franceconnect?: true;
  /**
   * @minItems 1
   * @maxItems 20
   */
  keep?: string[];
}
export interface PrivacyPart {
  purpose: string;
  legalBasis: "6-1-a" | "6-1-b" | "6-1-c" | "6-1-d" | "6-1-e" | "6-1-f";
  sector: string;
  retention: string;
  recipients?: string[];
}
export interface ClockPart {
  regime: "none" | "SVA" | "SVR";
  delay?: string;
  opinion?: ClockOpinion;
  alert?: string;
}
export interface ClockOpinion {
  delay: string;
  when: string;
}
/**
 * What is granted lasts for a time: in which states it holds, until when, and how it is renewed.
 */
export interface ValidityPart {
  /**
   * @minItems 1
   * @maxItems 10
   */
  states: string[];
  /**
   * @minItems 1
   * @maxItems 10
   */
  ended?: string[];
  until: string;
  value: string;
  renewal?: RenewalPart;
}
export interface RenewalPart {
  of: string;
  end?: string;
  opens: string;
  late?: string;
  /**
   * @minItems 1
   * @maxItems 50
   */
  again?: string[];
  change?: string;
  replaced?: string;
}
export interface RightsPart {
  /**
   * @minItems 1
   */
  open?: string[];
  /**
   * @minItems 1
   */
  read?: string[];
}
/**
 * Entries of this register are resources that people book: which of their answers say when.
 */
export interface AgendaPart {
  /**
   * @minItems 1
   * @maxItems 20
   */
  states?: string[];
  place?: string;
  hours: AgendaHours;
  closures?: AgendaClosures;
  holidays?: "closed" | "open";
  minutes: string;
  reasons?: AgendaReasons;
  capacity?: string;
  units?: number;
  notice?: string;
  horizon?: string;
  release?: AgendaRelease;
  hold?: number;
  reminder?: string;
  walkIn?: string;
}
export interface AgendaHours {
  list: string;
  days: string;
  from: string;
  to: string;
  reasons?: string;
}
export interface AgendaClosures {
  list: string;
  from: string;
  to: string;
}
export interface AgendaReasons {
  list: string;
  reason?: string;
  minutes?: string;
}
export interface AgendaRelease {
  day: "lundi" | "mardi" | "mercredi" | "jeudi" | "vendredi" | "samedi" | "dimanche";
  time: string;
}
/**
 * Entries of this register are sectors: which of their answers say what addresses lie in them.
 */
export interface SectorsPart {
  /**
   * @minItems 1
   * @maxItems 20
   */
  states?: string[];
  commune?: string;
  whole?: string;
  serves?: string;
  streets?: SectorStreets;
}
export interface SectorStreets {
  list: string;
  street: string;
  side?: string;
  from?: string;
  to?: string;
  commune?: string;
}
/**
 * Units keep the entries of this register to themselves: which yes or no shares one.
 */
export interface KeptPart {
  shared?: string;
}
/**
 * How many may be there at the same time, by date and hour: what takes places, what limits them.
 */
export interface OccupationPart {
  title: string;
  /**
   * @minItems 1
   * @maxItems 5
   */
  uses: OccupationUsePart[];
  /**
   * @minItems 1
   * @maxItems 10
   */
  limits: OccupationLimitPart[];
  /**
   * @minItems 1
   * @maxItems 5
   */
  ages: OccupationAge[];
}
export interface OccupationUsePart {
  id: string;
  definition?: string;
  field?: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  states?: string[];
  list?: string;
  from?: string;
  to?: string;
  birth?: string;
  week?: OccupationWeek;
}
export interface OccupationWeek {
  list: string;
  days: string;
  from: string;
  to: string;
}
export interface OccupationLimitPart {
  id: string;
  title: string;
  under?: number;
  /**
   * @minItems 1
   * @maxItems 5
   */
  uses?: string[];
  most?: number;
  /**
   * @minItems 1
   * @maxItems 5
   */
  places?: OccupationPlaces[];
}
export interface OccupationPlaces {
  list: string;
  from?: string;
  to?: string;
  number: string;
}
export interface OccupationAge {
  title: string;
  years: number;
}
/**
 * Each entry is the activity report of a year: chapters of figures, counted in other definitions or typed here.
 */
export interface ActivityPart {
  year: string;
  whole?: ActivityWhole;
  /**
   * @minItems 1
   * @maxItems 10
   */
  closed: string[];
  note?: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  chapters: ChapterPart[];
}
export interface ActivityWhole {
  field: string;
  value: string;
}
export interface ChapterPart {
  title: string;
  text?: string;
  /**
   * @maxItems 10
   */
  said?: string[];
  /**
   * @minItems 1
   * @maxItems 40
   */
  figures: FigurePart[];
}
/**
 * A figure: entries counted, a number typed in the report, or one figure over another.
 */
export interface FigurePart {
  id: string;
  title: string;
  hint?: string;
  suffix?: string;
  count?: string;
  on?: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  states?: string[];
  where?: {
    /**
     * @minItems 1
     * @maxItems 20
     */
    [k: string]: string[];
  };
  distinct?: string;
  sum?: string;
  average?: string;
  delay?: string;
  /**
   * @maxItems 8
   */
  by?: string[];
  typed?: string;
  /**
   * @minItems 2
   * @maxItems 2
   */
  over?: string[];
  percent?: true;
}
/**
 * A list or a statistic composed beforehand, of this definition or of another, as its address says it.
 */
export interface ViewPart {
  title: string;
  definition?: string;
  list?: string;
  statistic?: string;
}
/**
 * Entries of another definition that refer to one of this: a tab of its page, a count in its lists.
 */
export interface RelationPart {
  id: string;
  title: string;
  definition: string;
  field: string;
  /**
   * @minItems 1
   * @maxItems 8
   */
  columns: string[];
  add?: string;
  empty?: string;
  total?: RelationTotal;
}
/**
 * What the entries of a relation add up to over the current year, above its tab.
 */
export interface RelationTotal {
  title: string;
  field: string;
  day: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  states?: string[];
  goal?: number;
  suffix?: string;
}
/**
 * Entries of this register are sessions with places: which of their answers say when, and for whom.
 */
export interface SessionsPart {
  /**
   * @minItems 1
   * @maxItems 20
   */
  states?: string[];
  /**
   * @minItems 1
   * @maxItems 20
   */
  cancelled?: string[];
  title: string;
  place?: string;
  category?: string;
  dates: SessionDates;
  capacity?: string;
  kinds?: {
    [k: string]: SeatKind;
  };
  waiting?: string;
  offer?: string;
  opens?: string;
  early?: string;
  opensAt?: string;
  closes?: string;
  notice?: string;
  ages?: SessionAges;
  accepts?: {
    [k: string]: string;
  };
  first?: {
    [k: string]: string;
  };
  hold?: number;
  published?: boolean;
}
export interface SessionDates {
  list: string;
  day: string;
  from?: string;
  to?: string;
}
export interface SeatKind {
  title: string;
  capacity: string;
}
export interface SessionAges {
  from?: string;
  to?: string;
}
/**
 * Entries of this register that may describe the same person or body are looked for: which of their answers tell who it is.
 */
export interface DuplicatesPart {
  /**
   * @minItems 1
   * @maxItems 4
   */
  names: string[];
  firstNames?: string;
  birthDate?: string;
  /**
   * @minItems 1
   * @maxItems 6
   */
  phones?: string[];
  /**
   * @minItems 1
   * @maxItems 4
   */
  emails?: string[];
  /**
   * @minItems 1
   * @maxItems 4
   */
  numbers?: string[];
  address?: string;
}
/**
 * What of the entries of this register anyone may read, search and count: nothing else of them is.
 */
export interface PublicPart {
  title: string;
  summary?: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  states: string[];
  when?: string;
  until?: string;
  /**
   * @minItems 1
   * @maxItems 4
   */
  name: string[][];
  /**
   * @minItems 1
   * @maxItems 40
   */
  fields: PublicField[];
  /**
   * @maxItems 10
   */
  filters?: PublicFilter[];
  places?: PublicPlaces;
}
export interface PublicField {
  field: string;
  title?: string;
  when?: string;
  list?: boolean;
}
export interface PublicFilter {
  field: string;
  title?: string;
}
/**
 * Entries are searched by the places that occupation leaves.
 */
export interface PublicPlaces {
  title?: string;
  commune?: string;
}
/**
 * How those whom its entries are about are written to: labels, letters, mails to many, and what they accepted.
 */
export interface MailingPart {
  /**
   * @minItems 1
   * @maxItems 3
   */
  name: string[];
  address?: string;
  email?: string | string[];
  consent?: string;
  what?: string;
  rights?: MailingRights;
}
export interface MailingRights {
  /**
   * @minItems 1
   */
  labels?: ("agent" | "lecteur" | "admin-fonctionnel" | "admin-membre" | "admin-groupe")[];
  /**
   * @minItems 1
   */
  letters?: ("agent" | "lecteur" | "admin-fonctionnel" | "admin-membre" | "admin-groupe")[];
  /**
   * @minItems 1
   */
  mailing?: ("agent" | "lecteur" | "admin-fonctionnel" | "admin-membre" | "admin-groupe")[];
}
/**
 * Its entries look for a place of another register: which of their answers say when, and how found ones are proposed.
 */
export interface SeeksPart {
  definition: string;
  title?: string;
  from: string;
  to?: string;
  /**
   * @minItems 1
   * @maxItems 6
   */
  birth?: string[];
  commune?: string;
  week: OccupationWeek;
  propose?: SeeksPropose;
}
export interface SeeksPropose {
  event: string;
  field: string;
  message?: string;
}
/**
 * An entry of this register may belong to the account of the person it is about: what she reads of it in her space.
 */
export interface HolderPart {
  title: string;
  intro?: string;
  email: string;
  /**
   * @minItems 1
   * @maxItems 300
   */
  fields: string[];
  /**
   * @minItems 1
   * @maxItems 12
   */
  relations?: string[];
}
/**
 * Answers that are to be looked over before given days of each year.
 */
export interface ConfirmPart {
  title: string;
  event: string;
  on: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  states: string[];
  when?: string;
  /**
   * @minItems 1
   * @maxItems 6
   */
  before: string[];
  opens: string;
  /**
   * @minItems 1
   * @maxItems 6
   */
  remind?: string[];
  mail?: string;
}
/**
 * Who is told of a date of an entry, some time before it comes.
 */
export interface ReminderPart {
  id: string;
  title: string;
  date?: string;
  yearly?: string;
  before: string;
  when?: string;
  short?: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  states: string[];
  /**
   * @minItems 1
   * @maxItems 2
   */
  to: ("holder" | "unit")[];
  mail?: string;
}
/**
 * Entries of this register are places that the national appointment engine shows: the fields that say where.
 */
export interface MeetingPointPart {
  name: string;
  longitude: string;
  latitude: string;
  address: string;
  postcode: string;
  city: string;
  website?: string;
}
/**
 * Its slots are offered to the national appointment engine: how its questions map to that engine's words.
 */
export interface NationalPart {
  slot: string;
  reason: string;
  reasons: NationalReasons;
  persons?: string;
  applications?: string;
}
export interface NationalReasons {
  CNI?: string;
  PASSPORT?: string;
  "CNI-PASSPORT"?: string;
}
export interface TariffSchema {
  title: string;
  unit?: "points";
  /**
   * @minItems 1
   * @maxItems 4
   */
  columns: TariffColumnSchema[];
  /**
   * @minItems 1
   * @maxItems 200
   */
  rows?: TariffRowSchema[];
}
export interface TariffColumnSchema {
  id: string;
  title: string;
  value: string;
  /**
   * @minItems 1
   * @maxItems 60
   */
  choices?: ChoiceSchema[];
  suffix?: string;
  minimum?: number;
  maximum?: number;
  missing?: string;
}
export interface TariffRowSchema {
  amount: number;
  [k: string]: string | number;
}
export interface FeeSchema {
  title: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  steps: FeeStepSchema[];
  minimum?: number;
  maximum?: number;
  algorithm?: AlgorithmPart;
}
export interface FeeStepSchema {
  label: string;
  when?: string;
  amount?: string;
  percent?: number;
  rule?: string;
}
export interface AlgorithmPart {
  purpose: string;
  degree: string;
}
/**
 * How its entries are ranked when there is not enough for all: published criteria, and what separates equals.
 */
export interface ScoringPart {
  title: string;
  intro?: string;
  algorithm: AlgorithmPart;
  /**
   * @minItems 1
   * @maxItems 20
   */
  criteria: CriterionSchema[];
  /**
   * @maxItems 5
   */
  ties?: TieSchema[];
  told?: "decided" | "always";
}
export interface CriterionSchema {
  label: string;
  when?: string;
  points: string;
  maximum: number;
  weight?: number;
  rule?: string;
}
export interface TieSchema {
  label: string;
  value: string;
  order?: "ascending" | "descending";
}
/**
 * A file that another software reads or gives: its columns, in its order and its words.
 */
export interface LayoutPart {
  title: string;
  note?: string;
  encoding?: "utf-8" | "windows-1252" | "iso-8859-1";
  separator?: ";" | "," | "tab" | "|";
  dates?: "JJ/MM/AAAA" | "AAAA-MM-JJ" | "AAAAMMJJ";
  yes?: string;
  no?: string;
  each?: string;
  /**
   * @minItems 1
   * @maxItems 100
   */
  columns: LayoutColumnPart[];
  /**
   * @minItems 1
   * @maxItems 6
   */
  key?: string[];
}
export interface LayoutColumnPart {
  title: string;
  field?: string;
  value?: string;
  codes?: {
    [k: string]: string;
  };
}
/**
 * Meetings that rank its entries and match their wishes, in order, to places.
 */
export interface CommissionPart {
  title: string;
  /**
   * @minItems 1
   * @maxItems 10
   */
  states: string[];
  wishes: CommissionWishes;
  group?: CommissionSplit;
  parts?: CommissionSplit;
  placed: CommissionDecision;
  unplaced: CommissionDecision;
}
export interface CommissionWishes {
  list: string;
  place: string;
}
export interface CommissionSplit {
  title: string;
  value: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  choices: ChoiceSchema[];
}
/**
 * The event that carries a decision, and the fields of its form that receive what was decided.
 */
export interface CommissionDecision {
  event: string;
  place?: string;
  name?: string;
  day?: string;
  reason?: string;
}
/**
 * The form an event asks for.
 */
export interface FormSchema {
  title?: string;
  description?: string;
  type: "object";
  properties: {
    [k: string]: FieldSchema;
  };
  required?: string[];
  additionalProperties?: false;
  "x-rules"?: RuleSchema[];
}
export interface TemplateFile {
  subject: string;
  body: string;
  sms?: string;
  reminder?: boolean;
  calendar?: string;
}
export interface DocumentFile {
  title: string;
  body: string;
  internal?: true;
  card?: CardPart;
}
/**
 * What the mark [carte] draws, and what whoever scans it may be told.
 */
export interface CardPart {
  /**
   * @minItems 1
   * @maxItems 6
   */
  lines: string[];
  /**
   * @maxItems 6
   */
  shown?: string[];
}
/**
 * The life of an entry: an XState machine as JSON, with what people read under meta.
 */
export interface WorkflowFile {
  $schema?: string;
  $comment?: string;
  id: string;
  title: string;
  opened: string;
  initial: string;
  silence?: SilenceEvents;
  states: StateNodes;
  forms?: {
    [k: string]: FormSchema;
  };
  templates?: {
    [k: string]: TemplateFile;
  };
  documents?: {
    [k: string]: DocumentFile;
  };
}
export interface SilenceEvents {
  SVA?: string;
  SVR?: string;
}
export interface StateNodes {
  [k: string]: StateNodeFile;
}
export interface StateNodeFile {
  $comment?: string;
  type?: string;
  initial?: string;
  states?: StateNodes;
  on?: EventNodes;
  always?: Transitions;
  after?: DelayNodes;
  entry?: ActionNodes;
  exit?: ActionNodes;
  meta?: StateMeta;
}
export interface EventNodes {
  [k: string]: Transitions;
}
export interface TransitionNode {
  $comment?: string;
  target?: string;
  guard?: string;
  reenter?: boolean;
  actions?: ActionNodes;
  meta?: EventMeta;
}
export interface ActionNode {
  $comment?: string;
  type: string;
  params: {
    [k: string]: unknown;
  };
}
export interface EventMeta {
  label?: string;
  /**
   * @minItems 1
   */
  who?: string[];
  form?: string;
  edit?: boolean;
  /**
   * @minItems 1
   * @maxItems 60
   */
  fields?: string[];
  tone?: "primary" | "secondary" | "danger";
  hint?: string;
  past?: string;
  missing?: MissingItems;
  received?: string;
  decision?: "favorable" | "unfavorable";
}
export interface MissingItems {
  until: string;
  indispensable?: string;
  items?: string;
}
export interface DelayNodes {
  [k: string]: Transitions;
}
export interface StateMeta {
  label: string;
  sentence: string;
  tone?: "neutral" | "active" | "waiting" | "success" | "danger";
  task?: boolean;
  clock?: "running" | "suspended" | "stopped";
  messages?: boolean;
  attendance?: "came" | "missed";
  next?: string;
}
