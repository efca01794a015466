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
  "aiohttp.ClientSession().close",
  "aiohttp.ClientResponse().{json,text,read}",
  "aiohttp.ClientWebSocketResponse().{send_str,send_bytes,send_json,receive,receive_str,receive_bytes,receive_json,close}",
  "aiohttp.web.Request().{json,text,read,post}",
  "aiohttp.web.WebSocketResponse().{send_str,send_bytes,send_json,receive,receive_str,receive_bytes,receive_json,close}",
  "httpx.AsyncClient().{get,post,put,patch,delete,head,options,request,send,aclose}",
  "{fastapi,fastapi.requests,starlette.requests}.Request().{json,body,is_disconnected}",
  "{fastapi,fastapi.datastructures,starlette.datastructures}.UploadFile().{read,write,seek,close}",
  "{fastapi,fastapi.websockets,starlette.websockets}.WebSocket().{accept,send_text,send_bytes,send_json,receive_text,receive_bytes,receive_json,close}",
  "asyncio.AbstractEventLoop().{shutdown_asyncgens,shutdown_default_executor,create_connection,create_server,getaddrinfo,sock_recv,sock_sendall,sock_connect,sock_accept}",
);

/** The words of which a file names one that gets them from where they come from. */
export const COROUTINE_FUNCTION_SOURCES = ["asyncio", "aiohttp", "httpx", "fastapi", "starlette"] as const;

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
