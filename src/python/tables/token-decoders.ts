import { apis, type ApiSet } from "./api.js";

/** Read the claims of a token, and check its signature unless they are told not to; the token comes first. */
export const DECODERS: ApiSet = apis(
  "{jwt,jwt.api_jwt,jwt.PyJWT(),jose.jwt}.{decode,decode_complete}",
  "google.auth.jwt.decode",
);

/** Read the claims of a token, and never check its signature; the token comes first. */
export const UNCHECKED_DECODERS: ApiSet = apis(
  "jose.{jwt,jws}.get_unverified_claims",
  "jose.jwt.get_unverified_claims",
  "python_jwt.process_jwt",
  "itsdangerous.{URLSafeSerializer,URLSafeTimedSerializer,Serializer,TimedSerializer}().loads_unsafe",
);

/** Read the header of a token, which anybody may have written. */
export const HEADER_READERS: ReadonlySet<string> = new Set(["get_unverified_header", "get_unverified_headers"]);

/** Tells a decoder in its options whether to check. */
export const SIGNATURE_OPTION = "verify_signature";

/** Claims that say how long a token lasts. */
export const TIME_CLAIMS: ReadonlySet<string> = new Set(["exp", "iat", "nbf", "expires_at", "auth_time"]);

/** Claims that say who made a token, for whom, and by which key: they are looked at to find the key. */
export const ROUTING_CLAIMS: ReadonlySet<string> = new Set(
  "iss kid alg aud tid azp appid client_id typ ver jti sid nonce type token_type token_use".split(" "),
);

/** Decode base64. */
export const BASE64_DECODERS = /b64decode|b64_decode|base64url_decode|b64url/i;

/** What checks a signature by hand. */
export const CHECKS_BY_HAND = /compare_digest|verif|^hmac$|^(sign|signature|_sign|get_signature)$/i;

/** Words of a file that answers requests. */
export const SERVES =
  /\b(fastapi|starlette|flask|quart|django|rest_framework|sanic|tornado|bottle|falcon|litestar|strawberry|grpc)\b|aiohttp\.web|aiohttp import web/;

/** Errors of a token whose signature was right. */
export const EXPIRED = /Expired/;

/** Decorators of routes that let nobody in unchecked. */
export const CHECKING_DECORATOR = /requir|protect|auth|verif|guard|login|secured/i;
