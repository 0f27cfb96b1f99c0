import { child, type Element, readXml, textOf, xmlText } from "./xml.ts";

export const ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
const TYPES = "http://securite.service.tpa.cp.finances.gouv.fr";
/** Namespace of the operations. */
export const OPERATIONS = `${TYPES}/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService`;
/** Of what is asked, and of what is answered. */
export const REQUEST_TYPES = `${TYPES}/requete`;
export const RESPONSE_TYPES = `${TYPES}/reponse`;

export type Operation = "creerPaiementSecurise" | "recupererDetailPaiementSecurise" | "recupererDetailClient";

/** A fault with its code; the code of a message that is none of ours is "SOAP". */
export interface SoapFault {
  /** Name of the element of `detail`: "FonctionnelleErreur", "TechIndisponibiliteErreur"… */
  readonly kind: string;
  readonly code: string;
  readonly label: string;
  readonly description: string;
  readonly severity: string;
}

/** What an answer holds: the `return` element, or a fault; null when it is no answer to this operation. */
export type SoapAnswer = { readonly value: Element } | { readonly fault: SoapFault } | null;

/** The envelope that asks for an operation, its parameters as elements of `arg0`. */
export function soapRequest(operation: Operation, parameters: Readonly<Record<string, string>>): string {
  const fields = Object.entries(parameters).map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`);
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<soapenv:Envelope xmlns:soapenv="${ENVELOPE}" xmlns:pai="${OPERATIONS}">` +
    `<soapenv:Header/><soapenv:Body><pai:${operation}><arg0>${fields.join("")}</arg0></pai:${operation}></soapenv:Body>` +
    "</soapenv:Envelope>"
  );
}

/** Reads an answer, whatever prefixes it chose. */
export function soapAnswer(text: string, operation: Operation): SoapAnswer {
  const root = readXml(text);
  if (root?.uri !== ENVELOPE || root.name !== "Envelope") return null;
  const body = child(root, "Body", ENVELOPE);
  const fault = child(body, "Fault", ENVELOPE);
  if (fault) return { fault: faultOf(fault) };
  const value = child(child(body, `${operation}Response`, OPERATIONS), "return");
  return value ? { value } : null;
}

/** Faults stand in `detail`, under the name of their kind. */
function faultOf(fault: Element): SoapFault {
  const [detail] = child(fault, "detail")?.children ?? [];
  const inside =
    detail && !child(detail, "code") ? (detail.children.find((each) => child(each, "code")) ?? detail) : detail;
  return {
    kind: detail?.name ?? "Fault",
    code: textOf(inside, "code") ?? "SOAP",
    label: textOf(inside, "libelle") ?? textOf(fault, "faultstring") ?? "",
    description: textOf(inside, "descriptif") ?? "",
    severity: textOf(inside, "severite") ?? "",
  };
}
