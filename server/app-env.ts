import type { HttpBindings } from "@hono/node-server";
import type { Context } from "./context.ts";
import type { Session } from "./identity/subject.ts";
import type { PostedForm } from "./middleware/posted-form.ts";

/** What every route finds in `c.var`. */
export interface AppEnv {
  /** Absent when a test calls `app.request()` without a socket. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    ctx: Context;
    requestId: string;
    /** Null when the browser has none yet; `ensureSession` opens one. Always null on API routes. */
    session: Session | null;
    /** The form of an unsafe HTML request, read and checked by `formGuard`; null otherwise. */
    form: PostedForm | null;
  };
}
