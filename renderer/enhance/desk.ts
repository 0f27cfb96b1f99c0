import { holdFound, sendByKeys } from "./hold.ts";
import { offerInsert } from "./insert.ts";
import { listenToKeys } from "./keys.ts";
import { tellPresence } from "./presence.ts";

/** What the back office adds for agents: single keys, who else looks at an entry, ready answers put in a message, and entries
 * found while one types. */
listenToKeys();
tellPresence();
offerInsert();
holdFound();
sendByKeys();
