import { ENVELOPE, OPERATIONS, REQUEST_TYPES, RESPONSE_TYPES } from "../payfip/soap.ts";
import { child, readXml, xmlText } from "../payfip/xml.ts";
import type { Fault, Reply } from "./operations.ts";

/** What was asked by SOAP; null when it is no such message. */
export interface Asked {
  readonly operation: string;
  /** Namespace of the operation's element. */
  readonly uri: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads a request. */
export function readRequest(text: string): Asked | null {
  const root = readXml(text);
  if (root?.uri !== ENVELOPE || root.name !== "Envelope") return null;
  const [operation] = child(root, "Body", ENVELOPE)?.children ?? [];
  const argument = child(operation, "arg0");
  if (!operation || !argument) return null;
  const fields = Object.fromEntries(argument.children.map(({ name, text: value }) => [name, value]));
  return { operation: operation.name, uri: operation.uri, fields };
}

const envelope = (body: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="${ENVELOPE}"><S:Body>${body}</S:Body></S:Envelope>`;

/** The answer to a request. */
export function writeReply(operation: string, reply: Reply): string {
  if ("fault" in reply) return writeFault("FonctionnelleErreur", reply.fault);
  const fields = Object.entries(reply.fields).map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`);
  return envelope(
    `<ns2:${operation}Response xmlns:ns2="${OPERATIONS}" xmlns:ns3="${RESPONSE_TYPES}">` +
      `<return>${fields.join("")}</return></ns2:${operation}Response>`,
  );
}

/** A fault: functional ones are the service's own, technical ones its trouble. */
export function writeFault(kind: string, { code, label }: Fault, details = true): string {
  const inside =
    `<code>${xmlText(code)}</code><descriptif>${xmlText(label)}</descriptif>` +
    `<libelle>${xmlText(label)}</libelle><severite>${kind === "FonctionnelleErreur" ? 2 : 1}</severite>`;
  return envelope(
    "<S:Fault><faultcode>S:Server</faultcode>" +
      `<faultstring>fr.gouv.finances.cp.tpa.webservice.exceptions.${kind}</faultstring>` +
      (details ? `<detail><ns1:${kind} xmlns:ns1="${RESPONSE_TYPES}">${inside}</ns1:${kind}></detail>` : "") +
      "</S:Fault>",
  );
}

const FIELDS: Readonly<Record<string, { readonly asked: readonly string[]; readonly answered: readonly string[] }>> = {
  creerPaiementSecurise: {
    asked: ["exer", "mel", "montant", "numcli", "objet", "refdet", "saisie", "urlnotif", "urlredirect"],
    answered: ["idOp"],
  },
  recupererDetailPaiementSecurise: {
    asked: ["idOp"],
    answered: [
      ...["dattrans", "exer", "heurtrans", "idOp", "mel", "montant", "numauto", "numcli", "objet", "refdet"],
      ...["resultrans", "saisie"],
    ],
  },
  recupererDetailClient: { asked: ["numCli"], answered: ["libelleN1", "libelleN2", "libelleN3", "numcli"] },
};

/** The description of the service, as far as clients read it. */
export function wsdl(address: string): string {
  const elements = (names: readonly string[]) =>
    names.map((name) => `<xs:element name="${name}" type="xs:string" minOccurs="0"/>`).join("");
  const types = Object.entries(FIELDS).map(
    ([operation, { asked, answered }]) =>
      `<xs:element name="${operation}"><xs:complexType><xs:sequence><xs:element name="arg0"><xs:complexType>` +
      `<xs:sequence>${elements(asked)}</xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>` +
      `<xs:element name="${operation}Response"><xs:complexType><xs:sequence><xs:element name="return"><xs:complexType>` +
      `<xs:sequence>${elements(answered)}</xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>`,
  );
  const messages = Object.keys(FIELDS).flatMap((name) => [
    `<message name="${name}"><part name="parameters" element="tns:${name}"/></message>`,
    `<message name="${name}Response"><part name="parameters" element="tns:${name}Response"/></message>`,
  ]);
  const ports = Object.keys(FIELDS).map(
    (name) =>
      `<operation name="${name}"><input message="tns:${name}"/><output message="tns:${name}Response"/></operation>`,
  );
  const bindings = Object.keys(FIELDS).map(
    (name) =>
      `<operation name="${name}"><soap:operation soapAction=""/><input><soap:body use="literal"/></input>` +
      `<output><soap:body use="literal"/></output></operation>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://schemas.xmlsoap.org/wsdl/" ` +
    `xmlns:tns="${OPERATIONS}" xmlns:req="${REQUEST_TYPES}" xmlns:rep="${RESPONSE_TYPES}" ` +
    `xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" ` +
    `targetNamespace="${OPERATIONS}" name="PaiementSecuriseService"><types><xs:schema targetNamespace="${OPERATIONS}">` +
    `${types.join("")}</xs:schema></types>${messages.join("")}<portType name="PaiementSecurise">${ports.join("")}</portType>` +
    `<binding name="PaiementSecuriseBinding" type="tns:PaiementSecurise"><soap:binding style="document" ` +
    `transport="http://schemas.xmlsoap.org/soap/http"/>${bindings.join("")}</binding>` +
    `<service name="PaiementSecuriseService"><port name="PaiementSecuritePort" binding="tns:PaiementSecuriseBinding">` +
    `<soap:address location="${xmlText(address)}"/></port></service></definitions>`
  );
}
