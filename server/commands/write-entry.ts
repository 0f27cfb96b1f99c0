import {
  type Actor,
  type Answers,
  type CompiledDefinition,
  canRead,
  citations,
  type Entry,
  type Form,
  fieldAt,
  formatPhone,
  type Issue,
  keySlots,
  keys,
  largestFile,
  linked,
  MERGED,
  matchWords,
  type Refusal,
  type Scope,
  sectorFieldsOf,
  sectorWords,
  tooHeavy,
  valuesAt,
} from "../../engine/index.ts";
import { servingUnits } from "../around.ts";
import type { Context } from "../context.ts";
import { localHolidays } from "../local-holidays.ts";
import { type Outcome, type Problem, problem, refused } from "../problem.ts";
import { referable } from "../referred.ts";
import { SEAT_FULL, SEAT_ISSUE, SEAT_LOST } from "../seat-sentences.ts";
import { SLOT_ISSUE, SLOT_LOST } from "../slot-sentences.ts";
import type { FilePlace } from "../store/attachments.ts";
import {
  ATTACHMENT_REFUSED,
  type EntryWriter,
  NO_OVERBOOKING,
  SEAT_REFUSED,
  SLOT_REFUSED,
} from "../store/entry-write.ts";

/** An engine refusal as the problem the contract names. */
export function asProblem(refusal: Refusal): Problem {
  return problem(refusal.code, refusal.message, refusal.issues);
}

/** Ids of the attachments in answers, and an issue for each that cannot be one. */
export function attachmentIds(form: Form, answers: Answers): readonly { id: string; pointer: string }[] {
  return linked(form, answers).filter((link) => link.definition === undefined);
}

/**
 * The files of these answers that are too heavy for their fields; reads nothing unless a field with files says how heavy they
 * may be. A file that cannot be named here is left to `writing`.
 */
export async function fileIssues(
  writer: EntryWriter,
  member: string,
  form: Form,
  answers: Answers,
  place: FilePlace,
): Promise<readonly Issue[]> {
  const limited = attachmentIds(form, answers).flatMap(({ id, pointer }) => {
    const field = fieldAtPointer(form, pointer);
    return field && largestFile(field) !== undefined ? [{ id, pointer, field }] : [];
  });
  if (limited.length === 0) return [];
  const ids = limited.map(({ id }) => id);
  const files = new Map((await writer.files(member, ids, place)).map((file) => [file.id, file]));
  return limited.flatMap(({ id, pointer, field }) => {
    const file = files.get(id);
    const message = file ? tooHeavy(field, file.size) : null;
    return file && message !== null ? [{ code: "file-size", pointer, message: `${file.name} : ${message}` }] : [];
  });
}

/** The person at hand as she is for another definition, of this member or of another: she may have other rights there. */
export type ActorIn = (member: string, definition: CompiledDefinition) => Actor;

/**
 * Checks that every entry referenced by these answers exists in the member, or in one that shares the wanted definition
 * with it, and may be seen by the actor. One read per reference to an entry of the member. A sector was found by us.
 */
export async function referenceIssues(
  ctx: Context,
  writer: EntryWriter,
  member: string,
  form: Form,
  answers: Answers,
  actorIn: ActorIn,
): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  const found = sectorFieldsOf(form).map(({ pointer }) => pointer);
  for (const link of linked(form, answers)) {
    if (link.definition === undefined || found.includes(link.pointer)) continue;
    const target = await referred(ctx, writer, member, link.definition, link.id);
    if (target && (await mayRead(ctx, target, actorIn))) {
      issues.push(...unsuited(form, link.pointer, target));
      continue;
    }
    issues.push({ code: "reference", pointer: link.pointer, message: "Vous devez choisir une fiche qui existe." });
  }
  return issues;
}

/** Why the entry referred to at this place does not suit it (`x-ref-where`); nothing when it does. */
function unsuited(form: Form, pointer: string, { answers }: Entry): readonly Issue[] {
  const field = fieldAtPointer(form, pointer);
  const wanted = Object.entries(field?.refWhere ?? {});
  if (wanted.every(([key, value]) => (Object.hasOwn(answers, key) ? answers[key] : undefined) === value)) return [];
  return [{ code: "reference-unsuited", pointer, message: field?.messages?.["x-ref-where"] ?? UNSUITED }];
}

const UNSUITED = "Cette fiche ne convient pas ici : choisissez-en une autre, ou complétez-la d’abord.";

const fieldAtPointer = (form: Form, pointer: string) =>
  fieldAt(form.order, pointer.slice(1).replace(/\/\d+/g, "").replaceAll("/", "."));

async function referred(
  ctx: Context,
  writer: EntryWriter,
  member: string,
  definition: string,
  id: string,
): Promise<Entry | null> {
  for (const each of referable(ctx, member, definition)) {
    const entry = await writer.find(each, id);
    if (entry?.definition === definition) return entry;
  }
  return null;
}

async function mayRead(ctx: Context, entry: Entry, actorIn: ActorIn): Promise<boolean> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  return canRead(definition, entry, actorIn(entry.member, definition));
}

/** Keys and search text: what the lists of `definition`, and the entries referred to, need beside the answers. */
export function listedAs(definition: CompiledDefinition, answers: Answers, reference: string) {
  const { keys: sortKeys, search } = keys(definition, answers);
  const sectors = definition.sectors ? sectorWords(definition.sectors, answers) : [];
  const words = [
    reference.toLowerCase(),
    search,
    ...citations(definition.form, answers),
    ...sectors,
    ...(definition.duplicates ? matchWords(definition.duplicates, answers) : []),
  ];
  return { keys: sortKeys, search: words.join(" ") };
}

/** The same for an entry about to be written: lists are those of the latest version, not of the one it is pinned to. */
export function indexed(ctx: Context, entry: Entry, pinned: CompiledDefinition) {
  // Found by its reference alone, which leads to the fiche it was made one with.
  if (entry.state === MERGED) return { keys: keySlots(pinned).map(() => null), search: entry.reference.toLowerCase() };
  return listedAs(ctx.catalogue.definition(entry.member, pinned.id) ?? pinned, entry.answers, entry.reference);
}

/**
 * Runs a write and turns what the base refuses on purpose into a problem: an attachment that is not available,
 * whose pointers are given by `attachments`, or a slot that is kept no longer.
 * @param slots pointers of the slot and seat fields
 */
export async function writing<T>(
  attachments: readonly { readonly pointer: string }[],
  write: () => Promise<T>,
  slots: readonly string[] = [],
): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await write() };
  } catch (error) {
    if (sqlState(error) === SLOT_REFUSED) return refused(problem("invalid", SLOT_LOST, slotIssues(slots)));
    const seat = seatSentence(error);
    if (seat !== null) {
      const issues = slots.map((pointer) => ({ code: SEAT_ISSUE, pointer, message: seat }));
      return refused(problem("invalid", seat, issues));
    }
    if (sqlState(error) !== ATTACHMENT_REFUSED) throw error;
    const message = "Vous devez joindre ce fichier de nouveau : il n’est plus disponible.";
    return refused(
      problem(
        "invalid",
        message,
        attachments.map(({ pointer }) => ({ code: "attachment", pointer, message })),
      ),
    );
  }
}

/** Why a place cannot be had; null for any other error. */
function seatSentence(error: unknown): string | null {
  if (sqlState(error) === SEAT_REFUSED) return SEAT_LOST;
  const overbooked = error instanceof Error && "constraint_name" in error && error.constraint_name === NO_OVERBOOKING;
  return overbooked ? SEAT_FULL : null;
}

const slotIssues = (pointers: readonly string[]): readonly Issue[] =>
  pointers.map((pointer) => ({ code: SLOT_ISSUE, pointer, message: SLOT_LOST }));

/** SQLSTATE of a database error, or undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The units whose territory holds the commune that an entry says. */
function servedBy(ctx: Context, answers: Answers, territory: string) {
  const [commune] = valuesAt(answers, territory);
  return typeof commune === "string" ? servingUnits(ctx, commune) : [];
}

/**
 * What mails may quote about an entry. The service in charge, that of the territory it is of where territories tell, comes with its postal and electronic addresses and its
 * telephone, which an acknowledgement of receipt must give (CRPA R.112-11-1, 2°).
 */
export function about(
  ctx: Context,
  member: string,
  { id, title, unit, territory }: CompiledDefinition,
  answers: Answers = {},
): NonNullable<Scope["about"]> {
  const found = ctx.catalogue.member(member);
  if (!found) return { member, title };
  const served =
    territory === null ? undefined : servedBy(ctx, answers, territory).find((each) => each.unit.id === unit);
  const service = served?.unit ?? found.units.find((each) => each.id === unit);
  const { address, phone, email } = { ...(served?.member ?? found).contact, ...service?.contact };
  const contact = [address, phone && formatPhone(phone), email].filter((line) => line !== undefined).join("\n");
  const place = { holidays: localHolidays(ctx, member), tariffs: ctx.catalogue.tariffs(member, id) };
  return { member: found.name, title, service: service?.name ?? found.name, contact, ...place };
}
