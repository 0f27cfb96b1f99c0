import { afterAll, beforeAll } from "vitest";
import { ApiClient, findAgent, findCitizen } from "../helpers/api-client.ts";
import { createDemoBase } from "../helpers/demo-base.ts";
import { type DemoFile, type LiveBase, type LiveServer, readDemo, startLiveServer } from "../helpers/live-server.ts";

/** A really started server with the whole demo, and people to talk to it. */
export interface Live {
  readonly base: LiveBase;
  readonly server: LiveServer;
  readonly demo: DemoFile;
  readonly nobody: ApiClient;
  /** Two citizens who know nothing of each other. */
  readonly citizen: ApiClient;
  readonly otherCitizen: ApiClient;
  /** Agents of Mulhouse: registry office (two), readers. */
  readonly agent: ApiClient;
  readonly reader: ApiClient;
  readonly functionalAdmin: ApiClient;
  /** An agent of Rixheim, for the same definition. */
  readonly neighbour: ApiClient;
  /** An agent of the childminders' relay of Cherbourg-en-Cotentin. */
  readonly relay: ApiClient;
}

export const MEMBER = "mulhouse";
export const NEIGHBOUR = "rixheim";
export const RELAY_MEMBER = "cherbourg-en-cotentin";

/** Starts one server for the whole test file, with more environment when asked; stops and removes it afterwards. */
export function live(environment: Readonly<Record<string, string>> = {}): () => Live {
  let current: Live | null = null;
  beforeAll(async () => {
    const base = await createDemoBase("all", environment);
    const server = await startLiveServer(base);
    const demo = await readDemo(base);
    const as = (token: string | null) => new ApiClient(server.url, token);
    current = {
      base,
      server,
      demo,
      nobody: as(null),
      citizen: as(findCitizen(demo, 0).token),
      otherCitizen: as(findCitizen(demo, 1).token),
      agent: as(findAgent(demo, MEMBER, "agent", "etat-civil").token),
      reader: as(findAgent(demo, MEMBER, "lecteur", "etat-civil").token),
      functionalAdmin: as(findAgent(demo, MEMBER, "admin-fonctionnel").token),
      neighbour: as(findAgent(demo, NEIGHBOUR, "agent", "etat-civil").token),
      relay: as(findAgent(demo, RELAY_MEMBER, "agent", "relais").token),
    };
  });
  afterAll(async () => {
    await current?.server.stop();
    await current?.base.remove();
  });
  return () => {
    if (!current) throw new Error("the server is not started");
    return current;
  };
}
