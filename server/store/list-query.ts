import type { CompiledDefinition } from "../../engine/index.ts";

/** What a list asks of one member. */
export interface ListQuery {
  readonly member: string;
  readonly definition: CompiledDefinition;
  /** A citizen sees only what she holds. */
  readonly holders?: readonly string[];
  readonly state?: readonly string[];
  /** Ids of agents, any of them; "none" for nobody's. */
  readonly assignees?: readonly string[];
  /** Ids of entries, any of them; the others are left out. */
  readonly ids?: readonly string[];
  /** Words, all of them: each as it stands, as the beginning of one, or one typing error away when nothing else fits. */
  readonly q?: string;
  /**
   * Values by field key, dotted inside groups and repeats; several values of a field mean any of them. Of dates and
   * numbers, ranges too: see `readFilter`. `_recue` is when it came, `_modifiee` when it last changed, `_echeance` the last day to answer.
   */
  readonly filters?: Readonly<Record<string, readonly string[]>>;
  /** `createdAt`, `updatedAt`, `due` or the key of a listed field; a leading "-" for descending. Default `-createdAt`, best first with `q`. */
  readonly sort?: string;
  /** 1 to 100. */
  readonly limit: number;
  /** Cursor given by the page before. */
  readonly after?: string;
  /** Cursor given by the page after. */
  readonly before?: string;
}

/** A parameter that cannot be understood: `parameter` names it, the message says why in French. */
export class BadParameter extends Error {
  readonly parameter: string;
  constructor(parameter: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.parameter = parameter;
  }
}
