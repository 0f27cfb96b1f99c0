import { resolve } from "node:path";
import type { ClientSettings } from "./connectors/openid/identity-provider.ts";
import { type PayfipSettings, payfipAt } from "./connectors/payfip/payfip.ts";
import type { SmsSettings } from "./connectors/sms/http-sms.ts";

/** Demo groups that fill an empty base. */
export type Demo = "none" | "mulhouse" | "cotentin" | "all";

/** The environment, read once. Sizes in bytes, durations in milliseconds. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Embedded database, files and secrets. Absolute. */
  readonly dataDir: string;
  /** A PostgreSQL ≥ 15; null for the embedded one. */
  readonly databaseUrl: string | null;
  /** Address people type; without a trailing slash. */
  readonly publicUrl: string;
  /** smtp://…; null keeps mails in the demo outbox, or reports them as undeliverable outside demo mode. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Where mail servers send back what they cannot deliver, read by `guichet bounce`; null: nobody reads it. */
  readonly bounceAddress: string | null;
  /** Messages one person receives in a day before the others wait for a digest, those the law asks for apart. 0: no limit. */
  readonly messagesADay: number;
  /** Whoever carries text messages, asked by HTTP; null: none leaves, but for the fake one of demo mode. */
  readonly sms: SmsSettings | null;
  /** How a provider tells what became of them. */
  readonly smsReceipts: SmsReceipts;
  /** Whoever takes payments; null: nothing is paid online, but for the simulator of demo mode. */
  readonly payfip: PayfipSettings | null;
  readonly demo: Demo;
  /** Null: no such button, but for the simulators of demo mode. */
  readonly franceConnect: ClientSettings | null;
  readonly proConnect: ClientSettings | null;
  /** Connections of the application pool. */
  readonly poolSize: number;
  /** Whether this process also runs effects and timers. */
  readonly worker: boolean;
  /** Overrides the secret kept in `dataDir`, when several processes share one base. */
  readonly secret: string | null;
  /** Proxies in front whose X-Forwarded-For is believed. 0: the socket's address is the client's. */
  readonly trustedProxies: number;
  /**
   * Drafts begun, and files sent, in an hour from one network address by people who have not signed in. 0: no limit.
   */
  readonly visitorLimit: number;
  /** Slots that visitors without an account may hold at once from one network address; 0 for no limit. */
  readonly slotLimit: number;
  /** Months the log of who did or read what is kept. */
  readonly auditMonths: number;
  /** Days a citizen's mandate lasts at most. */
  readonly mandateDays: number;
  readonly maxJson: number;
  readonly maxFile: number;
  /** Of a file whose lines become entries: see server/import. */
  readonly maxImport: number;
  /** Where new files go. Those that stand elsewhere are still read there. */
  readonly files: "base" | "s3";
  readonly store: StoreSettings | null;
  /** Null: files are not scanned, and pages say so. */
  readonly clamd: AntivirusSettings | null;
  /** The national geocoding service, without a trailing slash; null: addresses are typed unaided. */
  readonly geocodingUrl: string | null;
  /** Where API Particulier is; the vendor's token, null where each member has its own, and its calls a day, 0 for no limit. */
  readonly apiParticulier: { readonly url: string; readonly token: string | null; readonly daily: number };
  /** What the national appointment engine sends with its calls; null: it is not answered. */
  readonly antsToken: string | null;
  /** Where appointments are declared so that nobody takes several; null: they are not. */
  readonly antsCoordination: { readonly url: string; readonly token: string } | null;
  readonly logLevel: string;
}

/** A bucket of an S3-compatible store. */
export interface StoreSettings {
  /** https://…, without a trailing slash nor the bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Milliseconds the store may say nothing. */
  readonly patience: number;
}

/** Where clamd listens: a socket of this machine, or a host and a port. */
export interface AntivirusSettings {
  readonly address: { readonly path: string } | { readonly host: string; readonly port: number };
  /** Milliseconds it may say nothing. */
  readonly patience: number;
}

/** What a delivery receipt of a provider says, and in what words. */
export interface SmsReceipts {
  /** Ends the address of the callback; null: no receipt is taken. */
  readonly token: string | null;
  /** Fields of its body or its query. */
  readonly id: string;
  readonly status: string;
  /** Words of the status, in lower case. */
  readonly delivered: readonly string[];
  readonly failed: readonly string[];
}

export class ConfigError extends Error {}

/** Milliseconds a store of files may say nothing before it counts as away. */
const STORE_PATIENCE = 20_000;
/** The same for the antivirus: it answers once it has looked at the whole file. */
const SCAN_PATIENCE = 60_000;

/** Reads the environment. Throws `ConfigError` with a sentence saying which variable to mend. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const host = env["HOST"] ?? "127.0.0.1";
  const port = integer(env, "PORT", 3000, 0, 65_535);
  const demo = env["GUICHET_DEMO"] || "none";
  if (!["none", "mulhouse", "cotentin", "all"].includes(demo)) {
    throw new ConfigError(`GUICHET_DEMO must be mulhouse, cotentin or all, not "${demo}".`);
  }
  const named = host.includes(":") ? `[${host}]` : host;
  const publicUrl = (env["PUBLIC_URL"] || `http://${named}:${port}`).replace(/\/+$/, "");
  if (!URL.canParse(publicUrl)) throw new ConfigError(`PUBLIC_URL is not an address: "${publicUrl}".`);
  const store = storeSettings(env);
  return {
    host,
    port,
    dataDir: resolve(env["DATA_DIR"] || "./data"),
    databaseUrl: env["DATABASE_URL"] || null,
    publicUrl,
    ...mailRoute(env),
    sms: smsProvider(env),
    smsReceipts: smsReceipts(env),
    messagesADay: integer(env, "MESSAGES_A_DAY", 10, 0, 1000),
    payfip: paymentService(env),
    demo: demo as Demo,
    franceConnect: identityProvider(env, "FRANCECONNECT"),
    proConnect: identityProvider(env, "PROCONNECT"),
    poolSize: integer(env, "POOL_SIZE", 10, 4, 1000),
    worker: env["GUICHET_WORKER"] !== "off",
    secret: env["GUICHET_SECRET"] || null,
    trustedProxies: integer(env, "TRUSTED_PROXIES", 0, 0, 10),
    visitorLimit: integer(env, "VISITOR_LIMIT", 1000, 0, 1_000_000_000),
    slotLimit: integer(env, "SLOT_LIMIT", 20, 0, 100_000),
    auditMonths: integer(env, "AUDIT_MONTHS", 12, 6, 36),
    mandateDays: integer(env, "MANDATE_DAYS", 365, 1, 3650),
    maxJson: integer(env, "MAX_JSON", 1_000_000, 1_000, 1_000_000_000),
    maxFile: integer(env, "MAX_FILE", 50_000_000, 1_000, 10_000_000_000),
    maxImport: integer(env, "MAX_IMPORT", 300_000_000, 1_000, 10_000_000_000),
    files: placeOfFiles(env, store),
    store,
    clamd: antivirus(env["CLAMD"]?.trim() ?? ""),
    ...national(env),
    geocodingUrl: sourceAddress(env, "GEOCODING_URL", "https://data.geopf.fr/geocodage"),
    apiParticulier: {
      url: safeAddress("API_PARTICULIER_URL", env["API_PARTICULIER_URL"] || "https://particulier.api.gouv.fr"),
      token: env["API_PARTICULIER_TOKEN"]?.trim() || null,
      daily: integer(env, "API_PARTICULIER_DAILY", 20_000, 0, 1_000_000_000),
    },
    logLevel: env["LOG_LEVEL"] || "info",
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

const words = (text: string): readonly string[] => text.split(",").map((word) => word.trim().toLowerCase());

const mailRoute = (env: Environment): Pick<Config, "smtpUrl" | "mailFrom" | "bounceAddress"> => ({
  smtpUrl: env["SMTP_URL"] || null,
  mailFrom: env["MAIL_FROM"] || "Guichet <ne-pas-repondre@localhost>",
  bounceAddress: env["BOUNCE_ADDRESS"] || null,
});

const smsReceipts = (env: Readonly<Record<string, string | undefined>>): SmsReceipts => ({
  token: env["SMS_RECEIPT_TOKEN"] || null,
  id: env["SMS_RECEIPT_ID"] || "id",
  status: env["SMS_RECEIPT_STATUS"] || "status",
  delivered: words(env["SMS_DELIVERED"] || "delivered"),
  failed: words(env["SMS_FAILED"] || "undelivered,failed,rejected,expired"),
});

/** SMS_URL and SMS_BODY together, or none; SMS_HEADERS is a JSON object. */
function smsProvider(env: Readonly<Record<string, string | undefined>>): SmsSettings | null {
  const [url = "", body = ""] = [env["SMS_URL"], env["SMS_BODY"]];
  if (url === "" && body === "") return null;
  if (url === "" || body === "") throw new ConfigError("SMS_URL and SMS_BODY go together: one is missing.");
  if (!URL.canParse(url) || new URL(url).protocol !== "https:") {
    throw new ConfigError(`SMS_URL must be an https address: "${url}".`);
  }
  if (!/\{text\}/.test(body) || !/\{(to|number)\}/.test(body)) {
    throw new ConfigError("SMS_BODY must hold {text} and {to} or {number}.");
  }
  const sender = env["SMS_SENDER"] ?? "";
  if (!/^[A-Za-z0-9 ]{0,11}$/.test(sender)) throw new ConfigError("SMS_SENDER is at most eleven letters or digits.");
  return { url, body, sender, headers: headersOf(env["SMS_HEADERS"] ?? ""), idPath: env["SMS_ID"] || "id" };
}

function headersOf(text: string): SmsSettings["headers"] {
  if (text === "") return { "Content-Type": "application/json" };
  const value = parsed(text);
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isMap && Object.values(value).every((each) => typeof each === "string")) return value as SmsSettings["headers"];
  throw new ConfigError('SMS_HEADERS must be a JSON object of texts: {"Content-Type": "application/json"}.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Three variables together, or none. */
function identityProvider(env: Environment, prefix: string): ClientSettings | null {
  const name = `${prefix}_URL`;
  const values = together(env, [name, `${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`]);
  if (values === null) return null;
  const [url = "", clientId = "", clientSecret = ""] = values;
  return { url: safeAddress(name, url), clientId, clientSecret };
}

/** Where a service of the State is; null when "off". */
function sourceAddress(env: Environment, name: string, usual: string): string | null {
  const value = env[name]?.trim() || usual;
  return value === "off" ? null : safeAddress(name, value);
}

/** PAYFIP_URL is the base of both addresses of the service. */
function paymentService(env: Environment): PayfipSettings | null {
  const url = env["PAYFIP_URL"]?.trim() ?? "";
  return url === "" ? null : payfipAt(safeAddress("PAYFIP_URL", url));
}

const COORDINATION = "https://api-coordination.rendezvouspasseport.ants.gouv.fr/api";

function national(env: Environment): Pick<Config, "antsToken" | "antsCoordination"> {
  const [own = "", token = ""] = ["ANTS_TOKEN", "ANTS_COORDINATION_TOKEN"].map((name) => env[name]?.trim());
  if (own !== "" && own.length < 16) throw new ConfigError("ANTS_TOKEN must have 16 characters or more.");
  const url = safeAddress("ANTS_COORDINATION_URL", env["ANTS_COORDINATION_URL"]?.trim() || COORDINATION);
  return { antsToken: own || null, antsCoordination: token === "" ? null : { url, token } };
}

function storeSettings(env: Environment): StoreSettings | null {
  const values = together(env, ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"]);
  if (values === null) return null;
  const [endpoint = "", bucket = "", accessKey = "", secretKey = ""] = values;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw new ConfigError(`S3_BUCKET is no bucket: "${bucket}".`);
  const address = safeAddress("S3_ENDPOINT", endpoint);
  const region = env["S3_REGION"]?.trim() || "us-east-1";
  return { endpoint: address, bucket, region, accessKey, secretKey, patience: STORE_PATIENCE };
}

function placeOfFiles(env: Environment, store: StoreSettings | null): Config["files"] {
  const place = env["FILES"] || (store === null ? "base" : "s3");
  if (place === "base" || (place === "s3" && store !== null)) return place;
  throw new ConfigError(`FILES must be base, or s3 with the S3_ variables, not "${place}".`);
}

function antivirus(place: string): AntivirusSettings | null {
  if (place === "") return null;
  if (place.startsWith("/")) return { address: { path: place }, patience: SCAN_PATIENCE };
  const [, host, port] = /^([a-zA-Z0-9.-]+|\[[0-9a-f:]+\]):(\d{1,5})$/.exec(place) ?? [];
  if (host === undefined) throw new ConfigError(`CLAMD must be host:port, or the path of a socket, not "${place}".`);
  return { address: { host: host.replace(/[[\]]/g, ""), port: Number(port) }, patience: SCAN_PATIENCE };
}

/** The values of variables that go together; null when none is set. */
function together(env: Environment, names: readonly string[]): readonly string[] | null {
  const values = names.map((name) => env[name]?.trim() ?? "");
  const missing = names.filter((_, rank) => values[rank] === "");
  if (missing.length === names.length) return null;
  if (missing.length > 0) throw new ConfigError(`${names.join(", ")} go together: ${missing.join(", ")} is missing.`);
  return values;
}

/** An address without its last slashes. Plain HTTP is for what runs on this machine only. */
function safeAddress(name: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const onThisMachine = parsed?.hostname === "localhost" || /^127(\.\d+){3}$/.test(parsed?.hostname ?? "");
  if (parsed?.protocol !== "https:" && !(parsed?.protocol === "http:" && onThisMachine)) {
    throw new ConfigError(`${name} must be an https address: "${url}".`);
  }
  return url.replace(/\/+$/, "");
}

function integer(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigError(`${name} must be a whole number between ${min} and ${max}, not "${text}".`);
  }
  return value;
}
