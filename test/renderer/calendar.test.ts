import { describe, expect, test } from "vitest";
import { type Calendar, type CalendarEvent, calendarText } from "../../renderer/calendar.ts";

const EVENT: CalendarEvent = {
  uid: "1.rendezVous@guichet.example",
  sequence: 3,
  stamp: new Date("2026-03-03T09:00:00.123Z"),
  start: new Date("2026-03-29T07:00:00Z"),
  end: new Date("2026-03-29T07:20:00Z"),
  summary: "Rendez-vous – Mulhouse",
  location: "Mairie centrale",
  description: "",
  url: "https://guichet.example/mulhouse/demandes/1",
  status: "CONFIRMED",
};

const write = (event: Partial<CalendarEvent> = {}, calendar: Partial<Calendar> = {}): string =>
  calendarText({
    name: "Agenda",
    method: "PUBLISH",
    organizer: { name: "Mulhouse", email: "titres@mulhouse.example" },
    events: [{ ...EVENT, ...event }],
    ...calendar,
  });

/** What a calendar reads: lines put together again, texts as they were. */
function read(text: string): ReadonlyMap<string, string> {
  const lines = text.replaceAll("\r\n ", "").split("\r\n");
  const named = lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)] as const);
  return new Map(named.map(([name, value]) => [name, value.replace(/\\n/g, "\n").replace(/\\([\\;,])/g, "$1")]));
}

describe("an appointment for a calendar", () => {
  test("says when in universal time, the same instant on both sides of a change of hour", () => {
    const found = read(write());
    expect([found.get("DTSTART"), found.get("DTEND"), found.get("DTSTAMP")]).toEqual([
      "20260329T070000Z",
      "20260329T072000Z",
      "20260303T090000Z",
    ]);
  });

  test("says who it is from, which it is and how many times it changed", () => {
    const text = write();
    expect(text).toContain("UID:1.rendezVous@guichet.example\r\nSEQUENCE:3\r\n");
    expect(text).toContain('ORGANIZER;CN="Mulhouse":mailto:titres@mulhouse.example\r\n');
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
    expect(text).toMatch(/END:VEVENT\r\nEND:VCALENDAR\r\n$/);
  });

  test("says that it is cancelled", () => {
    const text = write({ status: "CANCELLED" }, { method: "CANCEL" });
    expect(text).toContain("METHOD:CANCEL\r\n");
    expect(text).toContain("STATUS:CANCELLED\r\n");
  });

  test.each([
    ["a comma, a semicolon and a backslash", "1, rue; du \\Lavoir"],
    ["several lines", "une\ndeux\r\ntrois".replaceAll("\r\n", "\n")],
    ["letters of several octets, for long", "Œuvre d’été à l’hôtel de ville – 🏛️ ".repeat(20)],
    ["what looks like the end of the calendar", "x\nEND:VCALENDAR\nBEGIN:VEVENT"],
  ])("gives back %s", (_, summary) => {
    const text = write({ summary });
    expect(read(text).get("SUMMARY")).toBe(summary);
    expect(text.match(/^END:VCALENDAR/gm)).toHaveLength(1);
  });

  test("has no line beyond 75 octets, and cuts no character in two", () => {
    const text = write({ summary: "é".repeat(300), description: "🏛".repeat(100) });
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toContain("\ufffd");
    expect(read(text).get("SUMMARY")).toBe("é".repeat(300));
  });

  test("takes no property from a name, an address or control characters", () => {
    const text = write(
      { url: "https://a.example/\r\nATTACH:x", summary: "a\u0000b\u0007" },
      { organizer: { name: 'x"\r\nX-A:1', email: "a@b.example\r\nX-B:1" } },
    );
    expect(text).not.toMatch(/^(ATTACH|X-A|X-B)/m);
    expect(read(text).get("SUMMARY")).toBe("ab");
  });
});
