/** Whether what is to be confirmed each year was: a column, and what a list is narrowed to by it. */
export const CONFIRMED = "_confirmation";
export const CONFIRMATIONS = ["a-confirmer", "confirme"] as const;
