import { apis } from "./api.js";

/** Calls outside the project that do nothing until what they give is awaited. */
export const COROUTINE_FUNCTIONS = apis(
  "asyncio.{sleep,wait_for,wait,to_thread,open_connection,open_unix_connection,start_server,start_unix_server}",
  "asyncio.{create_subprocess_exec,create_subprocess_shell}",
  "asyncio.Event().wait",
  "asyncio.{Lock,Semaphore,BoundedSemaphore}().acquire",
  "asyncio.Condition().{acquire,wait,wait_for}",
  "asyncio.Queue().{get,put,join}",
  "asyncio.StreamReader().{read,readline,readexactly,readuntil}",
  "asyncio.StreamWriter().{drain,wait_closed,start_tls}",
  "asyncio.AbstractEventLoop().{shutdown_asyncgens,shutdown_default_executor,create_connection,create_server,getaddrinfo,sock_recv,sock_sendall,sock_connect,sock_accept}",
);

/** Their last names. */
export const COROUTINE_FUNCTION_NAMES: ReadonlySet<string> = new Set(
  [...COROUTINE_FUNCTIONS].map((path) => path.slice(path.lastIndexOf(".") + 1)),
);

/** Functions that fail, or say something about the coroutine itself, when they are given one as their first argument. */
export const TAKES_NO_COROUTINE: ReadonlyMap<string, "fails" | "means nothing"> = new Map([
  ..."len list tuple set frozenset dict sorted sum any all enumerate iter next reversed min max int float json.dumps json.loads"
    .split(" ")
    .map((path) => [path, "fails"] as const),
  ..."bool str repr print format".split(" ").map((path) => [path, "means nothing"] as const),
]);
