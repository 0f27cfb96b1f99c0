import type { Logger } from "pino";
import { boundedText, Guard, type Hindrance } from "../guard.ts";
import type { Answer, Fault, OperationResult, PaymentOrder, PaymentProvider } from "./payment-provider.ts";
import { type Operation, type SoapFault, soapAnswer, soapRequest } from "./soap.ts";
import { type Element, textOf } from "./xml.ts";

/** Where PayFiP is. */
export interface PayfipSettings {
  /** Of the SOAP service, "https://www.payfip.gouv.fr/tpa/services/securite". */
  readonly service: string;
  /** Of the page where people pay, without its query: "https://www.payfip.gouv.fr/tpa/paiementws.web". */
  readonly page: string;
}

export interface PayfipOptions {
  readonly log: Pick<Logger, "warn" | "info">;
  readonly now: () => Date;
  /** Milliseconds it may say nothing. */
  readonly patience?: number;
  readonly fetch?: typeof fetch;
}

/** For readiness, metrics and the log. */
const NAME = "payfip";
const PATIENCE_MS = 10_000;
const LONGEST_ANSWER = 200_000;

/** The settings of the service at this base address ("https://www.payfip.gouv.fr/tpa"). */
export const payfipAt = (base: string): PayfipSettings => ({
  service: `${base}/services/securite`,
  page: `${base}/paiementws.web`,
});

/** PayFiP, the DGFiP's own payment service, spoken to by SOAP. Logs name operations and codes, never who pays nor what for. */
export function payfip(settings: PayfipSettings, options: PayfipOptions): PaymentProvider {
  const { log, now: clock, patience = PATIENCE_MS } = options;
  const guard = new Guard({ name: NAME, patience, log, clock });
  const call = <T>(operation: Operation, parameters: Readonly<Record<string, string>>, read: Reader<T>) =>
    ask({ settings, options, guard }, operation, parameters, read);
  const payUrl = (idop: string) => `${settings.page}?idop=${encodeURIComponent(idop)}`;
  return {
    name: NAME,
    state: () => guard.state(),
    payOrigin: new URL(settings.page).origin,
    payUrl,
    open: (order) =>
      call("creerPaiementSecurise", orderFields(order), (value) => {
        const idop = textOf(value, "idOp");
        return idop === null ? null : { idop, payUrl: payUrl(idop) };
      }),
    result: (idop) => call("recupererDetailPaiementSecurise", { idOp: idop }, (value) => resultOf(value, idop)),
    account: (numcli) =>
      call("recupererDetailClient", { numCli: numcli }, (value) => {
        const found = textOf(value, "numcli");
        const name = ["libelleN1", "libelleN2", "libelleN3"].flatMap((each) => textOf(value, each) ?? []).join(", ");
        return found === null ? null : { numcli: found, name };
      }),
  };
}

const orderFields = ({ amount, subject, ...order }: PaymentOrder): Readonly<Record<string, string>> => ({
  exer: order.exer,
  mel: order.mel,
  montant: String(amount),
  numcli: order.numcli,
  objet: plainSubject(subject),
  refdet: order.refdet,
  saisie: order.saisie,
  urlnotif: order.urlnotif,
  urlredirect: order.urlredirect,
});

/** Letters without accents, digits and spaces, a hundred at most: the service takes nothing else. */
export const plainSubject = (text: string): string =>
  text
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .slice(0, 100);

type Reader<T> = (value: Element) => T | null;

interface Line {
  readonly settings: PayfipSettings;
  readonly options: PayfipOptions;
  readonly guard: Guard;
}

const away = (code: string, label = ""): { readonly ok: false; readonly fault: Fault } => ({
  ok: false,
  fault: { kind: "away", code, label },
});

const HINDRANCES: Readonly<Record<Hindrance, string>> = {
  resting: "RESTING",
  busy: "BUSY",
  timeout: "TIMEOUT",
  network: "NETWORK",
};

async function ask<T>(
  { settings, options: { log, fetch: request = fetch }, guard }: Line,
  operation: Operation,
  parameters: Readonly<Record<string, string>>,
  read: Reader<T>,
): Promise<Answer<T>> {
  const answer = await guard.exchange<string, Answer<T>>({
    request: (signal) =>
      request(settings.service, {
        method: "POST",
        headers: { "Content-Type": "text/xml; charset=utf-8", SOAPAction: '""' },
        body: soapRequest(operation, parameters),
        redirect: "error",
        signal,
      }),
    body: (response) => boundedText(response, LONGEST_ANSWER),
    read: (status, text) => {
      const outcome = answerIn(status, text, operation, read);
      return { outcome, failed: outcome.ok || outcome.fault.kind !== "away" ? null : outcome.fault.code };
    },
    hindered: (why) => away(HINDRANCES[why]),
  });
  if (answer.ok) log.info({ service: NAME, operation }, "PayFiP answered");
  else log.warn({ service: NAME, operation, code: answer.fault.code, kind: answer.fault.kind }, "PayFiP refused");
  return answer;
}

/** A fault comes with 500: its words say what it is. */
function answerIn<T>(status: number, text: string, operation: Operation, read: Reader<T>): Answer<T> {
  if (status !== 500 && (status < 200 || status > 299)) return away(`HTTP_${status}`);
  const answer = soapAnswer(text, operation);
  if (answer === null) return away("UNREADABLE");
  if ("fault" in answer) return { ok: false, fault: faultOf(answer.fault) };
  const value = read(answer.value);
  return value === null ? away("INCOMPLETE") : { ok: true, value };
}

/** What the codes seen mean for us. P3 and P4 close the page of payment, not what came of it. */
const KINDS: Readonly<Record<string, Fault["kind"]>> = {
  P1: "unknown",
  P3: "pending",
  P4: "pending",
  P5: "pending",
  T1: "account",
  T2: "account",
  T4: "account",
};

function faultOf({ kind, code, label }: SoapFault): Fault {
  if (kind !== "FonctionnelleErreur") return { kind: "away", code: code === "SOAP" ? kind : code, label };
  return { kind: KINDS[code] ?? "order", code, label };
}

const OUTCOMES: Readonly<Record<string, OperationResult["outcome"]>> = {
  P: "paid",
  V: "paid",
  R: "refused",
  Z: "refused",
  A: "abandoned",
};

/** An answer about another operation, without an amount in cents, or with a word we do not know, is none. */
function resultOf(value: Element, asked: string): OperationResult | null {
  const result = textOf(value, "resultrans") ?? "";
  const outcome = OUTCOMES[result];
  const amount = textOf(value, "montant") ?? "";
  if (outcome === undefined || !/^\d{1,9}$/.test(amount) || textOf(value, "idOp") !== asked) return null;
  return {
    ...{ outcome, result, amount: Number(amount) },
    refdet: textOf(value, "refdet") ?? "",
    numcli: textOf(value, "numcli") ?? "",
    authorisation: textOf(value, "numauto"),
    paidAt: instantOf(textOf(value, "dattrans") ?? "", textOf(value, "heurtrans") ?? ""),
  };
}

/** `DDMMYYYY` and `HHMM`, in Paris; null for anything else. */
export function instantOf(day: string, hour: string): Date | null {
  const [, d = "", m = "", y = ""] = /^(\d{2})(\d{2})(\d{4})$/.exec(day) ?? [];
  const [, hh = "", mm = ""] = /^(\d{2}):?(\d{2})$/.exec(hour) ?? [];
  if (y === "" || hh === "") return null;
  const asUtc = new Date(`${y}-${m}-${d}T${hh}:${mm}:00Z`);
  if (Number.isNaN(asUtc.getTime())) return null;
  // Twice, for the hours around a change of offset.
  const once = new Date(asUtc.getTime() - parisOffset(asUtc));
  return new Date(asUtc.getTime() - parisOffset(once));
}

const PARIS = new Intl.DateTimeFormat("en-GB", {
  ...{ timeZone: "Europe/Paris", hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
  ...{ hour: "2-digit", minute: "2-digit" },
});

function parisOffset(at: Date): number {
  const parts = Object.fromEntries(PARIS.formatToParts(at).map(({ type, value }) => [type, value]));
  const { year = "", month = "", day = "", hour = "", minute = "" } = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) - Math.floor(at.getTime() / 60_000) * 60_000;
}
