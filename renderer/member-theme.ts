/** Colours of a member, "#rrggbb". */
export interface MemberColours {
  readonly primary: string;
  /** Text on the primary colour; white or black, whichever reads better, when absent. */
  readonly primaryInk?: string;
  /** Computed from the primary colour when absent. */
  readonly primaryDark?: string;
  readonly primarySoft?: string;
  readonly accent?: string;
  readonly ground?: string;
}

/** A pair of colours that do not read on one another, and a shade of the one to change that does. */
export interface Unreadable {
  readonly colour: keyof MemberColours;
  /** From 1 to 21. */
  readonly ratio: number;
  /** "#rrggbb", at least 4.5 to 1; null when no shade of it would do. */
  readonly proposed: string | null;
}

const WHITE = "#ffffff";
const INK = "#1b1b1f";

/** The small style sheet that gives the pages a member's colours. A colour that is not one is left out. */
export function themeCss(theme: MemberColours): string {
  const primary = colour(theme.primary) ?? "#1f4f7a";
  const readable = readableOnWhite(primary);
  const values = {
    primary: readable,
    "primary-ink": colour(theme.primaryInk) ?? (contrast(readable, WHITE) >= 4.5 ? WHITE : INK),
    "primary-dark": colour(theme.primaryDark) ?? mix(readable, "#000000", 0.28),
    "primary-soft": colour(theme.primarySoft) ?? mix(readable, WHITE, 0.9),
    accent: colour(theme.accent),
    ground: colour(theme.ground),
  };
  const lines = Object.entries(values).map(([name, value]) => (value === null ? "" : `--${name}:${value};`));
  return `:root{${lines.join("")}}`;
}

/** The nearest darker shade that reads on white (WCAG 1.4.3: 4.5 to 1). */
export function readableOnWhite(hex: string): string {
  let shade = hex;
  for (let step = 1; step <= 20 && contrast(shade, WHITE) < 4.5; step += 1) shade = mix(hex, "#000000", step * 0.05);
  return shade;
}

/**
 * What cannot be read in these colours (WCAG 1.4.3: 4.5 to 1), each with a shade that can: links and buttons in the
 * primary colour on white and on the ground, the words on it, its dark shade, and text on the soft one.
 */
export function unreadable(theme: MemberColours): readonly Unreadable[] {
  const primary = colour(theme.primary) ?? WHITE;
  const given = (name: keyof MemberColours) => colour(theme[name]);
  const ground = given("ground");
  const ink = given("primaryInk");
  const dark = given("primaryDark");
  const soft = given("primarySoft");
  const onPrimary = ink ?? WHITE;
  return [
    ...failing("primary", primary, [WHITE], "#000000"),
    ...(ink === null ? [] : failing("primaryInk", ink, [primary], luminance(primary) > 0.18 ? "#000000" : WHITE)),
    ...(dark === null ? [] : failing("primaryDark", dark, [WHITE, onPrimary], "#000000")),
    ...(soft === null ? [] : failing("primarySoft", soft, [readableOnWhite(primary), INK], WHITE)),
    ...(ground === null ? [] : failing("ground", ground, [readableOnWhite(primary), INK], WHITE)),
  ];
}

function failing(
  name: keyof MemberColours,
  shade: string,
  against: readonly string[],
  towards: string,
): readonly Unreadable[] {
  const worst = (candidate: string) => Math.min(...against.map((other) => contrast(candidate, other)));
  const ratio = worst(shade);
  if (ratio >= 4.5) return [];
  const shades = Array.from({ length: 20 }, (_, step) => mix(shade, towards, (step + 1) * 0.05));
  return [{ colour: name, ratio, proposed: shades.find((candidate) => worst(candidate) >= 4.5) ?? null }];
}

/** "#abc" or "#aabbcc", as "#aabbcc"; null for anything else. */
export const readColour = (text: string): string | null => colour(text.trim());

/** Contrast ratio of two colours, from 1 to 21 (WCAG 2). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function colour(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^#[0-9a-f]{6}$/i.test(text)) return text.toLowerCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  return short === null
    ? null
    : `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join("")}`.toLowerCase();
}

const channels = (hex: string): readonly number[] =>
  [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  const mixed = channels(from).map((channel, index) => Math.round(channel + ((target[index] ?? 0) - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
