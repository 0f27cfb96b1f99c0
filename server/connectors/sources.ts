import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { AddressSource } from "./addresses/address-source.ts";
import { geocoding } from "./addresses/geocoding.ts";
import type { DataSource, SourceState } from "./data-source.ts";

/** The sources this process calls; null for one that the installation does without. */
export interface Sources {
  readonly addresses: AddressSource | null;
}

/** What stands in for the services of others in a demonstration and in the tests. */
export interface FakeSources {
  readonly addresses: string;
  close(): Promise<void>;
}

interface Opened {
  /** For the context. */
  readonly sources: Required<Pick<Context, "sources">>;
  close(): Promise<void>;
}

/** The sources of the environment; in a demonstration, fakes on private ports, loaded for that alone. */
export async function openSources(
  ctx: Pick<Context, "log" | "clock"> & { readonly config: Pick<Config, "demo" | "geocodingUrl"> },
): Promise<Opened> {
  const { demo, geocodingUrl } = ctx.config;
  const fake = demo === "none" ? null : await (await import("./fake-sources.ts")).startFakeSources();
  const url = fake?.addresses ?? geocodingUrl;
  const sources = { addresses: url === null ? null : geocoding(url, ctx) };
  return { sources: { sources }, close: async () => fake?.close() };
}

const every = (sources: Sources): readonly DataSource[] => [sources.addresses].filter((source) => source !== null);

/** Whether each source answers, by name. */
export const sourceStates = (sources: Sources | undefined): Readonly<Record<string, SourceState>> =>
  Object.fromEntries(sources ? every(sources).map((source) => [source.name, source.state()]) : []);
