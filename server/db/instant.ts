/**
 * An instant that the base wrote as text ("2026-01-02 03:04:05.678+00": connections are set to UTC and ISO dates), as
 * ISO 8601 with milliseconds. Quicker than through a `Date`.
 */
export function instantOf(text: string): string {
  if (text.charAt(10) !== " " || !text.endsWith("+00")) return new Date(text).toISOString();
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
}
