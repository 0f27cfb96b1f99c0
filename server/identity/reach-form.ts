import { ownForm } from "../../engine/index.ts";
import { reachWords as words } from "../../renderer/strings-reach.ts";
import { REACHES } from "./reach-choice.ts";

const reach = (title: string) => ({
  type: "string" as const,
  title,
  "x-widget": "radio" as const,
  oneOf: REACHES.map((each) => ({ const: each, title: words.reaches[each] })),
  "x-messages": { required: words.choose },
});

/** How a citizen wants to be reached. */
export const REACH_FORM = ownForm("prevenir", {
  required: ["rappels", "messages"],
  properties: {
    rappels: reach(words.reminders),
    messages: reach(words.messages),
    telephone: {
      type: "string",
      format: "phone",
      title: words.phone,
      description: words.phoneHint,
      "x-autocomplete": "tel",
    },
  },
});
