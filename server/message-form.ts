import { type Form, ownForm } from "../engine/index.ts";
import { conversationWords } from "../renderer/strings-conversation.ts";

const { fields } = conversationWords;
export const LONGEST_MESSAGE = 10_000;

const form = (texte: string, pieces: string): Form =>
  ownForm("message", {
    required: ["texte"],
    properties: {
      texte: {
        type: "string",
        title: texte,
        "x-widget": "textarea",
        maxLength: LONGEST_MESSAGE,
        "x-messages": { required: fields.missing, maxLength: fields.tooLong },
      },
      pieces: {
        type: "array",
        title: pieces,
        description: fields.filesHint,
        "x-widget": "attachments",
        maxItems: 5,
        items: { type: "string", format: "uuid" },
      },
    },
  });

/** What a citizen, and an agent, write in a conversation. */
export const MESSAGE_FORMS = {
  citizen: form(fields.answer, fields.files),
  service: form(fields.message, fields.files),
} as const;

export const NOTE_FORM = ownForm("note", {
  required: ["texte"],
  properties: {
    texte: {
      type: "string",
      title: fields.note,
      description: fields.noteHint,
      "x-widget": "textarea",
      maxLength: LONGEST_MESSAGE,
      "x-messages": { required: fields.noteMissing, maxLength: fields.tooLong },
    },
  },
});
