import { createHmac, generateKeyPairSync } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type ClientMetadata, type Configuration, errors, type KoaContextWithOIDC, Provider } from "oidc-provider";
import { simulatorMemory } from "./memory.ts";
import type { SimulatedPerson } from "./simulated-person.ts";

/** What sets a simulated provider apart from another. */
export interface Likeness {
  /** "franceconnect": under `/demo`, and in the names of its cookies. */
  readonly id: string;
  /** Scopes and the claims each opens. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  readonly acr: readonly string[];
  /** Seconds. */
  readonly session: number;
  /** The only parameters of an authorization request; null to let others pass unread. */
  readonly parameters: readonly string[] | null;
  readonly people: () => Promise<readonly SimulatedPerson[]>;
}

/** Where a simulator stands, and the one client it knows. */
export interface Stand {
  readonly publicUrl: string;
  /** 32 bytes: cookies and pairwise subjects. */
  readonly key: Buffer;
  readonly client: Pick<ClientMetadata, "client_id" | "client_secret" | "redirect_uris" | "post_logout_redirect_uris">;
  /** Seconds a code lives. */
  readonly code: number;
  readonly pages: SimulatorPages;
}

/** Pages of a simulator that no route of ours shows. */
export interface SimulatorPages {
  readonly error: (code: string) => string;
  readonly signOut: (form: { readonly action: string; readonly xsrf: string }) => string;
}

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

/** What the page of choice knows of the request under way. */
export interface Asked {
  readonly uid: string;
  /** The service insists on two ways of proving who one is. */
  readonly strong: boolean;
}

/** For whom an access token was given, and for what. */
export interface TokenBearer {
  readonly scopes: readonly string[];
  readonly claims: SimulatedPerson["claims"];
}

/** A real OpenID Connect provider that vouches for invented people. */
export class Simulator {
  readonly id: string;
  readonly people: Likeness["people"];
  readonly issuer: string;
  /** Whether one may prove who one is in two ways. */
  readonly knowsStrong: boolean;
  readonly #path: string;
  readonly #provider: Provider;
  readonly #likeness: Likeness;
  readonly #publicUrl: URL;

  constructor(likeness: Likeness, stand: Stand) {
    this.id = likeness.id;
    this.people = likeness.people;
    this.knowsStrong = likeness.acr.length > 1;
    this.#likeness = likeness;
    this.#publicUrl = new URL(stand.publicUrl);
    this.#path = `/demo/${likeness.id}/api/v2`;
    this.issuer = `${stand.publicUrl}${this.#path}`;
    this.#provider = new Provider(this.issuer, configuration(likeness, stand));
    this.#provider.proxy = true;
    this.#provider.use(hidePkce);
  }

  /** What the provider tells a holder of data of an access token; null once it is too old, or was never given. */
  async introspect(token: string): Promise<TokenBearer | null> {
    const found = await this.#provider.AccessToken.find(token);
    if (!found?.isValid) return null;
    const person = (await this.people()).find(({ id }) => id === found.accountId);
    return person ? { scopes: (found.scope ?? "").split(" "), claims: person.claims } : null;
  }

  /** Answers the requests to the provider itself; false for any other. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? "";
    if (!url.startsWith(`${this.#path}/`)) return false;
    const refusal = this.#refusal(url);
    if (refusal !== null) {
      response.writeHead(400, { "Content-Type": "application/json; charset=utf-8" }).end(JSON.stringify(refusal));
      return true;
    }
    Object.assign(request, { originalUrl: url, url: url.slice(this.#path.length) });
    // Its addresses are those of the public URL, whatever the request was sent to.
    request.headers.host = this.#publicUrl.host;
    request.headers["x-forwarded-proto"] = this.#publicUrl.protocol.slice(0, -1);
    void this.#provider.callback()(request, response);
    return true;
  }

  /** The request for which this browser must choose someone; null when there is none under way. */
  async asked(request: IncomingMessage, response: ServerResponse): Promise<Asked | null> {
    try {
      const { uid, params } = await this.#provider.interactionDetails(request, response);
      return { uid, strong: /"acr":\{"essential":true/.test(String(params["claims"] ?? "")) };
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    }
  }

  /** Vouches for someone, or for nobody; where the browser goes next. */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    choice: { readonly person: string; readonly strong: boolean } | { readonly error: string },
  ): Promise<string> {
    const { acr } = this.#likeness;
    const result =
      "error" in choice
        ? { error: choice.error, error_description: "simulated" }
        : {
            login: {
              accountId: choice.person,
              acr: (choice.strong ? acr.at(-1) : acr[0]) ?? "",
              amr: choice.strong ? ["pwd", "mfa"] : ["pwd"],
            },
          };
    const { session } = await this.#provider.interactionDetails(request, response);
    const next = await this.#provider.interactionResult(request, response, result, { mergeWithLastSubmission: false });
    if (session && "person" in choice) await this.#replace(session.uid, choice.person);
    return next;
  }

  /** Someone takes the place of whoever was known in this browser: the library would have that one sign out first. */
  async #replace(session: string, person: string): Promise<void> {
    const known = await this.#provider.Session.findByUid(session);
    if (!known || known.accountId === undefined || known.accountId === person) return;
    known.accountId = person;
    await known.persist();
  }

  #refusal(url: string): { readonly error: string; readonly error_description: string } | null {
    const { pathname, searchParams } = new URL(url, this.#publicUrl);
    const allowed = this.#likeness.parameters;
    if (allowed === null || pathname !== `${this.#path}/authorize`) return null;
    const unknown = [...searchParams.keys()].find((name) => !allowed.includes(name));
    return unknown === undefined ? null : { error: "Y000400", error_description: `unexpected parameter ${unknown}` };
  }
}

/** What both providers do alike. */
const PROTOCOL: Configuration = {
  enabledJWA: {
    idTokenSigningAlgValues: ["ES256"],
    userinfoSigningAlgValues: ["ES256"],
    clientAuthSigningAlgValues: ["ES256"],
  },
  clientAuthMethods: ["client_secret_post"],
  pkce: { required: () => false },
  routes: {
    authorization: "/authorize",
    token: "/token",
    userinfo: "/userinfo",
    jwks: "/jwks",
    end_session: "/session/end",
  },
};

const CLIENT_KIND: Omit<ClientMetadata, "client_id"> = {
  token_endpoint_auth_method: "client_secret_post",
  id_token_signed_response_alg: "ES256",
  userinfo_signed_response_alg: "ES256",
  subject_type: "pairwise",
  response_types: ["code"],
  grant_types: ["authorization_code"],
};

function configuration(likeness: Likeness, stand: Stand): Configuration {
  const { id, claims, acr } = likeness;
  const { key, pages } = stand;
  const seconds = likeness.session;
  return {
    ...PROTOCOL,
    adapter: simulatorMemory(),
    clients: [{ ...stand.client, ...CLIENT_KIND }],
    jwks: { keys: [{ ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }) }] },
    subjectTypes: ["pairwise"],
    pairwiseIdentifier: (_ctx, account, client) =>
      createHmac("sha256", key)
        .update(JSON.stringify([account, client.clientId]))
        .digest("hex"),
    acrValues: [...acr],
    claims: { amr: null, ...Object.fromEntries(Object.entries(claims).map(([scope, names]) => [scope, [...names]])) },
    ttl: {
      AuthorizationCode: stand.code,
      AccessToken: 60,
      IdToken: 60,
      Session: seconds,
      Grant: seconds,
      Interaction: 600,
    },
    cookies: {
      keys: [key.toString("base64url")],
      names: { session: `${id}_session`, interaction: `${id}_demande`, resume: `${id}_suite` },
      long: { path: `/demo/${id}`, sameSite: "lax", httpOnly: true },
    },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => showSignOut(ctx, form, pages) },
    },
    interactions: { url: (_ctx, interaction) => `/demo/${id}/personne/${interaction.uid}` },
    findAccount: async (_ctx, account) => {
      const person = (await likeness.people()).find((one) => one.id === account);
      return person && { accountId: account, claims: async () => ({ ...person.claims, sub: account }) };
    },
    loadExistingGrant: grantAll,
    renderError: (ctx, out) => {
      page(ctx, pages.error(out.error));
    },
  };
}

/** Choosing a person is consent enough. */
async function grantAll(ctx: KoaContextWithOIDC) {
  const { client, session, params, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(String(params?.["scope"] ?? "openid"));
  grant.addOIDCClaims(["acr", "amr"]);
  await grant.save();
  return grant;
}

/** Neither FranceConnect nor ProConnect asks for it. */
async function hidePkce(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  const body: unknown = ctx.body;
  if (ctx.oidc?.route === "discovery" && typeof body === "object" && body !== null) {
    Reflect.deleteProperty(body, "code_challenge_methods_supported");
  }
}

function showSignOut(ctx: KoaContextWithOIDC, form: string, pages: SimulatorPages): void {
  const action = /action="([^"]*)"/.exec(form)?.[1] ?? "";
  const xsrf = /name="xsrf" value="([^"]*)"/.exec(form)?.[1] ?? "";
  page(ctx, pages.signOut({ action: new URL(action).pathname, xsrf }));
}

function page(ctx: KoaContextWithOIDC, html: string): void {
  ctx.type = "html";
  ctx.set("Content-Security-Policy", PAGE_POLICY);
  ctx.set("Cache-Control", "no-store");
  ctx.body = html;
}
