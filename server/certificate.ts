import { type CompiledDefinition, type Entry, formatDate, formatDuration, parisDay } from "../engine/index.ts";
import type { CertificateView } from "../renderer/certificate.tsx";
import { clockWords } from "../renderer/strings-clock.ts";
import { about } from "./commands/write-entry.ts";
import type { Context } from "./context.ts";

/** The certificate of what silence accepted (CRPA L.232-3); null when silence accepted nothing. */
export function certificateOf(
  ctx: Context,
  definition: CompiledDefinition,
  entry: Entry,
  back: string,
): CertificateView | null {
  const { clock } = entry;
  if (clock?.silentOn === undefined || clock.regime !== "SVA") return null;
  const known = about(ctx, entry.member, definition);
  const { receivedOn, startedOn, missing } = clock;
  return {
    member: known.member,
    title: definition.title,
    reference: entry.reference,
    received: formatDate(receivedOn),
    complete: startedOn === null || startedOn === receivedOn ? null : formatDate(startedOn),
    accepted: formatDate(clock.silentOn),
    delay: formatDuration(clock.delay),
    missing: missing ? (missing.items ?? clockWords.certificate.missingUnnamed) : null,
    service: known.service ?? known.member,
    contact: (known.contact ?? "").split("\n").filter((line) => line !== ""),
    issued: formatDate(parisDay(ctx.clock().toISOString())),
    back,
  };
}
