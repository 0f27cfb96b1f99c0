import type {
  AnswerSection,
  AvailableEvent,
  CompiledDefinition,
  Entry,
  EntryEvent,
  Explanation,
  Labels,
  SectorFinding,
} from "../../engine/index.ts";
import type { DocumentLine } from "../document-list.tsx";
import type { ScoreView } from "../score-explanation.tsx";
import type { FileView } from "../theme/form-context.ts";
import type { AssignableAgent } from "./assignable-agent.ts";
import type { BackFrame } from "./back-page.tsx";
import type { CorrespondenceView } from "./correspondence.tsx";
import type { DeskRenewalView } from "./desk-renewal.tsx";
import type { EntryTabsView } from "./entry-tabs.tsx";
import type { FicheHolderView } from "./fiche-holder.tsx";
import type { FilledForm } from "./filled-form.tsx";
import type { ImportedView } from "./imported.tsx";
import type { MergedView } from "./merged-fiches.tsx";
import type { DeskPaymentsView } from "./payments.tsx";
import type { OtherPresent } from "./presence.tsx";
import type { RelatedGroup } from "./related.tsx";
import type { StaleNoticeProps } from "./stale-notice.tsx";

/** One demande or fiche, as an agent works it. */
export interface EntryPageView {
  readonly frame: BackFrame;
  /** The version the entry is pinned to. */
  readonly definition: CompiledDefinition;
  /** Latest version offered by the member. */
  readonly latest: number;
  readonly entry: Entry;
  /** Name of the member it belongs to, when that is not the agent's own. */
  readonly of: string | null;
  /** Units whose territory it is in, by name. */
  readonly servedBy: readonly string[];
  /** Those are others than the reader's, and units keep something of it to themselves. */
  readonly servedElsewhere: boolean;
  readonly sections: readonly AnswerSection[];
  readonly labels: Labels;
  /** Addresses of files and referenced entries, by id. */
  readonly links: ReadonlyMap<string, string>;
  /** Files by id. */
  readonly files: ReadonlyMap<string, FileView>;
  /** Oldest first. */
  readonly history: readonly EntryEvent[];
  /** What it costs, as it was worked out. */
  readonly prices: readonly Explanation[];
  /** Its points as they are today, and the rank a decision rests on. */
  readonly ranked: ScoreView;
  /** How the sectors of its addresses were found. */
  readonly findings: readonly SectorFinding[];
  readonly imported: ImportedView;
  /** What was written about it: newest first. */
  readonly documents: readonly DocumentLine[];
  readonly payments: DeskPaymentsView;
  readonly renewal: DeskRenewalView | null;
  /** Whose it is, when it may belong to the person it is about; null otherwise. */
  readonly holder: FicheHolderView | null;
  /** Other entries, by how they are related to it. */
  readonly related: readonly RelatedGroup[];
  /** Fiches made one with it, or the one it was made one with; null for a register that looks for no duplicates. */
  readonly merged: MergedView | null;
  /** Its tabs; null for a definition without relations. */
  readonly tabs: EntryTabsView | null;
  /** What this agent may send now. */
  readonly events: readonly AvailableEvent[];
  /** She may only read. */
  readonly readOnly: boolean;
  /** The event whose form is open in place, or null. */
  readonly opened: { readonly event: AvailableEvent; readonly filled: FilledForm } | null;
  /** Someone acted before her; null otherwise. */
  readonly stale: StaleNoticeProps | null;
  /** An action was refused: a sentence, or null. */
  readonly refused: string | null;
  /** An action was done: a sentence, or null. */
  readonly done: string | null;
  readonly correspondence: CorrespondenceView;
  readonly colleagues: readonly AssignableAgent[];
  /** Names by agent id. */
  readonly agents: ReadonlyMap<string, string>;
  readonly me: string;
  /** Who else has it before her eyes. */
  readonly others: readonly OtherPresent[];
  /** Address of the entry without query. */
  readonly base: string;
  /** The same with the list she comes from. */
  readonly here: string;
  /** Query string of the list she comes from. */
  readonly back: string;
  readonly listHref: string;
  /** Where the place it asks for is looked for; null for an entry that asks none. */
  readonly seekHref: string | null;
  /** Address of the page of the entry before in that list; null for the first. */
  readonly previousHref: string | null;
  /** "{member}/{id}" of the following entry in that list, and the address of its page; null for the last. */
  readonly next: string | null;
  readonly nextHref: string | null;
}
