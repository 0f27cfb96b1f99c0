/** Words that every mail has beside its own. */
export const mailWords = {
  logo: (name: string) => `Logo : ${name}`,
  sentBy: (name: string) => `Courriel envoyé par ${name}.`,
} as const;
