import { offerInsert } from "./insert.ts";
import { listenToKeys } from "./keys.ts";
import { tellPresence } from "./presence.ts";

/** What the back office adds for agents: single keys, who else looks at an entry, and ready answers put in a message. */
listenToKeys();
tellPresence();
offerInsert();
