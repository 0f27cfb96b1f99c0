/** The one way an address is stored and looked for: people do not type capitals twice alike. */
export const normaliseEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();
