/** What a framework passes to a method that overrides one of its own: base class (a prefix of it), method, position, what. */
export interface Override {
  readonly bases: RegExp;
  readonly methods: RegExp;
  /** Place among the parameters, `self` counted. */
  readonly position: number;
  readonly gives: string;
}

const VERBS = /^(get|post|put|patch|delete|head|options|dispatch|list|create|update|partial_update|retrieve|destroy)$/;

export const OVERRIDES: readonly Override[] = [
  {
    bases: /^asyncio\.(\w+\.)?(Protocol|BufferedProtocol)$/,
    methods: /^data_received$/,
    position: 1,
    gives: "asyncio.Protocol.data_received.data",
  },
  {
    bases: /^asyncio\.(\w+\.)?DatagramProtocol$/,
    methods: /^datagram_received$/,
    position: 1,
    gives: "asyncio.DatagramProtocol.datagram_received.data",
  },
  {
    bases: /^twisted\./,
    methods: /^(data|datagram|line|string|raw)Received$/,
    position: 1,
    gives: "twisted.Protocol.dataReceived.data",
  },
  {
    bases: /^tornado\.websocket\.WebSocketHandler$/,
    methods: /^on_message$/,
    position: 1,
    gives: "tornado.websocket.WebSocketHandler.on_message.message",
  },
  {
    bases: /^(django\.views|django\.contrib|rest_framework)\./,
    methods: VERBS,
    position: 1,
    gives: "django.http.HttpRequest()",
  },
  { bases: /^ast\.Node(Visitor|Transformer)$/, methods: /^(generic_)?visit/, position: 1, gives: "ast.AST()" },
  { bases: /_pb2_grpc\.\w+Servicer$/, methods: /^[A-Z]/, position: 1, gives: "grpc.request" },
];

/** Base classes of what a framework makes anew for each request, or for each connection. */
export const REQUEST_CLASSES =
  /^(django\.views\.(generic\.)?(\w+\.)*(View|TemplateView|ListView|DetailView|FormView|CreateView|UpdateView|DeleteView|RedirectView)|flask\.views\.(View|MethodView)|rest_framework\.(views\.APIView|viewsets\.\w+|generics\.\w+)|tornado\.(web\.RequestHandler|websocket\.WebSocketHandler)|starlette\.endpoints\.\w+|aiohttp\.web\.View|(http\.server|socketserver)\.\w+Handler)$/;

/** What a framework passes to a function that it is given: to `call(function)`, `call(keyword=function)`. */
export interface Registration {
  /** The last name of what is called. */
  readonly call: string;
  /** Where the function stands among the arguments. */
  readonly position?: number;
  readonly keywords?: readonly string[];
  /** What each parameter of the function (without `self`) is given; empty for nothing worth knowing. */
  readonly gives: readonly string[];
}

export const REGISTRATIONS: readonly Registration[] = [
  {
    call: "start_server",
    position: 0,
    keywords: ["client_connected_cb"],
    gives: ["asyncio.StreamReader()", "asyncio.StreamWriter()"],
  },
  {
    call: "start_unix_server",
    position: 0,
    keywords: ["client_connected_cb"],
    gives: ["asyncio.StreamReader()", "asyncio.StreamWriter()"],
  },
  {
    call: "basic_consume",
    position: 1,
    keywords: ["on_message_callback", "consumer_callback"],
    gives: ["", "", "", "pika.body"],
  },
  { call: "subscribe", keywords: ["cb"], gives: ["nats.aio.msg.Msg()"] },
  { call: "recv_serialized", position: 0, keywords: ["deserialize"], gives: ["zmq.Socket().recv_serialized.frames"] },
  { call: "on_recv", position: 0, gives: ["zmq.Socket().recv_serialized.frames"] },
  {
    call: "CommandHandler",
    position: 1,
    keywords: ["callback"],
    gives: ["telegram.Update()", "telegram.ext.CallbackContext()"],
  },
  {
    call: "MessageHandler",
    position: 1,
    keywords: ["callback"],
    gives: ["telegram.Update()", "telegram.ext.CallbackContext()"],
  },
  { call: "KafkaConsumer", keywords: ["value_deserializer", "key_deserializer"], gives: ["kafka.KafkaConsumer.value"] },
];

/** What a framework passes to a function that is stored in an attribute of one of its objects. */
export const STORED_CALLBACKS: Readonly<Record<string, readonly string[]>> = {
  on_message: ["", "", "paho.mqtt.client.MQTTMessage()"],
};

/** What a parameter called `request` is in a file that imports a framework whose views are plain functions. */
export const REQUEST_PARAMETERS: Readonly<Record<string, string>> = {
  django: "django.http.HttpRequest()",
  rest_framework: "django.http.HttpRequest()",
  aiohttp: "aiohttp.web.Request()",
  starlette: "starlette.requests.Request()",
  sanic: "sanic.Request()",
};

/** Decorators that make a function answer requests; what a request says is passed in its parameters. */
export const ROUTES =
  /^(fastapi\.(FastAPI|APIRouter)|flask\.(Flask|Blueprint)|quart\.(Quart|Blueprint)|bottle(\.Bottle)?)(\(\))?\.(route|get|post|put|patch|delete|websocket)\(\)$/;
/** Types of a route's parameters that are no part of the request. */
export const INJECTED = /^(fastapi|starlette)\.|^(fastapi\.)?(Depends|Security)\(\)$/;

/** Decorators that make a tool of a function, which a model calls with what it likes. */
export const TOOLS =
  /^(mcp\.server\.(\w+\.)*FastMCP|fastmcp\.(\w+\.)*FastMCP)\(\)\.(tool|resource|prompt)\b|^(langchain|langchain_core|crewai|agents|smolagents|autogen_core)\b.*\.(tool|function_tool)\b/;

/** What functions are called that a cloud calls with what has happened, and what it calls their second parameter. */
export const EVENT_HANDLERS = /^(lambda_)?handler$/;
export const EVENT_CONTEXT = /^_?(lambda_)?(context|ctx)$/;
