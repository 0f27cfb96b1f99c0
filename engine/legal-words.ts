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
  /** Day on which it came on paper, when an agent typed it in later. */
  readonly receivedOn?: string;
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
      return silence(legal.clock, definition.appeal);
    },
    get acknowledgement() {
      return acknowledgement(definition, about, legal);
    },
    get certificate() {
      return certificate(about, legal);
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
function acknowledgement({ appeal }: CompiledDefinition, about: About, legal: Legal): string {
  const { clock, createdAt, receivedOn = clock?.receivedOn } = legal;
  const received =
    receivedOn !== undefined && receivedOn < parisDay(createdAt) ? formatDate(receivedOn) : formatInstant(createdAt);
  return lines(
    `Accusé de réception électronique (article R. 112-11-1 du code des relations entre le public et l’administration)`,
    `Demande : ${about.title}`,
    `Reçue le ${received}`,
    ...inCharge(about),
    silence(clock, appeal),
  );
}

/**
 * What the certificate of an implicit acceptance states (CRPA L.232-3): what was asked, when it was received and
 * complete, when silence accepted it, and what that still waits for (L.114-5-1). Empty where silence accepts nothing.
 */
function certificate(about: About, { clock }: Legal): string {
  const acceptedOn = clock?.silentOn ?? clock?.due;
  if (clock?.regime !== "SVA" || !acceptedOn) return "";
  const { receivedOn, startedOn, delay, missing } = clock;
  return lines(
    `Demande : ${about.title}`,
    `Reçue le ${formatDate(receivedOn)}`,
    startedOn === null || startedOn === receivedOn ? "" : `Complète le ${formatDate(startedOn)}`,
    `Restée sans réponse pendant ${formatDuration(delay)}, et acceptée à la fin du ${formatDate(acceptedOn)}`,
    ...inCharge(about),
    missing
      ? `Cette acceptation prend effet à la réception de ce que le service a demandé (article L. 114-5-1) : ${missing.items ?? "un complément"}`
      : "",
  );
}

const inCharge = (about: About): readonly string[] => [
  `Service chargé du dossier : ${serviceOf(about)}`,
  about.contact ?? "",
];

/** "État civil, Ville de Mulhouse". */
const serviceOf = ({ service, member }: About): string =>
  service === undefined || service === member ? member : `${service}, ${member}`;

const lines = (...said: readonly string[]): string => said.filter((line) => line !== "").join("\n");

/** What a request for items does to the delay (CRPA L.114-5 and L.114-5-1, which R.112-11-4 asks to say). */
export function effectOfMissing(clock: Clock | undefined, now: string): string {
  if (!clock?.missing) return "Aucun délai légal d’acceptation ou de rejet ne s’applique à cette demande.";
  if (!isSuspended(clock, parisDay(now))) {
    if (clock.status === "suspended") return resumed(clock);
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

/** The citizen let pass the day she was granted. */
const resumed = ({ missing, due }: Clock): string =>
  `Vous aviez jusqu’au ${formatDate(missing?.until ?? "")} : le délai de réponse court de nouveau (article L. 114-5 du code des ` +
  `relations entre le public et l’administration). Sans réponse du service au ${formatDate(due ?? "")}, votre demande sera rejetée.`;

/** Who decided: first name, name, capacity and service (CRPA L.212-2; Conseil d’État, avis 489189 of 5 March 2024). */
export function decidedBy({ kind, name, capacity }: Legal["actor"], about: About): string {
  const place = serviceOf(about);
  return kind === "agent" && name !== undefined ? `${name}, ${capacity ?? USUAL_CAPACITY}, ${place}` : place;
}

/** The capacity of an agent whose function the administrator has not written yet. */
export const USUAL_CAPACITY = "agent du service";

/** CRPA L.411-2 and the ordinary delay of two months. A definition says other ways by `appeal`. */
export const USUAL_APPEAL =
  "Si vous n’êtes pas d’accord, vous pouvez, dans les deux mois, demander au service de réexaminer la décision, ou saisir " +
  "le tribunal administratif, par exemple sur www.telerecours.fr. Demander un réexamen interrompt ce délai de deux mois.";
