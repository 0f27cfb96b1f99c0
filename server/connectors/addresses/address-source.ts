import type { DataSource, Sourced } from "../data-source.ts";

/** An address as the Base Adresse Nationale writes it. */
export interface FoundAddress {
  /** On one line, to choose it by: "8 Rue de la Sinne 68100 Mulhouse". */
  readonly label: string;
  /** Number and street, or place. */
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  /** Code of the commune (COG). */
  readonly cityCode: string;
}

/** What was typed of an address so far. */
export interface AddressQuery {
  readonly text: string;
  readonly postcode?: string;
  /** Code of the commune whose addresses come first: that of whoever asks. Others follow. */
  readonly near?: string;
  /** False: it is written in full. */
  readonly unfinished: boolean;
}

/** Whoever knows the addresses of the country. */
export interface AddressSource extends DataSource {
  search(query: AddressQuery): Promise<Sourced<readonly FoundAddress[]>>;
}
