import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Context } from "../../context.ts";
import type { ClientSettings } from "../openid/identity-provider.ts";
import { FRANCECONNECT_PATH, PROCONNECT_PATH } from "../paths.ts";
import { likeFranceConnect, likeProConnect } from "./likenesses.ts";
import { Simulator, type SimulatorPages } from "./simulator.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** FranceConnect and ProConnect as the demonstration and the tests play them. */
export interface Simulators {
  readonly franceConnect: ClientSettings;
  readonly proConnect: ClientSettings;
  readonly all: readonly Simulator[];
  /** What FranceConnect's says of an access token to whoever holds data. */
  readonly introspect: Simulator["introspect"];
  /** Reaches them from this process, where the public address may lead nowhere. */
  readonly fetch: typeof fetch;
  /** Answers what is theirs and leaves the rest to `others`. */
  around(others: Listener): Listener;
  close(): Promise<void>;
}

const CLIENT = "guichet";
/** Seconds a code lives, as on the real ones. */
const CODE = 30;

/** Starts both, with a private port of this machine for the server's own calls. */
export async function startSimulators(
  ctx: Pick<Context, "config" | "catalogue" | "secrets">,
  pages: (name: string) => SimulatorPages,
  code = CODE,
): Promise<Simulators> {
  const { publicUrl } = ctx.config;
  const secret = ctx.secrets.mac("simulator", "client").toString("base64url");
  const simulators = (
    [
      [likeFranceConnect(), FRANCECONNECT_PATH, "FranceConnect"],
      [likeProConnect(ctx), PROCONNECT_PATH, "ProConnect"],
    ] as const
  ).map(
    ([likeness, path, name]) =>
      new Simulator(likeness, {
        publicUrl,
        key: ctx.secrets.mac("simulator", likeness.id),
        client: {
          client_id: CLIENT,
          client_secret: secret,
          redirect_uris: [`${publicUrl}${path}/retour`],
          post_logout_redirect_uris: [`${publicUrl}${path}/fin`],
        },
        code,
        pages: pages(name),
      }),
  );
  const around = (others: Listener): Listener => {
    return (request, response) => simulators.some((one) => one.handle(request, response)) || others(request, response);
  };
  const { port, close } = await listenPrivately(around((_, response) => response.writeHead(404).end()));
  const [franceConnect, proConnect] = simulators.map(({ issuer }) => ({
    url: issuer,
    clientId: CLIENT,
    clientSecret: secret,
  }));
  if (!franceConnect || !proConnect) throw new Error("two simulators were made");
  return {
    franceConnect,
    proConnect,
    all: simulators,
    introspect: async (token) => (await simulators[0]?.introspect(token)) ?? null,
    fetch: (input, init) => fetch(String(input).replace(publicUrl, `http://127.0.0.1:${port}`), init),
    around,
    close,
  };
}

/** A server on a free port of this machine, which keeps no process alive. */
async function listenPrivately(listener: Listener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}
