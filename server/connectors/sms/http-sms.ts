import type { Sms, SmsAnswer, SmsProvider } from "./sms-provider.ts";

/** How to ask a provider: its request is written by whoever runs the installation. */
export interface SmsSettings {
  /** https, or this machine. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `{to}` (E.164), `{number}` (the same without "+"), `{text}`, `{sender}` and `{id}` are put in, escaped for its content type. */
  readonly body: string;
  readonly sender: string;
  /** Where the answer says what the provider calls the message: "messages.0.id". */
  readonly idPath: string;
}

const PATIENCE_MS = 10_000;
const LONGEST_ANSWER = 10_000;
/** Answers that another try may change: our key, our pace, their trouble. */
const PASSING = new Set([401, 403, 408, 409, 425, 429]);

/** A provider reached by one HTTP request a message, as those of the French market are. */
export function httpSms(settings: SmsSettings, request: typeof fetch = fetch): SmsProvider {
  return { send: (sms) => send(settings, sms, request) };
}

async function send(settings: SmsSettings, sms: Sms, request: typeof fetch): Promise<SmsAnswer> {
  const response = await request(settings.url, {
    method: "POST",
    headers: settings.headers,
    body: filled(settings, sms),
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const answer = (await response.text()).slice(0, LONGEST_ANSWER);
  if (response.ok) return { taken: true, id: idIn(answer, settings.idPath) };
  const { status } = response;
  if (status >= 500 || PASSING.has(status)) throw new SmsUnavailable(status);
  return { taken: false, reason: `http-${status}` };
}

/** The provider may take it later. `code` is for the log: no number, no text. */
class SmsUnavailable extends Error {
  readonly code: string;

  constructor(status: number) {
    super(`The SMS provider answered ${status}`);
    this.code = `SMS_${status}`;
  }
}

function filled({ body, headers, sender }: SmsSettings, { to, text, id }: Sms): string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const values: Readonly<Record<string, string>> = { to, number: to.slice(1), text, sender, id };
  const escaped = /json/i.test(type) ? inJson : encodeURIComponent;
  return body.replace(/\{(to|number|text|sender|id)\}/g, (_, name: string) => escaped(values[name] ?? ""));
}

/** Between the quotes of a JSON text. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function idIn(answer: string, path: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return null;
  }
  for (const key of path.split(".")) {
    value = typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : null;
  }
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : null;
}
