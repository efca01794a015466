import { apis, type ApiSet } from "./api.js";

/** Names of functions and classes that decide who is let in. */
export const CHECK_NAME =
  /(verif|validat|check|requir|ensure|enforce|confirm|valid|need|must|has|is)\w*?_(\w*_)?(auth|api_?key|key|token|secret|passw|credential|signature|permission|admin|access|hmac|bearer|jwt|user|login|request|webhook)|auth(enticat|ori[sz])|(^|_)auth(_|$)|current_user|login_required|Auth|ApiKey|APIKey|Jwt|JWT|Signature|Guard|(Token|Secret|Password|Key)(Check|Verif|Valid|Middleware|Permission)/;

/** Names that say the same words about something else. */
export const NO_CHECK_NAME =
  /rate_?limit|throttl|quota|captcha|feature_?flag|author(s|ed|ship)?(_|$)|tokeni[sz]|num_tokens|token_(count|limit|budget)/i;

/** Names of what says yes to who is to be turned away. */
export const REFUSES_NAME =
  /(black|deny|block|ban)_?list|revo[ck]|banned|blocked|expired|suspended|disabled|locked|leaked|compromised/i;

/** Names of what has to be kept secret. */
export const SECRET_NAME =
  /(api|access|auth|admin|secret|private|signing|shared|server|service|internal|master|webhook|hmac|jwt|bearer|client)_?(keys?|tokens?|secrets?|hash|password)|secrets?$|passwords?$|passwd|passphrase|passcode|credentials?$|auth_?tokens?|basic_?auth|(^|_)tokens?$|^authori[sz]ation(_list|s)?$|^api_?keys?$|(^|_)keys?$/i;

/** Names of tokens and keys that say where to go on or what to look up, and of what is liked best: whoever has them has nothing. */
export const POSITION_NAME =
  /(^|_)(next|prev(ious)?|page|paging|pagination|start(ing)?|end|continu(e|ation)|cursor|resume|sync|since|offset|marker|bos|eos|pad|unk|mask|stop)_?tokens?$|(^|_)(primary|foreign|partition|sort|range|hash|cache|routing|idempotency|index|row|dict|object|group)_?keys?$|(^|_)pref(s|erred|erences?)?(_|$)/i;

/** Names of what takes messages that another service sends of its own accord, and signs. */
export const WEBHOOK_NAME = /web_?hook|(^|[\W_])signature|_signature|ipn(_|$)/i;
/** Names of what takes messages about money. */
export const PAYMENT_NAME =
  /payments?|paypal|stripe|billing|invoice|checkout|razorpay|paystack|mollie|adyen|braintree|coinbase|lemon_?squeezy|yookassa|paddle/i;
/** Calls that make the digest which a signature is held against, or hold it. */
export const SIGNATURE_CHECKS: ReadonlySet<string> = new Set(
  "compare_digest hexdigest hmac digest construct_event verify_signature validate_signature verify".split(" "),
);

/** Names of what a caller may do or belongs to, which says nothing of who it is. */
export const RIGHTS_NAME =
  /(^|_)(roles?|scopes?|permissions?|groups?|perms?|privileges?|rights|claims|capabilit(y|ies)|entitlements?|polic(y|ies)|departments?|teams?|plans?|tiers?)$/i;

/** Names of what tells a deployment from a developer's machine. */
export const MODE_NAME =
  /(^|[^a-z])(debug|debugging|dev|develop|development|devel|local|env|environment|stage|staging|prod|production|app_env|mode)([^a-z]|$)/i;
/** Those that say for whom a deployment is. */
export const DEPLOYED_NAME = /(^|[^a-z])(debug|dev|development|devel|stage|staging|prod|production)([^a-z]|$)/i;
/** Names of switches that are for developers alone. */
export const DEBUG_NAME = /(^|[^a-z])(debug|debugging|dev|devel|development|is_dev|dev_mode)([^a-z]|$)/i;
/** Names of switches that turn checks on and off. */
export const SWITCH_NAME = /auth|verif|login|protect|secur|(check|require|skip|disable|enable|bypass)/i;
/** Test runs switch checks off, and say so. */
export const TESTING_NAME = /(^|[^a-z])(test|tests|testing|pytest|ci)([^a-z]|$)/i;

/** What a raised error, an answer or a call says when it turns a caller away. */
export const DENIED =
  /\b40[13]\b|HTTP_40[13]|unauthori[sz]ed|forbidden|unauthenticated|PERMISSION_?DENIED|permission denied|access denied|not authenticated|not authori[sz]ed|authentication (is )?(required|failed|error)|(invalid|wrong|bad|missing|incorrect) ((or|and) \w+ )?(admin |internal |access |auth |bearer )?(api[ _-]?key|token|credentials?|password|secret|signature)/i;

/** Classes of errors that turn a caller away. */
export const DENIAL_CLASS =
  /(Unauthori[sz]ed|Forbidden|Denied|NotAuthenticated|Unauthenticated|AuthenticationFailed|Auth\w*(Error|Exception|Failed|Failure)|PermissionError|Invalid(Token|ApiKey|APIKey|Credentials?|Signature|Key|Password)\w*|BadSignature\w*|credentials?_(exception|error)|unauthori[sz]ed\w*|forbidden\w*)$/;

/** Functions whose result turns a caller away. */
export const DENIAL_FUNCTION = /unauthori[sz]ed|forbidden|denied|(^|_)deny/i;

/** Statuses of HTTP, and codes that close a WebSocket, that turn a caller away. */
export const DENIAL_STATUSES: ReadonlySet<number> = new Set([401, 403, 1008, 4001, 4003, 4401, 4403]);

/** Statuses by the names under which `http.HTTPStatus`, gRPC and other libraries have them. */
export const STATUS_NAMES: ReadonlyMap<string, number> = new Map([
  ["BAD_REQUEST", 400],
  ["UNAUTHORIZED", 401],
  ["UNAUTHENTICATED", 401],
  ["FORBIDDEN", 403],
  ["PERMISSION_DENIED", 403],
  ["NOT_FOUND", 404],
  ["UNPROCESSABLE_ENTITY", 422],
  ["TOO_MANY_REQUESTS", 429],
  ["INTERNAL_SERVER_ERROR", 500],
  ["NOT_IMPLEMENTED", 501],
  ["BAD_GATEWAY", 502],
  ["SERVICE_UNAVAILABLE", 503],
]);

/** Keywords, keys and attributes that hold a status. */
export const STATUS_FIELD = /^(http_?)?status(_?code)?$|^code$/i;

/** Calls that are given a status by its place. */
export const STATUS_TAKERS =
  /^(abort|send_error|send_response|set_status|HTTPError|HTTPException|start_response|make_response|close)$/;

/** Classes of errors that become an answer of a server. */
export const HTTP_ERROR = /HTTP|Http|Abort|Reject|Problem|API\w*(Error|Exception)|Redirect/;

/** Keywords and keys that say whether something went well. */
export const SUCCESS_FIELD =
  /^(is_?)?(ok|success(ful)?|valid|allow(ed)?|granted|permitted|authenticated|authori[sz]ed|logged_in)$/i;

/** Functions that check what a caller sent against a secret. */
export const CHECKS =
  /compare_digest|constant_time_compare|bytes_eq|safe_str_cmp|verif|validat|^decode$|jwt_decode|authenticat|^unsign$|introspect|check_(token|password|auth|key|api_key|signature|credentials)|checkpw|^new$|^digest$|^hmac$/i;

/** Those whose first argument is what was sent. */
export const DECODES = /^decode$|jwt_?decode|unsign|introspect/i;

/** Verification that does not depend on a secret of the function that asks for it, and raises or says no. */
export const VERIFIES =
  /verif|^decode$|jwt_?decode|decode_?(access_?)?(token|jwt)|validate_?(\w*_)?(token|key|signature|credentials|jwt|session)|authenticat|compare_digest|unsign|introspect|check_(token|password|auth|key|api_key|signature|credentials)/i;

/** What a request brings, by the names under which frameworks hand it out. */
export const REQUEST_NAME =
  /^(request|req|session|g|websocket|ws|context|ctx|scope|environ|headers|cookies|flask_request|current_user|user|local)$/;
/** Parameters that hold the service's own configuration. */
export const CONFIGURATION_NAME = /(settings?|config(uration)?|cfg|conf|options|opts|args|state|app|application)$/i;

/** Names of what puts a check before the handlers. */
export const INSTALLERS =
  /^(add_middleware|middleware|before_request|before_app_request|append|insert|include_router|register_middleware|install|use|wrap|enforce|set_auth(?!\w*(?:token|header|cookie|key|secret|credential|user|type))\w*|register_auth\w*|configure_auth\w*)$/;

/** Those of them that are decorators without a call: `@app.before_request`. */
export const HOOKS = /^(before_request|before_app_request)$/;

/** Those of them that put anything anywhere, and what it has to be put into. */
export const APPENDERS = /^(append|insert|use|wrap|install)$/;
export const INSTALLED_INTO = /middlewares?|dependenc|interceptor|before_request|app\b/i;

/** Make a middleware ready to be put in front of an application. */
export const MIDDLEWARE: ApiSet = apis("{starlette,fastapi}.middleware.Middleware");

/** Applications that are given a list of functions that stand before their handlers. */
export const TAKES_MIDDLEWARE: ApiSet = apis("aiohttp.web.Application");

/** What a text holds that calls one of the others, and one of these. */
export const INSTALLING = /(?:middleware|request|include_router|enforce|_auth\w*)[\s\\]*\(|before_(?:app_)?request\b/;
export const APPENDING = /\b(?:append|insert|use|wrap|install)[\s\\]*\(/;
