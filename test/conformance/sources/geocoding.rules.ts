import { expect } from "vitest";
import { geocoding } from "../../../server/connectors/addresses/geocoding.ts";
import type { GeocodingRule } from "../../../server/connectors/fake-geocoding/fake-geocoding.ts";

const quiet = { log: { warn: () => undefined }, clock: () => new Date() };

/** The client as the server makes it, before a service that answers at this address. */
export const client = (url: string) => geocoding(url, quiet as never);

const asked = async (url: string, parameters: Record<string, string>) => {
  const response = await fetch(`${url}/search?${new URLSearchParams(parameters)}`);
  return { status: response.status, headers: response.headers, body: (await response.json()) as never };
};

interface Collection {
  readonly type: string;
  readonly features: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
}

/**
 * What the national geocoding service does (domain file, D2), each as a check that fails where it does not. Checks ask by
 * our client wherever our client shows it.
 */
export const GEOCODING: Readonly<Record<GeocodingRule, (url: string) => Promise<void>>> = {
  "feature-collection": async (url) => {
    const found = await client(url).search({ text: "8 rue de la Sinne", unfinished: false });
    expect(found).toMatchObject({
      ok: true,
      value: [{ street: "8 Rue de la Sinne", postcode: "68100", city: "Mulhouse" }],
    });
  },
  "city-code": async (url) => {
    const found = await client(url).search({ text: "8 rue de la Sinne", unfinished: false });
    expect(found).toMatchObject({ ok: true, value: [{ cityCode: "68224" }] });
  },
  "query-bounds": async (url) => {
    for (const q of ["ab", "é".repeat(201), "'rue de la Sinne"]) expect((await asked(url, { q })).status, q).toBe(400);
  },
  limit: async (url) => {
    const { body } = await asked(url, { q: "rue", limit: "2" });
    expect((body as Collection).features.length).toBeLessThanOrEqual(2);
  },
  postcode: async (url) => {
    const found = await client(url).search({ text: "rue de Mulhouse", postcode: "68300", unfinished: true });
    expect(found).toMatchObject({ ok: true, value: [{ city: "Saint-Louis" }] });
    expect(found.ok && found.value.length).toBe(1);
  },
  commune: async (url) => {
    const { body } = await asked(url, { q: "rue de Mulhouse", citycode: "68278", limit: "10" });
    const cities = (body as Collection).features.map(({ properties }) => properties["city"]);
    expect(cities).toEqual(["Rixheim"]);
    const found = await client(url).search({ text: "rue de Mulhouse", near: "68297", unfinished: true });
    expect(found.ok && found.value.map(({ city }) => city === "Saint-Louis")).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  },
  "best-first": async (url) => {
    const { body } = await asked(url, { q: "avenue", limit: "10" });
    const scores = (body as Collection).features.map(({ properties }) => Number(properties["score"]));
    expect(scores.length).toBeGreaterThan(1);
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBeGreaterThan(1);
  },
  "whole-words": async (url) => {
    const whole = await client(url).search({ text: "rue du Sauv", unfinished: false });
    const begun = await client(url).search({ text: "rue du Sauv", unfinished: true });
    expect([whole, begun]).toMatchObject([{ value: [] }, { value: [{ street: "Rue du Sauvage" }] }]);
  },
  pace: async (url) => {
    const answers = await Promise.all(Array.from({ length: 70 }, () => asked(url, { q: "rue du Sauvage" })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  },
};
