import { apis, type ApiSet } from "./api.js";

/** Take credentials out of a request, and look at nothing but their form. */
export const SCHEMES: ApiSet = apis(
  "fastapi.security.{HTTPBearer,HTTPBasic,HTTPDigest,OAuth2PasswordBearer,OAuth2AuthorizationCodeBearer,APIKeyHeader,APIKeyCookie,APIKeyQuery}()",
  "fastapi.security.{http,oauth2,api_key}.{HTTPBearer,HTTPBasic,HTTPDigest,OAuth2PasswordBearer,APIKeyHeader,APIKeyCookie,APIKeyQuery}()",
);

/** Declare a parameter that is filled in from a header or a cookie. */
export const HEADER_PARAMETERS: ApiSet = apis("fastapi.{Header,Cookie,params.Header,params.Cookie}()");

/** Names of headers and parameters that hold what a caller proves itself with. */
export const CREDENTIAL_FIELD = /authori[sz]ation|token|api[-_]?key|secret|credential|signature|password/i;

/** Names of functions that are there to check who calls. */
export const CHECKS_CALLER =
  /^_*(verify|validate|check|require|ensure|authenticate|authori[sz]e|protect)(_|$)|^_*get_current_(active_)?user$|(_|^)(required|auth)$/;

/** Functions and methods that ask for the form of a text, or make another one of it. */
export const FORMAL =
  /^(len|str|bool|isinstance|startswith|endswith|strip|lstrip|rstrip|lower|upper|casefold|split|rsplit|partition|replace|removeprefix|removesuffix|encode|decode|isalnum|isdigit|isascii|count|get|getlist|join|format)$/;

/** What a function calls that stands before the handlers of requests, to go on to them. */
export const GOES_ON = /^(call_next|get_response|handler|next_handler|app)$/;

/** Decorators of functions that are called before each request. */
export const BEFORE_REQUESTS: readonly string[] = ["before_request", "before_app_request", "middleware"];
