import { listenToKeys } from "./keys.ts";
import { tellPresence } from "./presence.ts";

/** What the back office adds for agents: single keys, and who else looks at an entry. */
listenToKeys();
tellPresence();
