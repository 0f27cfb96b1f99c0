import type { Answers, Clock } from "../../engine/index.ts";

/** One thing that happens, and what the clock says after it. Instants are UTC; days are those of Paris. */
export interface Step {
  readonly at: string;
  /** "ouvrir", or an event of the workflow of clock.definition.ts. */
  readonly send: string;
  readonly answers?: Answers;
  /** The first administration received it on that day, and forwarded it. */
  readonly forwardedFrom?: string;
  readonly status: Clock["status"] | "none" | "refused";
  /** Last day to answer. */
  readonly due?: string | null;
  readonly state?: string;
}

/** A case from the code des relations entre le public et l'administration. */
export interface Case {
  readonly name: string;
  readonly article: string;
  readonly clock: {
    readonly regime: "none" | "SVA" | "SVR";
    readonly delay?: string;
    readonly opinion?: { readonly delay: string; readonly when: string };
  };
  readonly steps: readonly Step[];
}

const open = (at: string, due: string | null): Step => ({ at, send: "ouvrir", status: "running", due });
const ask = (at: string, avant: string, due: string | null, answers: Answers = {}): Step => ({
  at,
  send: "demander",
  answers: { avant, ...answers },
  status: answers["accessoire"] === true ? "running" : "suspended",
  due,
});
const complete = (at: string, due: string, answers: Answers = {}): Step => ({
  at,
  send: "completer",
  answers,
  status: "running",
  due,
});

const SVA = { regime: "SVA", delay: "P2M" } as const;
const SVR = { regime: "SVR", delay: "P2M" } as const;

export const CASES: readonly Case[] = [
  {
    name: "two months of silence accept, from date to date",
    article: "L.231-1",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      { at: "2026-05-03T21:59:59Z", send: "silence-accord", status: "refused" },
      { at: "2026-05-03T22:00:00Z", send: "silence-accord", status: "stopped", due: null, state: "acceptee-silence" },
    ],
  },
  {
    name: "two months of silence reject, from date to date",
    article: "L.231-4",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      { at: "2026-05-03T22:00:00Z", send: "silence-rejet", status: "stopped", due: null, state: "rejetee-silence" },
    ],
  },
  {
    name: "another delay set by decree",
    article: "L.231-6",
    clock: { regime: "SVR", delay: "P6M" },
    steps: [open("2026-01-15T08:00:00Z", "2026-07-15")],
  },
  {
    name: "six months after 31 August is the last day of February",
    article: "L.231-6",
    clock: { regime: "SVR", delay: "P6M" },
    steps: [
      open("2026-08-31T08:00:00Z", "2027-02-28"),
      { at: "2027-02-28T23:00:00Z", send: "silence-rejet", status: "stopped", due: null, state: "rejetee-silence" },
    ],
  },
  {
    name: "six months after 31 August is 29 February in a leap year",
    article: "L.231-6",
    clock: { regime: "SVA", delay: "P6M" },
    steps: [open("2027-08-31T08:00:00Z", "2028-02-29")],
  },
  {
    name: "a year after 29 February is 28 February",
    article: "L.231-6",
    clock: { regime: "SVR", delay: "P1Y" },
    steps: [open("2028-02-29T08:00:00Z", "2029-02-28")],
  },
  {
    name: "the day is that of Paris, not of Greenwich",
    article: "L.231-1",
    clock: SVA,
    steps: [open("2026-03-03T23:30:00Z", "2026-05-04")],
  },
  {
    name: "the change to summer time neither adds nor takes a day",
    article: "L.231-1",
    clock: SVA,
    steps: [
      open("2026-03-28T22:59:00Z", "2026-05-28"),
      { at: "2026-05-28T21:59:00Z", send: "silence-accord", status: "refused" },
      { at: "2026-05-28T22:00:00Z", send: "silence-accord", status: "stopped", due: null },
    ],
  },
  {
    name: "the change to winter time neither adds nor takes a day",
    article: "L.231-4",
    clock: { regime: "SVR", delay: "P1M" },
    steps: [
      open("2026-10-10T10:00:00Z", "2026-11-10"),
      { at: "2026-11-10T22:59:00Z", send: "silence-rejet", status: "refused" },
      { at: "2026-11-10T23:00:00Z", send: "silence-rejet", status: "stopped", due: null },
    ],
  },
  {
    name: "a holiday or a Sunday does not lengthen the delay",
    article: "L.231-1",
    clock: SVA,
    steps: [open("2026-03-01T09:00:00Z", "2026-05-01"), open("2026-02-25T09:00:00Z", "2026-04-25")],
  },
  {
    name: "no delay where no regime applies",
    article: "L.231-5",
    clock: { regime: "none" },
    steps: [{ at: "2026-03-03T09:30:00Z", send: "ouvrir", status: "none" }],
  },
  {
    name: "missing items, no regime: nothing to suspend",
    article: "L.114-5",
    clock: { regime: "none" },
    steps: [
      { at: "2026-03-03T09:30:00Z", send: "ouvrir", status: "none" },
      { at: "2026-03-10T09:30:00Z", send: "demander", answers: { avant: "2026-04-09" }, status: "none" },
    ],
  },
  {
    name: "acceptance: the delay only counts from the receipt of the missing items",
    article: "L.114-5",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-20T09:00:00Z", "2026-05-20", null),
      complete("2026-05-10T09:00:00Z", "2026-07-10"),
    ],
  },
  {
    name: "acceptance: nothing falls while the items are awaited, whatever the time",
    article: "L.114-5",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-20T09:00:00Z", "2026-05-20", null),
      { at: "2026-09-01T09:00:00Z", send: "silence-accord", status: "refused" },
      complete("2026-09-02T09:00:00Z", "2026-11-02"),
    ],
  },
  {
    name: "acceptance: a second request for items starts the delay again",
    article: "L.114-5",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-03-10T09:00:00Z", "2026-04-10", null),
      complete("2026-03-20T09:00:00Z", "2026-05-20"),
      ask("2026-05-19T09:00:00Z", "2026-06-19", null),
      complete("2026-06-01T09:00:00Z", "2026-08-01"),
    ],
  },
  {
    name: "rejection: the delay is suspended for the time granted",
    article: "L.114-5",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-03T09:00:00Z", "2026-05-03", "2026-06-02"),
      { at: "2026-06-02T22:00:00Z", send: "silence-rejet", status: "stopped", due: null, state: "rejetee-silence" },
    ],
  },
  {
    name: "rejection: items that come early end the suspension",
    article: "L.114-5",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-03T09:00:00Z", "2026-05-03", "2026-06-02"),
      complete("2026-04-13T09:00:00Z", "2026-05-13"),
    ],
  },
  {
    name: "rejection: items that come late change nothing, the delay has run again since the day granted",
    article: "L.114-5",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-03T09:00:00Z", "2026-04-18", "2026-05-18"),
      complete("2026-05-10T09:00:00Z", "2026-05-18"),
    ],
  },
  {
    name: "rejection: items sent on the very day they are asked for suspend nothing",
    article: "L.114-5",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-03T09:00:00Z", "2026-05-03", "2026-06-02"),
      complete("2026-04-03T15:00:00Z", "2026-05-03"),
    ],
  },
  {
    name: "rejection: two suspensions add up",
    article: "L.114-5",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-03-10T09:00:00Z", "2026-04-10", "2026-06-03"),
      complete("2026-03-20T09:00:00Z", "2026-05-13"),
      ask("2026-05-12T09:00:00Z", "2026-06-11", "2026-06-12"),
      complete("2026-05-22T09:00:00Z", "2026-05-23"),
    ],
  },
  {
    name: "rejection: asking again while waiting grants a new time, without counting the days twice",
    article: "L.114-5",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-03-10T09:00:00Z", "2026-04-10", "2026-06-03"),
      ask("2026-03-30T09:00:00Z", "2026-04-29", "2026-06-22"),
    ],
  },
  {
    name: "an item that is not indispensable suspends nothing: silence accepts",
    article: "L.114-5-1",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-20T09:00:00Z", "2026-05-20", "2026-05-03", { accessoire: true }),
      { at: "2026-05-03T22:00:00Z", send: "silence-accord", status: "stopped", due: null, state: "acceptee-silence" },
    ],
  },
  {
    name: "an item that is not indispensable suspends nothing: silence rejects",
    article: "L.114-5-1",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-04-20T09:00:00Z", "2026-05-20", "2026-05-03", { accessoire: true }),
      complete("2026-04-25T09:00:00Z", "2026-05-03"),
    ],
  },
  {
    name: "items recorded some days after they came count from the day they came",
    article: "L.114-5",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-03-10T09:00:00Z", "2026-04-10", null),
      complete("2026-03-23T09:00:00Z", "2026-05-20", { le: "2026-03-20" }),
    ],
  },
  {
    name: "items cannot have come before they were asked for",
    article: "L.114-5",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      ask("2026-03-10T09:00:00Z", "2026-04-10", "2026-06-03"),
      complete("2026-03-23T09:00:00Z", "2026-05-03", { le: "2026-01-01" }),
    ],
  },
  {
    name: "an express decision stops the delay",
    article: "L.231-1",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      { at: "2026-04-01T09:00:00Z", send: "accepter", status: "stopped", due: null, state: "acceptee" },
    ],
  },
  {
    name: "nothing else can be recorded once silence has decided",
    article: "L.231-1",
    clock: SVA,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      { at: "2026-05-04T07:00:00Z", send: "refuser", status: "refused" },
      { at: "2026-05-04T07:00:00Z", send: "demander", answers: { avant: "2026-06-04" }, status: "refused" },
      { at: "2026-05-04T07:00:01Z", send: "silence-accord", status: "stopped", due: null, state: "acceptee-silence" },
    ],
  },
  {
    name: "an express decision may follow an implicit rejection",
    article: "L.231-4",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      { at: "2026-05-04T07:00:00Z", send: "silence-rejet", status: "stopped", due: null },
      { at: "2026-06-01T07:00:00Z", send: "accepter", status: "stopped", due: null, state: "acceptee" },
    ],
  },
  {
    name: "a request taken up again has a whole delay",
    article: "L.411-2",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      { at: "2026-04-01T09:00:00Z", send: "refuser", status: "stopped", due: null },
      { at: "2026-09-10T09:00:00Z", send: "rouvrir", status: "running", due: "2026-11-10" },
    ],
  },
  {
    name: "an expert opinion that local rules require lengthens the delay",
    article: "L.231-6",
    clock: { ...SVA, opinion: { delay: "P4M", when: "surface > 20" } },
    steps: [{ ...open("2026-03-03T09:30:00Z", "2026-07-03"), answers: { nom: "Muller", surface: 40 } }],
  },
  {
    name: "without need of an opinion, the ordinary delay",
    article: "L.231-6",
    clock: { ...SVA, opinion: { delay: "P4M", when: "surface > 20" } },
    steps: [{ ...open("2026-03-03T09:30:00Z", "2026-05-03"), answers: { nom: "Muller", surface: 10 } }],
  },
  {
    name: "the need of an opinion found later lengthens the delay from its start",
    article: "L.231-6",
    clock: { ...SVR, opinion: { delay: "P4M", when: "surface > 20" } },
    steps: [
      { ...open("2026-03-03T09:30:00Z", "2026-05-03"), answers: { nom: "Muller", surface: 10 } },
      {
        at: "2026-04-03T09:30:00Z",
        send: "corriger",
        answers: { nom: "Muller", surface: 30 },
        status: "running",
        due: "2026-07-03",
      },
    ],
  },
  {
    name: "the need of an opinion that falls does not put the last day in the past",
    article: "L.231-6",
    clock: { ...SVR, opinion: { delay: "P4M", when: "surface > 20" } },
    steps: [
      { ...open("2026-03-03T09:30:00Z", "2026-07-03"), answers: { nom: "Muller", surface: 30 } },
      {
        at: "2026-06-10T09:30:00Z",
        send: "corriger",
        answers: { nom: "Muller", surface: 10 },
        status: "running",
        due: "2026-06-10",
      },
    ],
  },
  {
    name: "forwarded: the delay to rejection counts from the first administration",
    article: "L.114-3",
    clock: SVR,
    steps: [{ ...open("2026-03-20T09:30:00Z", "2026-05-03"), forwardedFrom: "2026-03-03" }],
  },
  {
    name: "forwarded: the delay to acceptance counts from the competent administration",
    article: "L.114-3",
    clock: SVA,
    steps: [{ ...open("2026-03-20T09:30:00Z", "2026-05-20"), forwardedFrom: "2026-03-03" }],
  },
  {
    name: "forwarded after the delay: due the day it arrives, never in the past",
    article: "L.114-3",
    clock: SVR,
    steps: [{ ...open("2026-06-20T09:30:00Z", "2026-06-20"), forwardedFrom: "2026-03-03" }],
  },
  {
    name: "where it was forwarded from, nothing counts any more",
    article: "L.114-2",
    clock: SVR,
    steps: [
      open("2026-03-03T09:30:00Z", "2026-05-03"),
      { at: "2026-03-20T09:30:00Z", send: "transmettre", status: "stopped", due: null, state: "transmise" },
    ],
  },
];
