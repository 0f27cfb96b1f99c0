import type { Actor } from "./actor.ts";
import { isSuspended } from "./clock.ts";
import type { CompiledDefinition } from "./definition.ts";
import { parisDay } from "./duration.ts";
import type { Clock } from "./entry.ts";
import type { Scope } from "./form.ts";
import { formatDate, formatDuration, formatInstant } from "./format.ts";
import { silence } from "./silence.ts";

type About = NonNullable<Scope["about"]>;

/** What the words of the law depend on. */
export interface Legal {
  readonly clock?: Clock;
  /** Instant of the filing (ISO 8601). */
  readonly createdAt: string;
  readonly now: string;
  readonly actor: Pick<Actor, "kind" | "name" | "capacity">;
}

/**
 * What mails may quote, with the sentences that the law asks for. Each is worked out when a mail quotes it, and not
 * before: most events quote none.
 */
export function withLegalWords(definition: CompiledDefinition, about: About, legal: Legal): About {
  return {
    ...about,
    get silence() {
      return silence(legal.clock);
    },
    get acknowledgement() {
      return acknowledgement(about, legal);
    },
    get deadline() {
      return formatDate(legal.clock?.missing?.until ?? "");
    },
    get effect() {
      return effectOfMissing(legal.clock, legal.now);
    },
    get decision() {
      return decidedBy(legal.actor, about);
    },
    get appeal() {
      return definition.appeal ?? USUAL_APPEAL;
    },
  };
}

/**
 * The whole acknowledgement of receipt: the day of receipt, the service in charge and how to reach it, what silence
 * would mean and from when (CRPA R.112-11-1).
 */
function acknowledgement({ member, title, service, contact }: About, { clock, createdAt }: Legal): string {
  const received =
    clock && clock.receivedOn < parisDay(createdAt) ? formatDate(clock.receivedOn) : formatInstant(createdAt);
  return [
    `Accusé de réception électronique (article R. 112-11-1 du code des relations entre le public et l’administration)`,
    `Demande : ${title}`,
    `Reçue le ${received}`,
    `Service chargé du dossier : ${service ?? member}, ${member}`,
    contact ?? "",
    silence(clock),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** What a request for items does to the delay (CRPA L.114-5 and L.114-5-1, which R.112-11-4 asks to say). */
export function effectOfMissing(clock: Clock | undefined, now: string): string {
  if (!clock?.missing) return "Aucun délai légal d’acceptation ou de rejet ne s’applique à cette demande.";
  if (!isSuspended(clock, parisDay(now))) {
    return (
      "L’étude de votre demande continue sans attendre ces pièces (article L. 114-5-1 du code des relations entre le " +
      "public et l’administration). Une réponse favorable ne prendra effet qu’une fois ces pièces reçues."
    );
  }
  if (clock.regime === "SVA") {
    return (
      `Le délai de ${formatDuration(clock.delay)} au terme duquel l’absence de réponse vaut acceptation ne commencera qu’à ` +
      "la réception de ces pièces (article L. 114-5 du code des relations entre le public et l’administration)."
    );
  }
  const until = clock.missing.until === null ? "" : ` et au plus tard jusqu’au ${formatDate(clock.missing.until)}`;
  const due = clock.due === null ? "" : ` Sans réponse du service au ${formatDate(clock.due)}, elle serait rejetée.`;
  return (
    `Le délai au terme duquel l’absence de réponse vaut rejet est suspendu jusqu’à la réception de ces pièces${until} ` +
    `(article L. 114-5 du code des relations entre le public et l’administration).${due}`
  );
}

/** Who decided: first name, name, capacity and service (CRPA L.212-2; Conseil d’État, avis 489189 of 5 March 2024). */
export function decidedBy({ kind, name, capacity }: Legal["actor"], { member, service }: About): string {
  if (kind !== "agent" || name === undefined) return service === undefined ? member : `${service}, ${member}`;
  const place = service === undefined || service === member ? member : `${service}, ${member}`;
  return `${name}, ${capacity ?? USUAL_CAPACITY}, ${place}`;
}

/** The capacity of an agent whose function the administrator has not written yet. */
const USUAL_CAPACITY = "agent du service";

/** CRPA L.411-2 and the ordinary delay of two months. A definition says other ways by `appeal`. */
export const USUAL_APPEAL =
  "Si vous n’êtes pas d’accord, vous pouvez, dans les deux mois, demander au service de réexaminer la décision, ou saisir " +
  "le tribunal administratif, par exemple sur www.telerecours.fr. Demander un réexamen interrompt ce délai de deux mois.";
