import postgres, { type Options, type Sql } from "postgres";

/** How to reach one database: a PostgreSQL address, or the embedded server's private socket. */
export type ConnectionOptions =
  | { readonly url: string }
  | {
      /** Folder of the unix socket. */
      readonly host: string;
      readonly port: number;
      readonly username: string;
      readonly database: string;
    };

export interface ClientSettings {
  /** Connections at most. */
  readonly max: number;
  /** Seen in pg_stat_activity. */
  readonly name: string;
  /** Session settings sent with the connection itself: they cost no round trip and nothing can forget them. */
  readonly session?: Readonly<Record<string, string>>;
  /** Seconds before an unused connection closes; kept open when absent. */
  readonly idleTimeout?: number;
  /** Told each time a connection ends, whatever the reason. */
  readonly onClose?: () => void;
  /** Told each notification on the channels its connections listen to. */
  readonly onNotify?: (channel: string, payload: string) => void;
}

/**
 * A postgres.js client with the types every module relies on: `timestamptz` is a `Date` (milliseconds), `bigint` a
 * `number` (an unsafe one is an error), `jsonb` the parsed value with its keys untouched, `bytea` a `Buffer`, `numeric`
 * a string. Column names are camel-cased; nothing inside a value is.
 */
export function createClient(target: ConnectionOptions, settings: ClientSettings): Sql<{ bigint: number }> {
  // The driver takes `onnotify`, as its own `listen` does; its types leave it out.
  const options: Options<{ bigint: postgres.PostgresType<number> }> & { onnotify?: ClientSettings["onNotify"] } = {
    max: settings.max,
    max_lifetime: settings.idleTimeout === undefined ? null : 1800,
    idle_timeout: settings.idleTimeout ?? 0,
    connect_timeout: 10,
    prepare: true,
    onnotice: () => undefined,
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: { bigint: { to: 20, from: [20], serialize: (value: number) => String(value), parse: safeInteger } },
    connection: { application_name: settings.name, TimeZone: "UTC", DateStyle: "ISO", ...settings.session },
    ...(settings.onClose === undefined ? {} : { onclose: settings.onClose }),
    ...(settings.onNotify === undefined ? {} : { onnotify: settings.onNotify }),
  };
  if (!("url" in target)) return postgres({ ...target, ...options });
  const { url, host } = splitSocket(target.url);
  return postgres(url, host === null ? options : { ...options, host });
}

/** An address may name a socket's folder as libpq does, `postgres://name@localhost/base?host=/run/postgresql`. */
function splitSocket(address: string): { url: string; host: string | null } {
  const url = URL.canParse(address) ? new URL(address) : null;
  const host = url?.searchParams.get("host") ?? null;
  if (url === null || !host?.startsWith("/")) return { url: address, host: null };
  url.searchParams.delete("host");
  return { url: url.href, host };
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}
