/** One appointment, as a calendar takes it. */
export interface CalendarEvent {
  /** The same for as long as the appointment lives, wherever it is moved. */
  readonly uid: string;
  /** Higher at each change: a calendar takes the highest it has seen. */
  readonly sequence: number;
  /** When what is said of it was written. */
  readonly stamp: Date;
  readonly start: Date;
  readonly end: Date;
  readonly summary: string;
  readonly location: string;
  readonly description: string;
  /** Where it is moved or cancelled. */
  readonly url: string;
  readonly status: "CONFIRMED" | "TENTATIVE" | "CANCELLED";
}

export interface Calendar {
  readonly name: string;
  /** CANCEL takes an appointment out of a calendar that has it. */
  readonly method: "PUBLISH" | "CANCEL";
  /** Who gives the appointments. */
  readonly organizer: { readonly name: string; readonly email: string };
  readonly events: readonly CalendarEvent[];
  /** How often a calendar that reads it again should, in minutes. */
  readonly refresh?: number;
}

const PRODUCT = "-//Guichet//Rendez-vous//FR";
/** Octets of a line, its end left out (RFC 5545, 3.1). */
const LONGEST = 75;

/** A calendar as RFC 5545 and 5546 write it: moments are UTC, lines folded and ended by CRLF. */
export function calendarText({ name, method, organizer, events, refresh }: Calendar): string {
  const every =
    refresh === undefined ? [] : [`REFRESH-INTERVAL;VALUE=DURATION:PT${refresh}M`, `X-PUBLISHED-TTL:PT${refresh}M`];
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${PRODUCT}`,
    "CALSCALE:GREGORIAN",
    `METHOD:${method}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...every,
    ...events.flatMap((event) => eventLines(event, organizer)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventLines(event: CalendarEvent, organizer: Calendar["organizer"]): readonly string[] {
  const { description, location, url } = event;
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${moment(event.stamp)}`,
    `DTSTART:${moment(event.start)}`,
    `DTEND:${moment(event.end)}`,
    `SUMMARY:${escaped(event.summary)}`,
    ...(location === "" ? [] : [`LOCATION:${escaped(location)}`]),
    ...(description === "" ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(url === "" ? [] : [`URL:${plain(url)}`]),
    `ORGANIZER;CN=${quoted(organizer.name)}:mailto:${plain(organizer.email)}`,
    `STATUS:${event.status}`,
    "END:VEVENT",
  ];
}

/** "20260309T080000Z". */
const moment = (at: Date): string => at.toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");

/** A text value: what separates values is escaped, ends of lines are written out, other control characters are gone. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .replace(/[\\;,]/g, (letter) => `\\${letter}`)
    .replaceAll("\n", "\\n");

/** A value that cannot be escaped: no end of line gets in. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, "");

/** A parameter between quotes, where no quote may be. */
const quoted = (text: string): string => `"${plain(text).replaceAll('"', "'")}"`;

/** A line cut every 75 octets, never within a character; what follows begins by a space. */
function folded(line: string): string {
  const parts: string[] = [];
  let [part, size] = ["", 0];
  for (const letter of line) {
    const octets = Buffer.byteLength(letter);
    if (size + octets > LONGEST) {
      parts.push(part);
      [part, size] = ["", 1];
    }
    part += letter;
    size += octets;
  }
  return [...parts, part].join("\r\n ");
}
