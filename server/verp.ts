import type { Context } from "./context.ts";

type Known = Pick<Context, "config" | "secrets">;

const PURPOSE = "bounce";
const SIGNED = 10;

/**
 * The address that a mail server sends back what it cannot deliver to, which names the delivery and cannot be made up:
 * "retours+0192….3f9c0d21@exemple.fr". Null when the installation has none. Letters are those that no server changes.
 */
export function bounceAddressOf({ config, secrets }: Known, delivery: string): string | null {
  const [local, domain] = config.bounceAddress?.split("@") ?? [];
  if (!local || !domain) return null;
  const id = delivery.replaceAll("-", "");
  return `${local}+${id}.${signature(secrets, id)}@${domain}`;
}

/** The delivery such an address names; null for any other address. */
export function deliveryAt({ secrets }: Pick<Known, "secrets">, address: string): string | null {
  const [, id = "", signed = ""] = /\+([0-9a-f]{32})\.([0-9a-f]{10})@/.exec(address.toLowerCase()) ?? [];
  if (id === "" || signature(secrets, id) !== signed) return null;
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const signature = (secrets: Known["secrets"], id: string): string =>
  secrets.mac(PURPOSE, id).toString("hex").slice(0, SIGNED);
