import type { HttpBindings } from "@hono/node-server";
import type { Context as HonoContext } from "hono";
import type { SiteView } from "../renderer/page.tsx";
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
    /** What the pages of this request share, in the colours of a member or of the group. Absent on API routes. */
    site: (member: string | null) => SiteView;
    /** Null when the browser has none yet; `ensureSession` opens one. Always null on API routes. */
    session: Session | null;
    /** The form of an unsafe HTML request, read and checked by the middleware `pages`; null otherwise. */
    form: PostedForm | null;
  };
}

/** A request for a page and what answers it. */
export type PageContext = HonoContext<AppEnv>;
