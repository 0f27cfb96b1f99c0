import { figuresHomePage } from "../../../renderer/figures/home-page.tsx";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { FIGURES, figureScope, readable } from "./figure-scope.ts";

/** GET /{member}/agent/chiffres: what there is to read. */
export async function figuresHomeRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const { base } = scope;
  const of = (kind: "service" | "register") =>
    readable(scope).flatMap(({ definition }) =>
      definition.kind === kind
        ? [
            [
              `${base}/composer?${new URLSearchParams({ demarche: definition.id, par: "mois" })}`,
              definition.title,
            ] as const,
          ]
        : [],
    );
  const frame = await backFrame(c, scope, FIGURES);
  return c.html(figuresHomePage({ frame, base, services: of("service"), registers: of("register") }));
}
