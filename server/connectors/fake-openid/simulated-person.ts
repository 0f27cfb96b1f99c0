/** Someone invented whom a simulator vouches for. */
export interface SimulatedPerson {
  readonly id: string;
  readonly name: string;
  /** What sets her apart, for whoever chooses. */
  readonly note: string;
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
}
