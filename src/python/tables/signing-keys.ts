import { apis, type ApiSet } from "./api.js";

/** Calls that are given a key by which the program knows its own: what it signed, sealed or handed out. */
export interface KeyTaker {
  readonly calls: ApiSet;
  /** The key's place among the positional arguments; none where it has only a name. */
  readonly place?: number;
  readonly keyword: string;
  /** What is done with the key, as a clause behind the name of the call. */
  readonly does: string;
  /** What a text has to be like to be such a key: the call fails for any other. What is made of a text fits. */
  readonly takes?: RegExp;
  /** Whether others are told things by the same call: a key of theirs is no door of this program. */
  readonly isForOthers?: boolean;
  /** Whether the result is only held against what somebody sent elsewhere, if at all. */
  readonly isDigest?: boolean;
}

export const KEY_TAKERS: readonly KeyTaker[] = [
  {
    calls: apis("{jwt,jwt.api_jwt,jwt.PyJWT(),jose.jwt,flask_jwt}.encode", "jose.jws.sign"),
    place: 1,
    keyword: "key",
    does: "signs with",
    isForOthers: true,
  },
  {
    calls: apis("{jwt,jwt.api_jwt,jwt.PyJWT(),jose.jwt}.{decode,decode_complete}", "jose.jws.verify"),
    place: 1,
    keyword: "key",
    does: "checks signatures with",
  },
  {
    calls: apis("{authlib.jose.jwt,authlib.jose.JsonWebToken(),joserfc.jwt}.encode"),
    place: 2,
    keyword: "key",
    does: "signs with",
    isForOthers: true,
  },
  {
    calls: apis("{authlib.jose.jwt,authlib.jose.JsonWebToken(),joserfc.jwt}.decode"),
    place: 1,
    keyword: "key",
    does: "checks signatures with",
  },
  { calls: apis("hmac.{new,digest,HMAC}"), place: 0, keyword: "key", does: "signs with", isDigest: true },
  {
    calls: apis("cryptography.fernet.Fernet"),
    place: 0,
    keyword: "key",
    does: "seals with",
    takes: /^[\w-]{43}=$|\(/,
  },
  {
    calls: apis(
      "itsdangerous.{Serializer,TimedSerializer,URLSafeSerializer,URLSafeTimedSerializer,Signer,TimestampSigner,JSONWebSignatureSerializer,TimedJSONWebSignatureSerializer}",
      "itsdangerous.url_safe.{URLSafeSerializer,URLSafeTimedSerializer}",
      "itsdangerous.{timed,signer,serializer}.{TimestampSigner,TimedSerializer,Signer,Serializer}",
    ),
    place: 0,
    keyword: "secret_key",
    does: "signs with",
  },
  {
    calls: apis("aiohttp_session.cookie_storage.EncryptedCookieStorage"),
    place: 0,
    keyword: "secret_key",
    does: "seals cookies with",
  },
  {
    calls: apis("pyramid.session.SignedCookieSessionFactory", "pyramid.authentication.AuthTktAuthenticationPolicy"),
    place: 0,
    keyword: "secret",
    does: "signs cookies with",
  },
  {
    calls: apis("fastapi_users.authentication.{JWTStrategy,strategy.JWTStrategy}", "fastapi_login.LoginManager"),
    place: 0,
    keyword: "secret",
    does: "signs with",
  },
  { calls: apis("fastapi_users.jwt.{generate_jwt,decode_jwt}"), place: 1, keyword: "secret", does: "signs with" },
  { calls: apis("tornado.web.Application"), keyword: "cookie_secret", does: "signs cookies with" },
  { calls: apis("bottle.{response.set_cookie,request.get_cookie}"), keyword: "secret", does: "signs cookies with" },
  { calls: apis("django.utils.crypto.salted_hmac"), keyword: "secret", does: "signs with" },
  {
    calls: apis("{starlette,fastapi}.middleware.sessions.SessionMiddleware"),
    place: 1,
    keyword: "secret_key",
    does: "signs sessions with",
  },
];

/** Put a middleware in front of an application; the class comes first, its options are keywords. */
export const MIDDLEWARE_ADDERS: readonly string[] = ["add_middleware", "Middleware"];

/** Settings of web frameworks that hold such a key. */
export const KEY_SETTINGS: readonly string[] = [
  "SECRET_KEY",
  "JWT_SECRET_KEY",
  "WTF_CSRF_SECRET_KEY",
  "SECURITY_PASSWORD_SALT",
];

/** Attributes of classes, by a base of the class, that hold such a key. */
export const KEY_ATTRIBUTES: ReadonlyMap<string, RegExp> = new Map([
  ["reset_password_token_secret", /(^|\.)BaseUserManager$/],
  ["verification_token_secret", /(^|\.)BaseUserManager$/],
]);

/** Words of a file that is about an application which keeps its key in `app.config` and `app.secret_key`. */
export const KEEPS_CONFIG = /\b(flask|quart)/i;

/** Words of which one stands wherever a Flask application signs anything with its own key: sessions, messages, logins, forms. */
export const SIGNS_BY_CONFIG: readonly string[] = [
  "session",
  "flash",
  "flask_login",
  "LoginManager",
  "flask_wtf",
  "FlaskForm",
  "CSRFProtect",
  "flask_session",
  "flask_security",
  "flask_admin",
  "flask_oauthlib",
  "authlib",
  "OAuth",
  "flask_dance",
  "itsdangerous",
  "jwt",
  "JWTManager",
  "flask_jwt_extended",
  "HTTPTokenAuth",
  "hmac",
];

/** What a settings file of django binds besides its key. */
export const DJANGO_SETTINGS: readonly string[] = ["INSTALLED_APPS", "ROOT_URLCONF", "MIDDLEWARE", "WSGI_APPLICATION"];

/** Algorithms that sign with one key and check with another, which is no secret. */
export const ASYMMETRIC = /^(RS|ES|PS|Ed)/;

/** Texts that are keys for everybody. */
export const PUBLIC_TEXT = /BEGIN (RSA |EC )?PUBLIC KEY|BEGIN CERTIFICATE|^ssh-/;

/** Names of keys that somebody else's service hands out: whoever has the default opens nothing here. */
export const FOREIGN_NAME =
  /(api|client|app|consumer|merchant|partner|account|bot)_?(key|secret|token)|oauth|livekit|zoom|apple|google|github|stripe|private_?key/i;

/** Files and classes that are for developers and tests. */
export const DEVELOPMENT_NAME =
  /(^|[^a-z])(dev|devel|develop|development|local|tests?|tester|testing|pytest|unittest|ci|debug|docs|documentation|demo|sample)([^a-z]|$)/i;

/** Folders of what shows how a library or a program is used. */
export const SHOWN_IN = /(^|\/)(\.?\w*(examples?|demos?|docs|samples?|tutorials?|templates?)\w*)\//i;

/** Names of what a caller proves itself with. */
export const CREDENTIAL_NAME =
  /(^|_)(passw(or)?d|passwd|passphrase|passcode|secret|secret_?key|pin_?code|(api|admin|access|auth|bearer|internal|service|webhook|shared|master|security|x)_?(key|token|secret|password))$/i;

/** Names of what somebody sent, that say no more. */
export const GIVEN_NAME =
  /^(given|provided|supplied|candidate|attempt|presented|received|submitted|password|pw|passwd|pass|secret|token|api_?key|key|code)$/i;

/** Texts that look like something nobody should guess: letters and digits, without spaces. */
export const GUESSABLE = /^(?=.*\d)(?=.*[a-z])[\w.!@#$%^&*+~-]{8,}$/i;

/** Texts of that look that are names of algorithms, protocols and versions. */
export const TECHNICAL_TEXT = /sha\d|md5|hmac|rsa|aes|^[hrep]s\d|oauth|http|utf|iso|tls|ssl|^v?\d|uuid|base\d|x509/i;

/** Comparisons of secrets that take the same time whatever they are given. */
export const CONSTANT_TIME: ReadonlySet<string> = new Set([
  "compare_digest",
  "constant_time_compare",
  "bytes_eq",
  "safe_str_cmp",
]);

/** What makes a secret that nobody knows. */
export const MAKES_RANDOM =
  /^(token_\w+|urandom|uuid4|generate_key|choice|choices|randbytes|getrandbits|get_random_secret_key|get_random_string)$/;

/** What protocols have stand in the place of the key where one is made of a secret: the mini apps of Telegram. */
export const PRESCRIBED_LABELS: ReadonlySet<string> = new Set(["WebAppData"]);
