import { apis } from "./api.js";

const VERBS = "{get,options,head,post,put,patch,delete,request}";

/** Calls that ask a server, and fail at once while it is down. */
export const NETWORK_CALLS = apis(
  `{requests,requests.Session(),httpx,httpx.Client(),httpx.AsyncClient(),aiohttp.ClientSession()}.${VERBS}`,
  "{requests.Session(),httpx.Client(),httpx.AsyncClient()}.send",
  "aiohttp.ClientSession().ws_connect",
  "urllib.request.{urlopen,urlretrieve}",
  "urllib3.{request,PoolManager().request}",
  "http.client.{HTTPConnection,HTTPSConnection}().{request,connect}",
  "socket.{create_connection,socket().connect}",
  "asyncio.{open_connection,open_unix_connection}",
  "{websockets.connect,websocket.create_connection}",
  "websocket.WebSocket().connect",
  "{psycopg2,psycopg,pymysql,MySQLdb,pyodbc,asyncpg,aiomysql,aiopg}.connect",
  "mysql.connector.connect",
  "{asyncpg,aiomysql}.create_pool",
  "paho.mqtt.client.Client().{connect,reconnect}",
  "{nats,asyncssh}.connect",
  "imaplib.{IMAP4,IMAP4_SSL}",
  "{pika.BlockingConnection,aio_pika.connect,aio_pika.connect_robust}",
  "smtplib.{SMTP,SMTP_SSL}",
  "ftplib.{FTP,FTP_TLS}",
  "paramiko.SSHClient().connect",
  "redis.Redis().{ping,get,set,setex,publish,hset,hget,hgetall,lpush,rpush,sadd,zadd,xadd,xgroup_create,expire}",
  "boto3.client().{get_object,put_object,invoke,send_message,publish}",
  "{kafka.KafkaConsumer,kafka.KafkaProducer}",
);

/** The last names of these, and words for them that a file which makes such calls holds. */
export const NETWORK_NAMES: ReadonlySet<string> = new Set(
  [...NETWORK_CALLS].map((path) => path.slice(path.lastIndexOf(".") + 1)),
);

/** Errors of a connection, by the names of their classes; those that say that time has passed are none, for it has. */
export const CONNECTION_ERRORS =
  /^(Exception|BaseException|OSError|IOError|EnvironmentError|error|RequestException|URLError|HTTPError|ClientError|TransportError|RequestError|RedisError|OperationalError|DatabaseError|InterfaceError|AMQP\w*|SMTP\w*|SSHException|WebSocketException|InvalidStatus\w*|gaierror|\w*Connect\w*(Error|Exception|Refused\w*)|BotoCoreError|KafkaError|NoBrokersAvailable|HTTPException|SSLError)$/;

/** Calls that wait, or take something new, by their last names. */
export const WAITS =
  /^(a?sleep\w*|\w*wait\w*|\w*back_?off\w*|\w*delay\w*|\w*throttl\w*|pause|select|poll|recv\w*|accept|acquire|join|read\w*|iter_\w+|next|anext|popleft|pop|tick|idle|input|\w*prompt\w*|confirm|hold|retry\w*|\w*cool\w*|sync|limit\w*|timer|run_forever|run_until_complete|rate_\w+)$/i;

/** Calls that take something new from a container or queue, where they are not requests. */
export const TAKES_NEXT: ReadonlySet<string> = new Set([
  "get",
  "get_nowait",
  "lpop",
  "rpop",
  "blpop",
  "brpop",
  "fetchone",
]);
