import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import {
  type FakePayfip,
  type Notification,
  startFakePayfip,
} from "../../../server/connectors/fake-payfip/fake-payfip.ts";
import type { Played } from "../../../server/connectors/fake-payfip/operations.ts";
import type { Rule } from "../../../server/connectors/fake-payfip/rules.ts";
import { payfip } from "../../../server/connectors/payfip/payfip.ts";
import type { PaymentOrder, PaymentProvider } from "../../../server/connectors/payfip/payment-provider.ts";
import { OPERATIONS, soapRequest } from "../../../server/connectors/payfip/soap.ts";

const NUMCLI = "100001";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const quiet = { warn: () => undefined, error: () => undefined, info: () => undefined };

/** A service and a client of it, with a clock to move. */
export interface Bench {
  readonly fake: FakePayfip;
  readonly client: PaymentProvider;
  /** Every notification that left. */
  readonly notified: readonly Notification[];
  advance(milliseconds: number): void;
}

/** Opens one whose service breaks these rules, and closes it after. */
export async function withBench(broken: readonly Rule[], use: (bench: Bench) => Promise<void>): Promise<void> {
  let now = Date.parse("2026-03-03T09:00:00Z");
  const notified: Notification[] = [];
  const fake = await startFakePayfip({
    clients: [{ numcli: NUMCLI, name: "REGIE D'ESSAI & FILS" }],
    page: "http://localhost/demo/payfip/paiementws.web",
    now: () => new Date(now),
    id: randomUUID,
    notify: async (notification) => {
      notified.push(notification);
      return true;
    },
    broken: new Set(broken),
  });
  const client = payfip(fake.settings, { log: quiet, now: () => new Date(now), patience: 1_000 });
  try {
    await use({
      ...{ fake, client, notified },
      advance(milliseconds) {
        now += milliseconds;
      },
    });
  } finally {
    await fake.close();
  }
}

const ORDER: PaymentOrder = {
  ...{ numcli: NUMCLI, saisie: "T", exer: "2026", amount: 2400, subject: "Carte d’été", refdet: "X7K4QP9M01" },
  ...{ mel: "yvonne@courriel.example", urlnotif: "http://localhost/api/paiements/notification" },
  urlredirect: "http://localhost/mulhouse/demandes/1",
};

async function opened({ client }: Bench, change: Partial<PaymentOrder> = {}): Promise<string> {
  const answer = await client.open({ ...ORDER, ...change });
  if (!answer.ok) throw new Error(`refused: ${answer.fault.code}`);
  return answer.value.idop;
}

/** The code an order is refused with; "" when it is taken. */
async function refusal({ client }: Bench, change: Partial<PaymentOrder>): Promise<string> {
  const answer = await client.open({ ...ORDER, ...change });
  return answer.ok ? "" : answer.fault.code;
}

/** The code of what is sent as it is, where our client could not send it so. */
async function rawCode({ fake }: Bench, change: Readonly<Record<string, string>>): Promise<string> {
  const { numcli, saisie, exer, refdet, mel, urlnotif, urlredirect } = ORDER;
  const sent = { exer, mel, montant: "2400", numcli, objet: "Essai", refdet, saisie, urlnotif, urlredirect };
  const body = soapRequest("creerPaiementSecurise", { ...sent, ...change });
  const text = await (await fetch(fake.settings.service, { method: "POST", body })).text();
  return /<code>([^<]*)</.exec(text)?.[1] ?? "";
}

async function played(bench: Bench, what: Played) {
  const idop = await opened(bench);
  bench.fake.play(idop, what);
  const answer = await bench.client.result(idop);
  if (!answer.ok) throw new Error(answer.fault.code);
  return answer.value;
}

const codeOf = async ({ client }: Bench, idop: string): Promise<string> => {
  const answer = await client.result(idop);
  return answer.ok ? "" : answer.fault.code;
};

/** One check for each rule of the service: it passes on a service that keeps the rule, and fails on one that breaks it. */
export const CHECKS: Readonly<Record<Rule, (bench: Bench) => Promise<void>>> = {
  namespace: async ({ fake }) => {
    const body = soapRequest("recupererDetailClient", { numCli: NUMCLI }).replaceAll(OPERATIONS, "urn:autre");
    const response = await fetch(fake.settings.service, { method: "POST", body });
    expect(await response.text()).toContain("TechProtocolaireErreur");
  },
  "numcli-known": async (bench) => expect(await refusal(bench, { numcli: "999999" })).toBe("T1"),
  "numcli-six-digits": async (bench) => expect(await refusal(bench, { numcli: "12345" })).toBe("T2"),
  "exer-year": async (bench) => expect(await refusal(bench, { exer: "26" })).toBe("E1"),
  "saisie-letter": async (bench) => expect(await rawCode(bench, { saisie: "Z" })).toBe("S1"),
  "montant-integer": async (bench) => expect(await rawCode(bench, { montant: "24,00" })).toBe("M1"),
  "montant-least": async (bench) => {
    expect(await refusal(bench, { amount: 99 })).toBe("M3");
    expect(await refusal(bench, { amount: 100 })).toBe("");
  },
  "montant-most": async (bench) => {
    expect(await refusal(bench, { amount: 10_000_000 })).toBe("M5");
    expect(await refusal(bench, { amount: 9_999_999 })).toBe("");
  },
  "mel-length": async (bench) => expect(await refusal(bench, { mel: `${"a".repeat(80)}@exemple.fr` })).toBe("A1"),
  "mel-address": async (bench) => expect(await refusal(bench, { mel: "yvonne sans arobase" })).toBe("A2"),
  "objet-letters": async (bench) => {
    expect(await rawCode(bench, { objet: "Été & hiver" })).toBe("O1");
    // Our client never sends such a subject.
    expect(await refusal(bench, { subject: "Été & <hiver>, œuvre" })).toBe("");
  },
  "refdet-letters": async (bench) => expect(await refusal(bench, { refdet: "X7K4-QP9M" })).toBe("R1"),
  "refdet-length": async (bench) => {
    expect(await refusal(bench, { refdet: "ABCD" })).toBe("R3");
    expect(await refusal(bench, { refdet: "A".repeat(31) })).toBe("R3");
    expect(await refusal(bench, { refdet: "ABCDEF" })).toBe("");
  },
  "urlnotif-address": async (bench) => expect(await refusal(bench, { urlnotif: "ici" })).toBe("N1"),
  "urlredirect-address": async (bench) => expect(await refusal(bench, { urlredirect: "ici" })).toBe("D1"),
  "idop-uuid": async (bench) => expect(await opened(bench)).toMatch(UUID),
  "idop-unique": async (bench) => expect(await opened(bench)).not.toBe(await opened(bench)),
  "client-name": async ({ client }) => {
    const answer = await client.account(NUMCLI);
    expect(answer.ok && answer.value).toEqual({ numcli: NUMCLI, name: "REGIE, REGIE D'ESSAI & FILS" });
  },
  "client-unknown": async ({ client }) =>
    expect(await client.account("999999")).toMatchObject({ ok: false, fault: { kind: "account", code: "T1" } }),
  "detail-echo": async (bench) =>
    expect(await played(bench, "card")).toMatchObject({ amount: 2400, refdet: ORDER.refdet, numcli: NUMCLI }),
  "detail-date": async (bench) =>
    expect((await played(bench, "card")).paidAt?.toISOString()).toBe("2026-03-03T09:00:00.000Z"),
  "detail-authorisation": async (bench) => {
    expect((await played(bench, "card")).authorisation).toMatch(/^\d{6}$/);
    expect((await played(bench, "card-refused")).authorisation).toBeNull();
  },
  "result-paid": async (bench) => expect(await played(bench, "card")).toMatchObject({ result: "P", outcome: "paid" }),
  "result-debit": async (bench) => expect(await played(bench, "debit")).toMatchObject({ result: "V", outcome: "paid" }),
  "result-refused": async (bench) =>
    expect(await played(bench, "card-refused")).toMatchObject({ result: "R", outcome: "refused" }),
  "result-debit-refused": async (bench) =>
    expect(await played(bench, "debit-refused")).toMatchObject({ result: "Z", outcome: "refused" }),
  "result-abandoned": async (bench) =>
    expect(await played(bench, "abandon")).toMatchObject({ result: "A", outcome: "abandoned" }),
  "pending-before-result": async (bench) => expect(await codeOf(bench, await opened(bench))).toBe("P5"),
  "unknown-operation": async (bench) => expect(await codeOf(bench, randomUUID())).toBe("P1"),
  "forgotten-overnight": async (bench) => {
    const idop = await opened(bench);
    bench.advance(DAY + MINUTE);
    expect(await codeOf(bench, idop)).toBe("P1");
  },
  "kept-a-year": async (bench) => {
    const idop = await opened(bench);
    bench.fake.play(idop, "card");
    bench.advance(364 * DAY);
    expect(await codeOf(bench, idop)).toBe("");
    bench.advance(2 * DAY);
    expect(await codeOf(bench, idop)).toBe("P1");
  },
  "fault-details": async ({ client }) => {
    const answer = await client.result(randomUUID());
    expect(answer).toMatchObject({ ok: false, fault: { kind: "unknown", code: "P1", label: "Opération inconnue" } });
  },
  "page-fifteen-minutes": async (bench) => {
    const idop = await opened(bench);
    expect(bench.fake.page(idop)).toBeNull();
    bench.advance(15 * MINUTE);
    expect(bench.fake.page(idop)?.code).toBe("P4");
  },
  "page-once": async (bench) => {
    const idop = await opened(bench);
    bench.fake.play(idop, "card");
    expect(bench.fake.page(idop)?.code).toBe("P3");
  },
  "notification-sent": async (bench) => {
    bench.fake.play(await opened(bench), "card");
    await bench.fake.settled();
    expect(bench.notified.map(({ url }) => url)).toEqual([ORDER.urlnotif]);
  },
  "notification-operation": async (bench) => {
    const idop = await opened(bench);
    bench.fake.play(idop, "card");
    await bench.fake.settled();
    expect(bench.notified.map((each) => each.idop)).toEqual([idop]);
  },
};

/** The description of the service, as the fake publishes it. */
export const wsdlOf = async ({ fake }: Bench): Promise<string> => (await fetch(`${fake.settings.service}?wsdl`)).text();
