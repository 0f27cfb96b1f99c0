import { vi } from "vitest";

/**
 * Passwords are hashed at the lowest cost in the tests of the server: thousands of sign-ins would cost minutes. Those of
 * passwords themselves, of live servers and of stories pay the true price.
 */
vi.mock("node:crypto", async (original) => (await import("../server/quick-scrypt.ts")).quickly(await original()));
