/** `?fait=` after something was written beside the history: no event may bear these names (they hold a capital). */
export const WRITTEN = { message: "Message", note: "Note", task: "Regle", payment: "Paiement" } as const;
