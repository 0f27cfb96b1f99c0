import type { Context } from "./context.ts";

const PURPOSE = "recipient";
/** Addresses of any length make texts of one length, which would tell them apart. */
const LENGTH = 320;

type Sealing = Pick<Context, "secrets">;

/** Where something was sent, as it is kept: in clear it would join what one person has in several sectors. */
export const sealRecipient = ({ secrets }: Sealing, recipient: string): Buffer =>
  secrets.seal(PURPOSE, recipient.padEnd(LENGTH));

/** The address or number again; null when it cannot be read. */
export const openRecipient = ({ secrets }: Sealing, sealed: Buffer | null): string | null =>
  sealed && (secrets.unseal(PURPOSE, sealed)?.trimEnd() ?? null);

/** Where the messages of one day to one recipient are counted; nobody reads from it who that is. */
export const dayKey = ({ secrets }: Sealing, recipient: string, day: string): string =>
  `messages:${secrets.mac("messages", JSON.stringify([recipient.toLowerCase(), day])).toString("base64url")}`;
