import type { Hono } from "hono";
import type { CompiledDefinition } from "../../../engine/index.ts";
import type { AppEnv } from "../../../server/app-env.ts";
import type { Config } from "../../../server/config.ts";
import type { Context } from "../../../server/context.ts";
import { registerFileRoutes } from "../../../server/routes/files.ts";
import { registerFrontRoutes } from "../../../server/routes/front/front-routes.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { Browser, createPages, hidden, install, MEMBERS, PASSWORD } from "../identity/installation.ts";

/** A room of the town hall: a condition inside a step, a conditional step, a repeat, files, a form for the holder. */
export const ROOM: CompiledDefinition = buildDefinition({
  id: "salles/reservation",
  required: ["objet", "occasion", "jour", "personnes", "association", "courriel", "attestation"],
  properties: {
    objet: {
      type: "string",
      title: "Pour quoi faire ?",
      oneOf: [
        { const: "fete", title: "Une fête" },
        { const: "reunion", title: "Une réunion" },
      ],
    },
    occasion: { type: "string", title: "Quelle occasion ?", "x-when": "objet == 'fete'" },
    jour: { type: "string", format: "date", title: "Quel jour ?" },
    personnes: { type: "integer", title: "Combien de personnes ?", minimum: 1, maximum: 200 },
    association: { type: "string", title: "Nom de l’association" },
    materiel: {
      type: "array",
      title: "Matériel",
      "x-messages": { add: "Ajouter un matériel" },
      items: {
        type: "object",
        title: "Matériel",
        required: ["nom"],
        properties: { nom: { type: "string", title: "Quel matériel ?" } },
      },
    },
    assurance: {
      type: "array",
      title: "Assurance",
      "x-widget": "attachments",
      items: { type: "string", format: "uuid" },
    },
    courriel: { type: "string", format: "email", title: "Votre courriel" },
    attestation: { type: "boolean", const: true, title: "Je certifie que c’est exact." },
  },
  definition: {
    steps: [
      { id: "demande", title: "Votre demande", fields: ["objet", "occasion", "jour", "personnes"] },
      { id: "association", title: "Votre association", fields: ["association"], when: "objet == 'reunion'" },
      { id: "materiel", title: "Le matériel", fields: ["materiel", "assurance"] },
      { id: "contact", title: "Vos coordonnées", fields: ["courriel", "attestation"] },
    ],
    list: ["objet"],
    page: { theme: "Vie associative", summary: "Réservez une salle.", keywords: ["gymnase"] },
  },
  workflow: {
    opened: "Demande déposée",
    initial: "deposee",
    states: {
      deposee: {
        entry: [{ type: "mail", params: { to: "courriel", template: "accuse" } }],
        meta: {
          label: "À étudier",
          sentence: "Votre demande est arrivée.",
          tone: "active",
          task: true,
          next: "Nous répondons.",
        },
        on: {
          preciser: {
            meta: {
              label: "Ajouter une précision",
              who: ["holder"],
              form: "preciser",
              past: "Une précision est arrivée",
            },
          },
          retirer: { target: "retiree", meta: { label: "Retirer ma demande", who: ["holder"], tone: "danger" } },
        },
      },
      retiree: {
        type: "final",
        meta: { label: "Retirée", sentence: "Vous avez retiré votre demande.", tone: "neutral" },
      },
    },
    forms: {
      preciser: {
        title: "Précision",
        type: "object",
        required: ["message"],
        properties: {
          message: { type: "string", title: "Votre message", maxLength: 40, "x-widget": "textarea" },
          rappel: { type: "boolean", title: "Faut-il vous rappeler ?", "x-widget": "radio" },
          numero: { type: "string", title: "À quel numéro ?", "x-when": "rappel" },
        },
      },
    },
    templates: { accuse: { subject: "Reçue", body: "Bonjour, {{lien}}" } },
  },
});

/** The same kind of service, for people with an account. */
const CARD: CompiledDefinition = buildDefinition({ id: "carte/famille", definition: { access: "account" } });

const DEFINITIONS = [ROOM, CARD];

export interface TownHall {
  readonly ctx: Context;
  readonly app: Hono<AppEnv>;
  advance(milliseconds: number): void;
  stop(): Promise<void>;
}

/** Two members; the first lets anybody book a room. */
export async function openTownHall(changes: Partial<Config> = {}, definitions = DEFINITIONS): Promise<TownHall> {
  const installation = await install({ demo: "mulhouse", ...changes });
  const catalogue = catalogueOf(MEMBERS, definitions, {
    definitions: (member) => (member === "mulhouse" ? definitions : []),
    definition: (member, id) => (member === "mulhouse" ? (definitions.find((each) => each.id === id) ?? null) : null),
  });
  const ctx: Context = { ...installation.ctx, catalogue };
  const app = createPages(ctx, (routes) => {
    registerSignInRoutes(routes);
    registerFileRoutes(routes);
    registerFrontRoutes(routes);
  });
  return { ctx, app, advance: installation.advance, stop: installation.stop };
}

/** Someone filling a form in a browser without script: follows redirections, sends the hidden fields of the page. */
export class Citizen {
  readonly browser: Browser;
  /** The page she reads. */
  html = "";
  path = "";
  status = 0;

  /** @param other the same person at another page, which shows the same for now */
  constructor(hall: TownHall, other?: Citizen) {
    this.browser = other?.browser ?? new Browser(hall.app);
    this.html = other?.html ?? "";
    this.path = other?.path ?? "";
  }

  async open(path: string): Promise<this> {
    return this.#follow(await this.browser.get(path.split("#")[0] ?? ""), path);
  }

  /** Posts a form of the page with these texts and files. */
  async send(values: Values, files: readonly File[] = [], path = this.action()): Promise<this> {
    return this.#follow(await this.post(values, files, path), path);
  }

  post(values: Values, files: readonly File[] = [], path = this.action(), headers = {}): Promise<Response> {
    const form = new FormData();
    for (const name of ["_csrf", "_demarche", "_brouillon", "_revision", "_etape", "lien"]) {
      const value = hidden(this.html, name);
      if (value !== "") form.append(name, value);
    }
    for (const [name, value] of Object.entries(values)) {
      for (const one of typeof value === "string" ? [value] : value) form.append(name, one);
    }
    for (const file of files) form.append("root[assurance]", file);
    return this.browser.post(path, form, { "Sec-Fetch-Site": "same-origin", ...headers });
  }

  /** Begins the service and stands on its first page. */
  async begin(): Promise<this> {
    await this.open("/mulhouse/salles/reservation");
    return this.send({}, [], "/mulhouse/salles/reservation/commencer");
  }

  /** Where the page's own form posts. */
  action(): string {
    const found = /<form method="post" action="(\/mulhouse[^"]*)"/.exec(this.html.replaceAll("&amp;", "&"));
    return found?.[1] ?? this.path;
  }

  title(): string {
    return /<title>([^<]*)/.exec(this.html)?.[1] ?? "";
  }

  /** The messages of the error summary. */
  errors(): readonly string[] {
    const summary = /id="erreurs"[\s\S]*?<\/ul>/.exec(this.html)?.[0] ?? "";
    return [...summary.matchAll(/<a href="(#[^"]*)">([^<]*)/g)].map(([, href, text]) => `${href} ${text}`);
  }

  async #follow(response: Response, path: string): Promise<this> {
    const location = response.headers.get("location");
    if (location !== null)
      return this.open(new URL(location, "http://localhost").href.slice("http://localhost".length));
    this.html = await response.text();
    this.path = path;
    this.status = response.status;
    return this;
  }
}

export type Values = Readonly<Record<string, string | readonly string[]>>;

export const PARTY: Values = {
  "root[objet]": "fete",
  "root[occasion]": "Un anniversaire",
  "root[jour][jour]": "27",
  "root[jour][mois]": "3",
  "root[jour][annee]": "2026",
  "root[personnes]": "40",
};

export const CONTACT: Values = { "root[courriel]": "camille@exemple.fr", "root[attestation]": "true" };

/** Fills everything and stands on the check. */
export async function toCheck(citizen: Citizen): Promise<Citizen> {
  await citizen.begin();
  await citizen.send(PARTY);
  await citizen.send({});
  return citizen.send(CONTACT);
}

export const pdf = (name: string): File =>
  new File(["%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"], name, { type: "application/pdf" });

/** Signs someone in with the form of the page she reads. */
export async function signInOn(citizen: Citizen, email: string): Promise<Citizen> {
  const values = {
    email,
    password: PASSWORD,
    retour: hidden(citizen.html, "retour"),
    _garde: hidden(citizen.html, "_garde"),
  };
  return citizen.send(values, [], "/connexion");
}
