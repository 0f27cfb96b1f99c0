import type { Json, SourceInputs } from "../../engine/index.ts";
import type { DataSource, Sourced } from "./data-source.ts";

/** On whose behalf a source is asked: what a member, or the installation for all of them, was given. */
export interface Caller {
  readonly token: string;
  /** SIRET of the member. */
  readonly recipient: string;
  /** Where the token is that of a software vendor: the delegation of the member. */
  readonly delegation: string | null;
}

/** What identifies the person: her civil identity, or the token FranceConnect has just given for her. */
export type Asked =
  | { readonly by: "identity"; readonly inputs: SourceInputs }
  | { readonly by: "franceconnect"; readonly accessToken: string };

export interface Given {
  /** Who answered: "CNAF". */
  readonly provider: string;
  /** By name of the outputs of its kind. */
  readonly data: { readonly [name: string]: Json };
}

/** A source asked about one person, with her knowledge. What it answers is kept nowhere but with her request. */
export interface LookUpSource extends DataSource {
  lookUp(asked: Asked, caller: Caller): Promise<Sourced<Given>>;
  /** The scopes FranceConnect must be asked for these pieces of data; null: it may not be asked that way. */
  franceConnectScopes(keep: readonly string[]): readonly string[] | null;
}
