/** The public surface of the engine: pure functions over definitions, forms, entries and actors. */
export type { AccessibilityDeclaration, Conformity, DeclarationFault } from "./accessibility.ts";
export { auditEnds, conformityOn, declarationFaults, leastConforming } from "./accessibility.ts";
export { acknowledgements } from "./acknowledgement.ts";
export * from "./activities.ts";
export type { Actor, Assignment, ByMandate, EventActor, Principal, Role, Verb } from "./actor.ts";
export { actsByMandate, ROLES, SYSTEM } from "./actor.ts";
export type { Agenda, Resource } from "./agenda.ts";
export { earliest, longestOf, nextRelease, resourceOf, WEEKDAYS } from "./agenda.ts";
export { answersAt } from "./answers-at.ts";
export type { SentEvent } from "./apply.ts";
export { apply } from "./apply.ts";
export type { Slot, Sought, Taken } from "./availability.ts";
export { freeSlots, lengthOf } from "./availability.ts";
export { attendanceEvents, available } from "./available.ts";
export { blockingWords, countedName, countedWords, matchWords, phoneWord, wordWeight } from "./blocking.ts";
export type { BookingChange } from "./bookings.ts";
export { parseDate } from "./cel.ts";
export { certificates } from "./certificate.ts";
export { changes } from "./changes.ts";
export { citation, citations, cites } from "./citation.ts";
export { addDays, daysBetween, hasLapsed, isSuspended } from "./clock.ts";
export { ALERT_TIMER, clockOf, silenceComes, silenceEvent } from "./clock-of.ts";
export {
  allocate,
  type Capacity,
  type Claimant,
  type Commission,
  type Placement,
  roomLeft,
  type Split,
  type Wanting,
  WHOLE,
  wantingOf,
} from "./commission.ts";
export type { Commune } from "./communes.ts";
export { COMMUNES_SOURCE, communeCode, communeLabel, findCommunes } from "./communes.ts";
export { compile } from "./compile.ts";
export type { Occasion } from "./compose-document.ts";
export { composeDocument, composeLetter } from "./compose-document.ts";
export type { Side } from "./conversation.ts";
export { noConversation, sideOf } from "./conversation.ts";
export type { DayRange, RelativeDays } from "./day-range.ts";
export { dayRange, isDay, isUsualDay, RELATIVE_DAYS } from "./day-range.ts";
export { decode, merge, parseTime, posted } from "./decode.ts";
export type {
  Attendance,
  Column,
  CompiledDefinition,
  CompiledWorkflow,
  DefinitionSource,
  State,
  StateEvent,
  Template,
  Who,
} from "./definition.ts";
export type { AnswerRow, AnswerSection, Labels } from "./display.ts";
export { ABSENT, display, displayAnswers, heading } from "./display.ts";
export type { AnswerLine, Block, Composed, ComposedCard, DocumentTemplate, Run, Signatory } from "./document.ts";
export type { Duplicates, Likeness, LikenessOutcome, LikenessReason, NameCounts } from "./duplicates.ts";
export { NO_COUNTS } from "./duplicates.ts";
export { parisDay, parisMidnight, wallClock } from "./duration.ts";
export type {
  CancelEffect,
  DocumentEffect,
  Effect,
  MailEffect,
  MemberEffect,
  OpenEntryEffect,
  PaymentEffect,
  RefundEffect,
  SmsEffect,
  TimerEffect,
  TransferEffect,
  UpdateEntryEffect,
} from "./effect.ts";
export { OPENED_BY_THIS } from "./effect.ts";
export type { DateBoxes } from "./encode.ts";
export { encode, encodeDate } from "./encode.ts";
export type {
  Answers,
  Aside,
  AvailableEvent,
  Change,
  Channel,
  Clock,
  Entry,
  EntryEvent,
  EventData,
  Forwarded,
  Imported,
  Json,
  Refusal,
  Transition,
} from "./entry.ts";
export { CHANNELS } from "./entry.ts";
export { eventActor } from "./event.ts";
export type { Capability, ExplainedRight, Holding } from "./explain-rights.ts";
export { capabilities, explainRights, throughShares } from "./explain-rights.ts";
export type { ExplainedTable, Explanation } from "./explanation.ts";
export { explanations, keptPrices, SOURCE_WORDS, storedPrices, tableWords } from "./explanation.ts";
export { fieldAt } from "./field-at.ts";
export { largestFile, sizeLimit, tooHeavy } from "./file-size.ts";
export { differing, type Joined, joined } from "./fill.ts";
export type { FieldFilter, FilterKind, FilterRange } from "./filter.ts";
export { EMPTY, filterKind, readFilter } from "./filter.ts";
export type {
  Choice,
  Expression,
  Field,
  Form,
  ProfileKey,
  Rule,
  Scope,
  SeatSource,
  SlotSource,
  Step,
  VouchedPerson,
  Widget,
} from "./form.ts";
export { formatDate, formatDuration, formatInstant, formatMoney, formatNumber } from "./format.ts";
export { isEmail } from "./formats.ts";
export { frenchHour, frenchTime } from "./french-text.ts";
export * from "./holders.ts";
export { internalFiles, internalKeys, knownAnswers, knowsEvery, knowsInternal } from "./internal.ts";
export type { Journey, JourneyStep } from "./journey.ts";
export { firstIncomplete, journey, nextStep, previousStep } from "./journey.ts";
export { isKeptFrom, keptAs, officeOf } from "./kept.ts";
export type { EntryKeys, KeySlot } from "./keys.ts";
export { keyOf, keySlots, keys, valuesAt } from "./keys.ts";
export { labelLines } from "./label-lines.ts";
export type { Asked, LeftHours, LeftPlaces } from "./left-places.ts";
export { freeHoursIn, freeIn, leftPlaces, searchedDays, searchedUntil, within } from "./left-places.ts";
export { decidedBy, effectOfMissing, USUAL_APPEAL } from "./legal-words.ts";
export * from "./letter-text.ts";
export { likeness } from "./likeness.ts";
export type { Linked } from "./linked.ts";
export { linked } from "./linked.ts";
export { mailOf } from "./mail.ts";
export { mailedTo } from "./mailed-to.ts";
export * from "./mailing.ts";
export * from "./mappings.ts";
export type { Match, Matches } from "./matches.ts";
export { matchesOf } from "./matches.ts";
export type { Merged, Merging, Parting } from "./merge.ts";
export { mergeEntries, partEntries, withLinkMoved } from "./merge.ts";
export { LINK_MOVED, MERGED, PARTED, TOOK_IN, WENT_TO } from "./merged.ts";
export type { DefinitionFile, FieldSchema } from "./meta.generated.ts";
export { markedReferences, nameReferences } from "./named-reference.ts";
export type { Application, National, NationalPoint, NationalReason } from "./national.ts";
export {
  APPLICATION,
  applicationsIn,
  NATIONAL_REASONS,
  nationalInstant,
  nationalMoment,
  nationalPoint,
  withApplications,
} from "./national.ts";
export { holdsNir, NIR_MESSAGE, withoutNir } from "./nir.ts";
export { normalise } from "./normalise.ts";
export type { DayMinutes, Limit, Occupation, Places, Tally, Use } from "./occupation.ts";
export { birthday, breaches, freeHours, freePlaces, WHOLE_WEEK } from "./occupation.ts";
export type { Occupied, UsedBy } from "./occupied.ts";
export { apart, isUsedBy, minuteIn, occupationOf, useOf, useProblems } from "./occupied.ts";
export type { Opening } from "./open.ts";
export { OPENED, open } from "./open.ts";
export { outcomes } from "./outcomes.ts";
export type { OverlaySource } from "./overlay.ts";
export { compileOverlay, readOverlay } from "./overlay.ts";
export type { OverlayFile } from "./overlay-file.generated.ts";
export type { Conflict, Decision } from "./overlay-follow.ts";
export { followBase } from "./overlay-follow.ts";
export { statementsOf, withStatement } from "./overlay-statements.ts";
export { ownForm } from "./own-form.ts";
export type { PaperForm, PaperPart, PaperQuestion } from "./paper.ts";
export { numberedForm, paperForm } from "./paper.ts";
export { instantOf, weekdayOf } from "./paris-clock.ts";
export { asksPayments, awaitsPayment, takesPayment } from "./payment.ts";
export { personalDataIn } from "./personal-data.ts";
export { formatPhone, parsePhone } from "./phone.ts";
export { isPlate, parsePlate } from "./plate.ts";
export type { PostBody } from "./post.ts";
export * from "./postal.ts";
export type { Profile } from "./profile.ts";
export { contactIn, prefill, profileIn } from "./profile.ts";
export type { Provenance, Provenances } from "./provenance.ts";
export type {
  PublicField,
  PublicFilter,
  PublicFilterKind,
  PublicView,
  PublishedEntry,
  PublishedLine,
} from "./public-view.ts";
export { publishedLines, publishedOf } from "./public-view.ts";
export * from "./quick.ts";
export { quotable } from "./quotable.ts";
export { type Candidate, type Ranked, rank, type Separation } from "./ranking.ts";
export type { Recurrence, RecurrenceDay, RecurrenceDays } from "./recurrence.ts";
export { MOST_RECURRENCES, MOST_WEEKS, recurrenceDays, recurrenceText, ruleSentence } from "./recurrence.ts";
export { reference } from "./reference.ts";
export { referencedDefinitions } from "./referenced-definitions.ts";
export type { Relation } from "./relations.ts";
export { countedBy, countKey, fillsReference, OWN_TABS, referringAnswers, relationProblems } from "./relations.ts";
export { renew, renewalMarks } from "./renew.ts";
export type { Context, Resolved, ResolvedItem } from "./resolve.ts";
export { resolve, resolveItem } from "./resolve.ts";
export type { Issue, Result } from "./result.ts";
export { failed, ok } from "./result.ts";
export {
  can,
  canRead,
  canReadEvery,
  canWorkQueue,
  covers,
  fillsForCitizen,
  isFiledByCitizens,
  permits,
  rolesOver,
} from "./rights.ts";
export { criterionRule, explainScore, type ScoreExplanation, separationWords } from "./score-explanation.ts";
export { mostPoints, type Score, type Scoring } from "./scoring.ts";
export { errorsBetween, hasNeighbours, isNear, searchWords, withoutOne } from "./search-words.ts";
export type { SeatValue } from "./seat-value.ts";
export { displaySeat, enrolmentOf, enrolmentsIn, isSeatChosen, seatFieldsOf, WAITS, wantedSeat } from "./seat-value.ts";
export type { SeatChange } from "./seats.ts";
export type { Sectored, SectorFinding, SectorOutcome, SectorQuestion, Sectors } from "./sector.ts";
export { askedOf, decideSector, sectorFieldsOf, sectorQuestion, sectorWords, soughtWords } from "./sector.ts";
export { findings, keptFindings } from "./sector-kept.ts";
export { proposedIn, type Seeks, sameHours, seekingAnswers, soughtBy } from "./seeks.ts";
export { copiedSession } from "./session-copy.ts";
export { sittingDates, sittingDay } from "./session-dates.ts";
export type { SeatCandidate, Sessions, Sitting, SittingDay, SittingRefusal } from "./sessions.ts";
export { mayEnrol, opensFor, sittingMinutes, sittingOf, unfit } from "./sessions.ts";
export { shareOut } from "./share-out.ts";
export { silence } from "./silence.ts";
export { sittingChange } from "./sitting-after.ts";
export type { SlotValue, WantedSlot } from "./slot-value.ts";
export {
  displaySlot,
  isGroup,
  isWhole,
  lookedAt,
  reservationOf,
  reservationsIn,
  slotDay,
  slotFieldsOf,
  slotMoment,
  wantedSlot,
} from "./slot-value.ts";
export { fitSms, isFrenchMobile, MOST_SEGMENTS, plainSms, smsSegments } from "./sms.ts";
export {
  kindOf,
  SOURCE_STATES,
  SOURCE_WAYS,
  type SourceKindId,
  type SourceOutcome,
  type SourceWay,
} from "./source-kinds.ts";
export type { CompiledSource, SourceInputs } from "./sourced.ts";
export {
  inputsOf,
  isSourced,
  keptTitles,
  sourceKeys,
  toBeAsked,
  withoutData,
  withoutSourced,
  withSourced,
} from "./sourced.ts";
export { mailSpecimen, sampleAnswers, specimen } from "./specimen.ts";
export { keptStanding, type Standing } from "./standing.ts";
export * from "./statistics.ts";
export { checkStep, issuesOfStep, submit } from "./submit.ts";
export { suffixOf } from "./suffix.ts";
export { didYouMean } from "./suggest.ts";
export type { Tariff, TariffColumn, TariffRow, Tariffs, TariffVersion } from "./tariff.ts";
export { bandText, cellText, inForce, MOST_ROWS, readBand, readTariffRow } from "./tariff.ts";
export type { RowFault } from "./tariff-rows.ts";
export { rowFaults } from "./tariff-rows.ts";
export type { TypedRow } from "./tariff-typed.ts";
export {
  amountHeading,
  amountText,
  pastedRows,
  pointsText,
  readTypedRows,
  sheetOfRows,
  typedRows,
} from "./tariff-typed.ts";
export { toldBy } from "./told.ts";
export type { Traits } from "./traits.ts";
export { traitsOf } from "./traits.ts";
export { refusedUpdates } from "./update-targets.ts";
export { renewable, renewalFailed, standing, validUntil } from "./validity.ts";
export type { LocalHolidays } from "./workdays.ts";
export { addWorkdays, isWorkday, MOST_HOLIDAYS } from "./workdays.ts";
