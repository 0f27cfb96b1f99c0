import type { Logger } from "pino";
import type { Catalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import type { FakePayfip } from "./connectors/fake-payfip/fake-payfip.ts";
import type { Identities } from "./connectors/identities.ts";
import type { PaymentProvider } from "./connectors/payfip/payment-provider.ts";
import type { SmsProvider } from "./connectors/sms/sms-provider.ts";
import type { Sources } from "./connectors/sources.ts";
import type { Db } from "./db/with-actor.ts";
import type { Secrets } from "./secrets.ts";

/** Everything a command or a route needs; built once, overridable in tests. */
export interface Context {
  readonly config: Config;
  readonly db: Db;
  readonly catalogue: Catalogue;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly clock: () => Date;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Tells the worker of this process that effects wait. */
  readonly wake: () => void;
  /** Nobody waits for what is being written: its effects come behind those of what one person has just done. */
  readonly background?: boolean;
  /** Whoever carries text messages; absent: none leaves. */
  readonly sms?: SmsProvider;
  /** Where data come from that nobody has to type; absent: everything is typed. */
  readonly sources?: Sources;
  /** Whoever takes payments; absent: nothing is paid online. */
  readonly payments?: PaymentProvider;
  /** Plays it in a demonstration. */
  readonly fakePayfip?: FakePayfip;
  /** Providers people may sign in with; none when absent. */
  readonly identities?: Identities;
}
