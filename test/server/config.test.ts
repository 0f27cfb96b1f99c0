import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../server/config.ts";

const REGISTERED = {
  FRANCECONNECT_URL: "https://fcp-low.sbx.dev-franceconnect.fr/api/v2/",
  FRANCECONNECT_CLIENT_ID: "guichet",
  FRANCECONNECT_CLIENT_SECRET: "secret",
};

describe("an identity provider", () => {
  test("is absent when nothing is set", () => {
    const { franceConnect, proConnect } = readConfig({});
    expect([franceConnect, proConnect]).toEqual([null, null]);
  });

  test("takes its three variables", () => {
    expect(readConfig(REGISTERED).franceConnect).toEqual({
      url: "https://fcp-low.sbx.dev-franceconnect.fr/api/v2",
      clientId: "guichet",
      clientSecret: "secret",
    });
  });

  test.each(Object.keys(REGISTERED))("half set is refused by its name: %s", (missing) => {
    const half = { ...REGISTERED, [missing]: " " };
    expect(() => readConfig(half)).toThrow(ConfigError);
    expect(() => readConfig(half)).toThrow(`${missing} is missing`);
  });

  test("is spoken to in clear on this machine only", () => {
    const at = (url: string) => () => readConfig({ ...REGISTERED, FRANCECONNECT_URL: url });
    expect(at("http://127.0.0.1:3000/fc")).not.toThrow();
    expect(at("http://127.exemple.fr/fc")).toThrow("must be an https address");
    expect(at("http://exemple.fr/fc")).toThrow("must be an https address");
    expect(at("franceconnect")).toThrow("must be an https address");
  });
});

describe("the place of files", () => {
  const STORE = {
    S3_ENDPOINT: "https://s3.exemple.fr/",
    S3_BUCKET: "guichet",
    S3_ACCESS_KEY_ID: "clé",
    S3_SECRET_ACCESS_KEY: "secret",
  };

  test("is the base, or the store as soon as one is set", () => {
    expect(readConfig({})).toMatchObject({ files: "base", store: null });
    expect(readConfig(STORE)).toMatchObject({ files: "s3", store: { endpoint: "https://s3.exemple.fr" } });
    expect(readConfig({ ...STORE, FILES: "base" })).toMatchObject({ files: "base", store: { bucket: "guichet" } });
  });

  test.each([
    [{ FILES: "s3" }, "FILES must be base"],
    [{ FILES: "disque" }, "FILES must be base"],
    [{ ...STORE, S3_BUCKET: "" }, "S3_BUCKET is missing"],
    [{ ...STORE, S3_BUCKET: "../x" }, "S3_BUCKET is no bucket"],
    [{ ...STORE, S3_ENDPOINT: "http://s3.exemple.fr" }, "must be an https address"],
  ])("is refused half set or unsafe: %j", (env, sentence) => {
    expect(() => readConfig(env)).toThrow(sentence);
  });
});

describe("the antivirus", () => {
  test("is at a socket or at a host and a port, or there is none", () => {
    expect(readConfig({}).clamd).toBeNull();
    expect(readConfig({ CLAMD: "/run/clamav/clamd.ctl" }).clamd?.address).toEqual({ path: "/run/clamav/clamd.ctl" });
    expect(readConfig({ CLAMD: "clamav:3310" }).clamd?.address).toEqual({ host: "clamav", port: 3310 });
    expect(readConfig({ CLAMD: "[::1]:3310" }).clamd?.address).toEqual({ host: "::1", port: 3310 });
    expect(() => readConfig({ CLAMD: "clamav" })).toThrow("CLAMD must be host:port");
  });
});
