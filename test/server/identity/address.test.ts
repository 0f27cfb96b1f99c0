import { expect, test } from "vitest";
import { clientAddress, network } from "../../../server/identity/address.ts";
import { createPages, install } from "./installation.ts";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::6", "2001:db8:1:2"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
])("%s counts as %s", (address, counted) => {
  expect(network(address)).toBe(counted);
});

test("an address is believed only from as many proxies as the installation has", async () => {
  const installation = await install();
  const seen = async (trustedProxies: number, forwarded: string): Promise<string> => {
    const ctx = { ...installation.ctx, config: { ...installation.ctx.config, trustedProxies } };
    const app = createPages(ctx, (routes) => routes.get("/adresse", (c) => c.text(clientAddress(c))));
    return (await app.request("/adresse", { headers: { "X-Forwarded-For": forwarded } })).text();
  };
  try {
    expect(await seen(0, "203.0.113.9")).toBe("");
    expect(await seen(1, "203.0.113.9, 198.51.100.7")).toBe("198.51.100.7");
    expect(await seen(2, "1.2.3.4, 203.0.113.9, 198.51.100.7")).toBe("203.0.113.9");
    expect(await seen(2, "198.51.100.7")).toBe("");
  } finally {
    await installation.stop();
  }
});
