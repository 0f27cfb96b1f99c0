import type { Json } from "../../engine/index.ts";
import type { StoredProfile } from "../store/account-profile.ts";

export const REACHES = ["mail", "sms", "both"] as const;
/** By mail, by text message, or both. */
export type Reach = (typeof REACHES)[number];

/** How a citizen wants reminders and news of messages; what the law asks for always leaves by mail. */
export interface ReachChoice {
  readonly reminders: Reach;
  readonly messages: Reach;
  /** E.164 of a mobile telephone. */
  readonly phone: string;
}

/** The part of the stored profile that is written here. */
const PART = "reach";

/** What an account chose; null while it chose nothing. */
export function choiceIn(profile: StoredProfile): ReachChoice | null {
  const part = profile[PART];
  if (typeof part !== "object" || part === null || Array.isArray(part)) return null;
  const { reminders, messages, phone } = part as { readonly [key: string]: Json };
  return isReach(reminders) && isReach(messages) && typeof phone === "string" ? { reminders, messages, phone } : null;
}

/** The profile with this choice in place of the one before. */
export const withChoice = (profile: StoredProfile, choice: ReachChoice): StoredProfile => ({
  ...profile,
  [PART]: { ...choice },
});

const isReach = (value: Json | undefined): value is Reach => REACHES.some((reach) => reach === value);
