/** Where the provider says that something happened to an operation. It is believed of nothing else. */
export const NOTIFICATION = "/api/paiements/notification";
