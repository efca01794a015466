import { apis, type ApiSet } from "./api.js";

/** Take credentials out of a request, and look at nothing but their form. */
export const SCHEMES: ApiSet = apis(
  "fastapi.security.{HTTPBearer,HTTPBasic,HTTPDigest,OAuth2PasswordBearer,OAuth2AuthorizationCodeBearer,APIKeyHeader,APIKeyCookie,APIKeyQuery}()",
  "fastapi.security.{http,oauth2,api_key}.{HTTPBearer,HTTPBasic,HTTPDigest,OAuth2PasswordBearer,APIKeyHeader,APIKeyCookie,APIKeyQuery}()",
);

/** Declare a parameter that is filled in from a header or a cookie. */
export const HEADER_PARAMETERS: ApiSet = apis("fastapi.{Header,Cookie,params.Header,params.Cookie}()");

/** Names of headers and parameters that hold what a caller proves itself with. */
export const CREDENTIAL_FIELD =
  /authori[sz]ation|token|(api|access|admin|auth|client|internal|master|partner|service|webhook)[-_]?key|secret|credential|signature|password/i;

/** Names of functions that are there to check who calls. */
export const CHECKS_CALLER =
  /^_*(verify|validate|check|require|ensure|authenticate|authori[sz]e|protect)(_|$)|^_*get_current_(active_)?user$|(_|^)(required|auth)$/;

/** Names of functions and classes that are there to check who calls, when they stand before the handlers of requests. */
export const CHECKS_BEFORE = /^_*(token|jwt|bearer|api_?key)?_?auth(entication|orization)?_?(middleware|filter|hook)$/i;

/** Functions and methods that ask for the form of a text, or make another one of it. */
export const FORMAL =
  /^(len|str|bool|isinstance|startswith|endswith|strip|lstrip|rstrip|lower|upper|casefold|split|rsplit|partition|replace|removeprefix|removesuffix|encode|decode|isalnum|isdigit|isascii|count|get|getlist|join|format)$/;

/** What a function calls that stands before the handlers of requests, to go on to them. */
export const GOES_ON = /^(call_next|get_response|handler|next_handler|app)$/;

/** Parameters that are what handles the request next. */
export const GOES_ON_TO: readonly string[] = ["call_next", "get_response", "next_handler"];

/** Decorators of functions that are called before each request. */
export const BEFORE_REQUESTS: readonly string[] = ["before_request", "before_app_request", "middleware"];

/** Functions that log a user in, and the place at which they take the user. */
export const LOGS_IN: ReadonlyMap<string, number> = new Map([
  ["login_user", 0],
  ["login", 1],
]);
/** The libraries that they are of. */
export const LOGIN_LIBRARIES = /^(flask_login|flask\.ext\.login|flask_security|django\.contrib\.auth)\b/;

/** Fields of a request by which a client says who it is, and those that say nothing of that. */
export const IDENTITY_FIELD = /^(e?_?mail|user_?name|user|user_?id|login|phone(_?number)?|nick(name)?|account)$/i;
export const HARMLESS_FIELD = /^(next|remember(_?me)?|submit|redirect\w*|lang\w*|locale)$/i;

/** Names of what may prove who somebody is, or asks whether it has been proved. */
export const PROVES =
  /pass|pwd|pw$|secret|token|code|otp|pin$|hash|sign|verif|check|valid|auth|match|compar|confirm|captcha|permit|allow|trust|ldap|bind|saml|sso|openid|debug|testing|develop|local|create|register|add|insert|make|new/i;

/** Headers by which somebody in front of a service says who is calling; a client can send them just as well. */
export const IDENTITY_HEADER =
  /^(x-)?((remote|forwarded|auth|authenticated|real|current)-)?(user|owner|account|principal|member|employee|customer)(-?(id|name|email|uuid))?$/i;

/** Names of functions that tell who is calling. */
export const TELLS_WHO =
  /(current|require|get|resolve|authenticated|request)_?(the_)?(user|owner|account|principal|identity|member|caller)|(user|owner|account|principal)_?(id|identity)$|^authenticate/i;
