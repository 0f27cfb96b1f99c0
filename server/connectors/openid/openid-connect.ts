import * as openid from "openid-client";
import type { Logger } from "pino";
import type { Answer, ClientSettings, Expected, Failure, IdentityProvider, Vouched } from "./identity-provider.ts";

/** Seconds before a provider counts as out of reach. */
const PATIENCE = 10;
/** Of a token's dates: the provider's clock and ours may differ by this many seconds. */
const TOLERANCE = 10;

/** Claims as they come: of the user, and of how she signed in. */
export interface Claims {
  readonly user: Readonly<Record<string, unknown>>;
  readonly token: Readonly<Record<string, unknown>>;
}

/** What sets a provider apart. */
export interface Kind<Person> {
  /** For the log. */
  readonly name: string;
  readonly scope: string;
  /** More parameters of the authorization request. */
  readonly parameters: (strong: boolean) => Readonly<Record<string, string>>;
  /** Sends PKCE when the provider announces it. */
  readonly pkce: boolean;
  readonly isStrong: (token: Claims["token"]) => boolean;
  /** Null when the claims are not those of a person we can know. */
  readonly person: (claims: Claims) => Person | null;
}

/** Where the browser comes back to, and how the provider is reached. */
export interface Place {
  readonly redirectUri: string;
  readonly afterLogout: string;
  readonly log: Pick<Logger, "warn">;
  /** Draws a PKCE verifier from `state`, that only this installation can compute. */
  readonly verifier: (state: string) => string;
  /** Instead of the network's own. */
  readonly fetch?: typeof fetch;
}

/**
 * A provider spoken to by code flow: client_secret_post, state, nonce, signed id_token and signed user information,
 * whose signatures are checked. Its description is read at first use and again after a failure.
 */
export function openIdConnect<Person>(
  settings: ClientSettings,
  kind: Kind<Person>,
  place: Place,
): IdentityProvider<Person> {
  let known: Promise<openid.Configuration> | null = null;
  const configuration = () => {
    known ??= discover(settings, place).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
  const attempt = <T>(work: (config: openid.Configuration) => Promise<T | null>) =>
    answer(kind.name, place, async () => work(await configuration()));
  return {
    begin: ({ strong, data, ...expected }) =>
      attempt(async (config) =>
        openid.buildAuthorizationUrl(config, {
          redirect_uri: place.redirectUri,
          scope: data?.scopes.join(" ") ?? kind.scope,
          ...expected,
          ...(data?.again === true && { prompt: "login" }),
          ...kind.parameters(strong),
          ...(usesPkce(config, kind) && {
            code_challenge: await openid.calculatePKCECodeChallenge(place.verifier(expected.state)),
            code_challenge_method: "S256",
          }),
        }),
      ),
    finish: (search, expected) => attempt((config) => redeem(config, search, expected, kind, place)),
    leave: async (idToken, state) => {
      const url = await attempt(async (config) =>
        config.serverMetadata().end_session_endpoint === undefined
          ? null
          : openid.buildEndSessionUrl(config, {
              id_token_hint: idToken,
              state,
              post_logout_redirect_uri: place.afterLogout,
            }),
      );
      if (!url.ok) return null;
      // The token says who we are; ProConnect refuses parameters it does not expect.
      url.value.searchParams.delete("client_id");
      return url.value;
    },
  };
}

async function discover(settings: ClientSettings, place: Place): Promise<openid.Configuration> {
  const server = new URL(settings.url);
  let userInfo: string | undefined;
  const config = await openid.discovery(
    server,
    settings.clientId,
    { [openid.clockTolerance]: TOLERANCE },
    openid.ClientSecretPost(settings.clientSecret),
    {
      timeout: PATIENCE,
      [openid.customFetch]: async (url, options) => {
        const response = await (place.fetch ?? fetch)(url, options as RequestInit);
        if (url === userInfo) refuseUnsigned(response);
        return response;
      },
      execute: [
        openid.enableNonRepudiationChecks,
        // Only to this machine: see `config.ts`.
        ...(server.protocol === "http:" ? [openid.allowInsecureRequests] : []),
      ],
    },
  );
  userInfo = config.serverMetadata().userinfo_endpoint;
  return config;
}

/** The library would take what the provider says of her unsigned too. */
function refuseUnsigned(response: Response): void {
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && !/^application\/jwt\b/i.test(type)) throw new UnsignedAnswer();
}

class UnsignedAnswer extends Error {}

const usesPkce = (config: openid.Configuration, kind: Pick<Kind<unknown>, "pkce">): boolean =>
  kind.pkce && config.serverMetadata().supportsPKCE();

async function redeem<Person>(
  config: openid.Configuration,
  search: string,
  { state, nonce }: Expected,
  kind: Kind<Person>,
  place: Place,
): Promise<Vouched<Person> | null> {
  const back = new URL(place.redirectUri);
  back.search = search;
  const tokens = await openid.authorizationCodeGrant(config, back, {
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
    ...(usesPkce(config, kind) && { pkceCodeVerifier: place.verifier(state) }),
  });
  const token = tokens.claims();
  if (!token || tokens.id_token === undefined) return null;
  const user = await openid.fetchUserInfo(config, tokens.access_token, token.sub);
  const person = kind.person({ user, token });
  const { iss: issuer, sub: subject } = token;
  const { id_token: idToken, access_token: accessToken } = tokens;
  return person && { issuer, subject, idToken, accessToken, strong: kind.isStrong(token), person };
}

async function answer<T>(name: string, place: Place, work: () => Promise<T | null>): Promise<Answer<T>> {
  try {
    const value = await work();
    return value === null ? { ok: false, failure: "invalid" } : { ok: true, value };
  } catch (error) {
    const failure = failureOf(error);
    if (failure !== "denied") place.log.warn({ provider: name, failure, ...outline(error) }, "identity provider");
    return { ok: false, failure };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof openid.AuthorizationResponseError) {
    return error.error === "unmet_authentication_requirements" ? "weak" : "denied";
  }
  if (error instanceof TypeError) return "unreachable";
  return error instanceof openid.ClientError && OUT_OF_REACH.has(error.code ?? "") ? "unreachable" : "invalid";
}

const OUT_OF_REACH: ReadonlySet<string> = new Set([
  "OAUTH_TIMEOUT",
  "OAUTH_ABORT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
]);

/** Never the message's cause: it holds tokens and answers. */
function outline(error: unknown): { readonly type: string; readonly code: string } {
  if (!(error instanceof Error)) return { type: "unknown", code: "" };
  const code = "code" in error ? String(error.code) : "";
  return { type: error.name, code: error instanceof openid.ResponseBodyError ? error.error : code };
}
