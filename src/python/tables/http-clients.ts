import { apis, type ApiSet } from "./api.js";

/** How a client of HTTP is told how long to wait. */
export interface WaitingClient {
  /** The functions that wait for an answer. */
  readonly requests: ApiSet;
  /** The calls that make the object whose methods they are, each what it gives; none for plain functions. */
  readonly sessions?: ApiSet;
  /** Whether a request waits for ever unless it, or its session, is told otherwise. */
  readonly isEndless: boolean;
  /** Where a request takes its timeout beside the keyword: the place among its arguments, by its last name. */
  readonly places?: Readonly<Record<string, number>>;
  /** Whether `timeout=None` at a request asks for what the session has. */
  readonly noneAsksSession?: true;
  /** Whether the session takes a timeout for all its requests. */
  readonly hasSessionTimeout?: true;
}

const VERBS = "{get,options,head,post,put,patch,delete,request}";

export const WAITING_CLIENTS: readonly WaitingClient[] = [
  { requests: apis(`requests.${VERBS}`, `requests.api.${VERBS}`), isEndless: true },
  {
    requests: apis(`requests.Session().${VERBS}`, "requests.Session().send"),
    sessions: apis("requests.Session()"),
    isEndless: true,
    places: { request: 8 },
  },
  { requests: apis("{urllib.request,urllib2}.urlopen"), isEndless: true, places: { urlopen: 2 } },
  {
    requests: apis("http.client.{HTTPConnection,HTTPSConnection}"),
    isEndless: true,
    places: { HTTPConnection: 2, HTTPSConnection: 4 },
  },
  { requests: apis(`httpx.${VERBS}`), isEndless: false },
  {
    requests: apis(`{httpx.Client(),httpx.AsyncClient()}.${VERBS}`, "{httpx.Client(),httpx.AsyncClient()}.send"),
    sessions: apis("httpx.{Client,AsyncClient}()"),
    isEndless: false,
    hasSessionTimeout: true,
  },
  {
    requests: apis(`aiohttp.ClientSession().${VERBS}`),
    sessions: apis("aiohttp.ClientSession()"),
    isEndless: false,
    noneAsksSession: true,
    hasSessionTimeout: true,
  },
  { requests: apis("urllib3.{request,PoolManager().request,PoolManager().urlopen}"), isEndless: false },
];

/** The libraries that some of them are in. */
export const CLIENT_LIBRARIES = ["requests", "httpx", "aiohttp", "urllib3"];

/** The names of the others, which nothing else bears. */
export const CLIENT_NAMES = ["urlopen", "HTTPConnection", "HTTPSConnection"];

/** What a file that uses one of them mentions: the library, or a session that somebody else has made. */
export const CLIENT_WORDS = [...CLIENT_LIBRARIES, ...CLIENT_NAMES, "http.client", "session"];

/** What makes a timeout out of several, and the arguments without any of which it never comes. */
export const TIMEOUT_KINDS: ReadonlyMap<string, { readonly keywords: readonly string[]; readonly place?: number }> =
  new Map([
    ["aiohttp.ClientTimeout", { keywords: ["total", "sock_read"], place: 0 }],
    ["httpx.Timeout", { keywords: ["timeout", "read"], place: 0 }],
  ]);

/** Functions that give a time limit to all that follows. */
export const LIMITS_ALL = ["setdefaulttimeout", "alarm", "setitimer"];

/** What limits the time of what stands in it, or is given to it: `async with timeout(5)`, `wait_for(…)`, `fail_after(3)`. */
export const LIMITS_INSIDE = /time_?out|deadline|^(wait_for|fail_after|move_on_after)$/i;

/** Names of answers that are meant to be waited for: they end when the server says so. */
export const STREAMS =
  /(?<![a-z])(a?stream|event|sse(?![a-z])|watch|subscri|listen|long_?poll|tail|follow|get_?updates|chunk|download|upload|proxy)/i;

/** Decorators that make a function a handler or a job of a service. */
export const SERVED =
  /(^|\.)(route|get|post|put|patch|delete|websocket|task|shared_task|actor|job|api_view|message_handler|callback_query_handler|command|event|listener|loop|on_event|subscriber|agent|timer)(\(\))?$/;

/** How other linters are told that a request may wait for ever, and that all of a file's may. */
export const WAIVES_TIMEOUT = {
  noqa: /\bS113\b/i,
  pylint: /missing-timeout|W3101/i,
  nosec: /\bB113\b|request_without_timeout/i,
};
export const WAIVES_TIMEOUTS =
  /^# *(ruff: *noqa: *[\w, ]*\bS113\b|pylint: *disable=[\w,\- ]*(missing-timeout|W3101))/im;
