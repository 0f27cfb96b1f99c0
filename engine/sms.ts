/** GSM 03.38: the letters of one septet, and those of two. */
const SIMPLE =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const DOUBLE = "^{}\\[~]|€";

/** What French writes and GSM 03.38 lacks: one such letter would make the whole message cost more than twice as much. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ "’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "…": "...", "–": "-", "—": "-" },
  ...{ "\u00a0": " ", "\u202f": " ", ç: "c", œ: "oe", Œ: "OE", "°": "o" },
};

/** Most parts one text message may take. */
export const MOST_SEGMENTS = 3;

/** The same words in letters of GSM 03.38 where French allows it: "reçu le 3 août" becomes "recu le 3 aout". */
export function plainSms(text: string): string {
  return [...text.normalize("NFC")]
    .map((letter) => {
      if (SIMPLE.includes(letter) || DOUBLE.includes(letter)) return letter;
      const [bare = letter] = letter.normalize("NFD");
      return PLAIN[letter] ?? (SIMPLE.includes(bare) ? bare : letter);
    })
    .join("");
}

/** How many parts a text message takes, and whether one of its letters makes it leave in UCS-2. */
export function smsSegments(text: string): { readonly segments: number; readonly unicode: boolean } {
  let septets = 0;
  for (const letter of text) {
    if (SIMPLE.includes(letter)) septets += 1;
    else if (DOUBLE.includes(letter)) septets += 2;
    else return { segments: parts(text.length, 70, 67), unicode: true };
  }
  return { segments: parts(septets, 160, 153), unicode: false };
}

/** A message alone fills its part; one of several gives some of each to what joins them. */
const parts = (length: number, alone: number, joined: number): number =>
  length <= alone ? 1 : Math.ceil(length / joined);

/** `text`, then `link` when there is one, within `MOST_SEGMENTS`: the text is cut at a word, the link never. */
export function fitSms(text: string, link = ""): string {
  const whole = plainSms(text.trim());
  const joined = (words: string) => (link === "" ? words : `${words} ${link}`.trim());
  if (smsSegments(joined(whole)).segments <= MOST_SEGMENTS) return joined(whole);
  const words = whole.split(" ");
  while (words.length > 1 && smsSegments(joined(`${words.join(" ")}...`)).segments > MOST_SEGMENTS) words.pop();
  return joined(`${words.join(" ")}...`);
}

const MOBILE = /^\+(?:33[67]\d{8}|(?:262639|262692|262693|590690|590691|594694|596696|596697)\d{6})$/;

/** Whether an E.164 number is one of a French mobile telephone, overseas included: text messages go nowhere else. */
export const isFrenchMobile = (e164: string): boolean => MOBILE.test(e164);
