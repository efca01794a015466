import { apis } from "./api.js";

/** The names that every module has without importing them. */
export const BUILTINS: ReadonlySet<string> = new Set(
  (
    "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex " +
    "delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash " +
    "help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open " +
    "ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super " +
    "tuple type vars zip __import__ __file__ __name__ __doc__ raw_input unicode xrange execfile reload " +
    "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError " +
    "BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError " +
    "ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EnvironmentError Exception " +
    "ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError " +
    "ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError " +
    "KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented " +
    "NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError " +
    "RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration " +
    "SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError " +
    "UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning " +
    "ValueError Warning ZeroDivisionError"
  ).split(" "),
);

/** Every path of a pattern, with the one name that they have in common. */
function alias(pattern: string, path: string): Record<string, string> {
  return Object.fromEntries([...apis(pattern)].map((other) => [other, path]));
}

/** What else a path is called: aliases, and what well-known functions return. */
const SAME: Readonly<Record<string, string>> = {
  "builtins.open": "open",
  "io.open": "open",
  "zmq.Context.instance()": "zmq.Context()",
  "zmq.Context().socket()": "zmq.Socket()",
  "zmq.Context.instance().socket()": "zmq.Socket()",
  "zmq.asyncio.Context.instance()": "zmq.asyncio.Context()",
  "zmq.asyncio.Context().socket()": "zmq.asyncio.Socket()",
  "zmq.green.Context().socket()": "zmq.Socket()",
  "zmq.sugar.Socket": "zmq.Socket",
  "zmq.sugar.socket.Socket": "zmq.Socket",
  "socket.create_connection()": "socket.socket()",
  "socket.create_server()": "socket.socket()",
  "socket.socket().accept()[]": "socket.socket()",
  "asyncio.open_connection()[]": "asyncio.StreamReader()",
  "asyncio.open_unix_connection()[]": "asyncio.StreamReader()",
  "asyncio.get_event_loop()": "asyncio.AbstractEventLoop()",
  "asyncio.get_running_loop()": "asyncio.AbstractEventLoop()",
  "asyncio.new_event_loop()": "asyncio.AbstractEventLoop()",
  ...alias(
    "asyncio.{create_task,ensure_future,current_task,tasks.Task,AbstractEventLoop().create_task}()",
    "asyncio.Task()",
  ),
  ...alias("asyncio.{TaskGroup,taskgroups.TaskGroup}().create_task()", "asyncio.Task()"),
  ...alias("asyncio.{gather,shield,wrap_future,futures.Future}()", "asyncio.Future()"),
  ...alias("asyncio.AbstractEventLoop().{create_future,run_in_executor}()", "asyncio.Future()"),
  ...alias(
    "{asyncio.run_coroutine_threadsafe,concurrent.futures.ThreadPoolExecutor().submit,concurrent.futures.ProcessPoolExecutor().submit}()",
    "concurrent.futures.Future()",
  ),
  ...alias("typing.Dict", "dict"),
  ...alias("typing.List", "list"),
  ...alias("typing.Set", "set"),
  ...alias("typing.FrozenSet", "frozenset"),
  ...alias("typing.Tuple", "tuple"),
  ...alias("typing.DefaultDict", "collections.defaultdict"),
  ...alias("typing.OrderedDict", "collections.OrderedDict"),
  ...alias("typing.Deque", "collections.deque"),
  "threading._Timer": "threading.Timer",
  "requests.session": "requests.Session",
  "requests.sessions.Session": "requests.Session",
  "ssl.SSLContext().wrap_socket()": "socket.socket()",
  "ssl.create_default_context().wrap_socket()": "socket.socket()",
  "ssl.wrap_socket()": "socket.socket()",
  ...alias("{requests,requests.Session()}.{get,post,put,patch,delete,head,options,request}()", "requests.Response()"),
  ...alias(
    "{httpx,httpx.Client(),httpx.AsyncClient()}.{get,post,put,patch,delete,head,options,request,stream}()",
    "httpx.Response()",
  ),
  ...alias("aiohttp.ClientSession().{get,post,put,patch,delete,head,options,request}()", "aiohttp.ClientResponse()"),
  ...alias("aiohttp.ClientSession().ws_connect()", "aiohttp.ClientWebSocketResponse()"),
  ...alias(
    "{urllib2,urllib.request.build_opener(),urllib.request.OpenerDirector()}.{urlopen,open}()",
    "urllib.request.urlopen()",
  ),
  ...alias(
    "websockets.{connect,unix_connect,client.connect,asyncio.client.connect,sync.client.connect}()",
    "websockets.connect()",
  ),
  ...alias(
    "{redis.StrictRedis,redis.asyncio.Redis,redis.asyncio.StrictRedis,redis.client.Redis,redis.cluster.RedisCluster,redis.RedisCluster,aioredis.Redis}",
    "redis.Redis",
  ),
  ...alias(
    "{redis.from_url,redis.asyncio.from_url,redis.Redis.from_url,aioredis.from_url,aioredis.create_redis,aioredis.create_redis_pool}()",
    "redis.Redis()",
  ),
  ...alias("{fastapi,starlette.requests,fastapi.requests}.Request", "starlette.requests.Request"),
  ...alias("{fastapi,fastapi.websockets}.WebSocket", "starlette.websockets.WebSocket"),
  ...alias("{fastapi,fastapi.datastructures}.UploadFile", "starlette.datastructures.UploadFile"),
  ...alias(
    "{django.http.request.HttpRequest,django.core.handlers.wsgi.WSGIRequest,django.core.handlers.asgi.ASGIRequest,rest_framework.request.Request}",
    "django.http.HttpRequest",
  ),
  ...alias("sanic.request.Request", "sanic.Request"),
  ...alias("aiohttp.web_request.Request", "aiohttp.web.Request"),
  ...alias("{flask,quart,werkzeug.wrappers,flask.wrappers,quart.wrappers}.Request", "werkzeug.Request"),
  ...alias("litestar.connection.Request", "litestar.Request"),
  ...alias("falcon.{asgi.Request,request.Request}", "falcon.Request"),
  ...alias("boto3.{client,resource,session.Session().client,Session().client}()", "boto3.client()"),
  ...alias("paho.mqtt.client.{MQTTMessage,Message}", "paho.mqtt.client.MQTTMessage"),
};

/** The one name of a path that has several. */
export function canonical(path: string): string {
  const plain = path.startsWith(BACKPORT) ? `typing.${path.slice(BACKPORT.length)}` : path;
  return Object.hasOwn(SAME, plain) ? (SAME[plain] ?? plain) : plain;
}

/** What newer Pythons have in `typing`, for older ones. */
const BACKPORT = "typing_extensions.";

/** What the literals of the grammar are made of. */
export const LITERAL_TYPES: Readonly<Record<string, string>> = {
  string: "str",
  concatenated_string: "str",
  integer: "int",
  float: "float",
  list: "list",
  list_comprehension: "list",
  dictionary: "dict",
  dictionary_comprehension: "dict",
  set: "set",
  set_comprehension: "set",
  tuple: "tuple",
  expression_list: "tuple",
  generator_expression: "generator",
  true: "bool",
  false: "bool",
};
