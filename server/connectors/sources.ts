import type { SourceKindId } from "../../engine/index.ts";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { AddressSource } from "./addresses/address-source.ts";
import { geocoding } from "./addresses/geocoding.ts";
import type { AppointmentCoordination } from "./ants/appointment-coordination.ts";
import { coordination } from "./ants/coordination.ts";
import { familyQuotient } from "./api-particulier/family-quotient.ts";
import type { DataSource, SourceState } from "./data-source.ts";
import type { Simulators } from "./fake-openid/simulators.ts";
import type { LookUpSource } from "./look-up-source.ts";

/** The sources this process calls; null for one that the installation does without. */
export interface Sources {
  readonly addresses: AddressSource | null;
  /** Those that are asked about one person, by kind. */
  readonly lookUps: ReadonlyMap<SourceKindId, LookUpSource>;
  /** The token of a software vendor, good for the members that delegated; null: each has its own. */
  readonly vendorToken: string | null;
  /** Calls a day with that token, all members together; 0 or absent: as many as there are. */
  readonly vendorDaily?: number;
  /** Where appointments are declared. */
  readonly appointments?: AppointmentCoordination | null;
}

/** What stands in for the services of others in a demonstration and in the tests. */
export interface FakeSources {
  readonly addresses: string;
  readonly apiParticulier: string;
  readonly vendorToken: string;
  readonly appointments: { readonly url: string; readonly token: string };
  close(): Promise<void>;
}

interface Opened {
  /** For the context. */
  readonly sources: Required<Pick<Context, "sources">>;
  close(): Promise<void>;
}

/** The sources of the environment; in a demonstration, fakes on private ports, loaded for that alone. */
export async function openSources(
  ctx: Pick<Context, "log" | "clock"> & {
    readonly config: Pick<Config, "demo" | "geocodingUrl" | "apiParticulier" | "antsCoordination">;
  },
  simulated: Pick<Simulators, "introspect"> | null = null,
): Promise<Opened> {
  const { demo, geocodingUrl, apiParticulier, antsCoordination } = ctx.config;
  const fake =
    demo === "none" ? null : await (await import("./fake-sources.ts")).startFakeSources(simulated?.introspect);
  const url = fake?.addresses ?? geocodingUrl;
  const access = fake?.appointments ?? antsCoordination;
  const sources = {
    addresses: url === null ? null : geocoding(url, ctx),
    appointments: access && coordination(access, ctx),
    lookUps: new Map([["quotient-familial", familyQuotient(fake?.apiParticulier ?? apiParticulier.url, ctx)] as const]),
    vendorToken: fake?.vendorToken ?? apiParticulier.token,
    vendorDaily: apiParticulier.daily,
  };
  return { sources: { sources }, close: async () => fake?.close() };
}

const every = ({ sources, payments }: Pick<Context, "sources" | "payments">): readonly DataSource[] =>
  [
    sources?.addresses ?? null,
    sources?.appointments ?? null,
    ...(sources?.lookUps.values() ?? []),
    payments ?? null,
  ].filter((source) => source !== null);

/** Whether each service that is asked for something answers, by name. */
export const sourceStates = (ctx: Pick<Context, "sources" | "payments">): Readonly<Record<string, SourceState>> =>
  Object.fromEntries(every(ctx).map((source) => [source.name, source.state()]));
