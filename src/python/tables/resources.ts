import { apis, matches, type ApiSet } from "./api.js";

/** Something that holds more than memory, until it is closed. */
export interface ResourceKind {
  /** The calls that open one, by what is called. */
  readonly opens: ApiSet;
  /** The methods that close it. */
  readonly closes: ReadonlySet<string>;
  /** The methods of where it came from that take it back. */
  readonly takenBack?: ReadonlySet<string>;
  /** Its place in what the call gives, when that is a tuple. */
  readonly part?: number;
}

const words = (list: string): ReadonlySet<string> => new Set(list === "" ? [] : list.split(" "));

const kind = (closes: string, ...opens: string[]): ResourceKind => ({ opens: apis(...opens), closes: words(closes) });

/** A connection to a database. */
export const CONNECTION: ResourceKind = kind(
  "close terminate",
  "{sqlite3,sqlite3.dbapi2,psycopg2,psycopg,pymysql,MySQLdb,pyodbc,cx_Oracle,oracledb,pymssql,snowflake.connector}.connect",
  "psycopg.{Connection,AsyncConnection}.connect",
  "mysql.connector.{connect,MySQLConnection}",
  "pymysql.{Connect,Connection,connections.Connection}",
  "{asyncpg,aiomysql,aiosqlite,aiopg,asyncmy}.connect",
);

/** What opens what, and what closes that. A new line is all that a further library takes. */
export const RESOURCES: readonly ResourceKind[] = [
  CONNECTION,
  kind(
    "close invalidate",
    "sqlalchemy.orm.{sessionmaker,async_sessionmaker}()",
    "sqlalchemy.orm.session.sessionmaker()",
    "sqlalchemy.ext.asyncio.{async_sessionmaker,AsyncSession}",
    "sqlalchemy.ext.asyncio.async_sessionmaker()",
    "sqlalchemy.orm.{Session,session.Session}",
    "sqlmodel.Session",
    "sqlalchemy.{create_engine,engine.create_engine}().{connect,raw_connection}",
    "sqlalchemy.ext.asyncio.create_async_engine().{connect,raw_connection}",
  ),
  {
    ...kind(
      "",
      "psycopg2.pool.{SimpleConnectionPool,ThreadedConnectionPool}().getconn",
      "psycopg_pool.ConnectionPool().getconn",
    ),
    takenBack: words("putconn"),
  },
  { ...kind("", "{asyncpg,aiomysql,aiopg,asyncmy}.create_pool().acquire"), takenBack: words("release") },
  kind("close", "mysql.connector.pooling.MySQLConnectionPool().get_connection"),
  kind(
    "close detach",
    "socket.{socket,create_connection,create_server}",
    "ssl.{wrap_socket,SSLContext().wrap_socket,create_default_context().wrap_socket}",
  ),
  kind("quit close", "smtplib.{SMTP,SMTP_SSL,LMTP}", "ftplib.{FTP,FTP_TLS}", "poplib.{POP3,POP3_SSL}"),
  kind("logout shutdown", "imaplib.{IMAP4,IMAP4_SSL,IMAP4_stream}"),
  kind("close", "paramiko.{SSHClient,Transport,client.SSHClient,transport.Transport}", "telnetlib.Telnet"),
  kind("close", "http.client.{HTTPConnection,HTTPSConnection}", "aiohttp.ClientSession"),
  kind("aclose", "httpx.AsyncClient"),
  { ...kind("close abort", "asyncio.open_connection", "asyncio.open_unix_connection"), part: 1 },
];

/** What opens connections whose `with` ends a transaction, and leaves them open: those of `psycopg`, `pymysql` and others are closed. */
export const TRANSACTION_OPENERS: ApiSet = apis(
  "{sqlite3,sqlite3.dbapi2,psycopg2,pyodbc}.connect",
  "sqlite3.Connection",
);

/** The last names of the methods that close something. */
export const CLOSERS: ReadonlySet<string> = new Set(RESOURCES.flatMap(({ closes }) => [...closes]));

/** The last names of the methods that take something back. */
export const TAKERS_BACK: ReadonlySet<string> = new Set(RESOURCES.flatMap(({ takenBack }) => [...(takenBack ?? [])]));

/** The last names of the calls that open something, as far as the library names them. */
export const OPENERS: ReadonlySet<string> = new Set(
  RESOURCES.flatMap(({ opens }) => [...opens])
    .filter((path) => !path.endsWith("()"))
    .map((path) => path.slice(path.lastIndexOf(".") + 1)),
);

/** What makes a callable that opens something, to be called by whatever name it is given. */
export const OPENER_MAKERS = ["sessionmaker", "async_sessionmaker"] as const;

/** What a call of a path opens. */
export function openedBy(path: string): ResourceKind | undefined {
  return RESOURCES.find(({ opens }) => matches(opens, path));
}

/** Methods whose results hold on to nothing that they came from. */
export const PLAIN_RESULTS: ReadonlySet<string> = words(
  "fetchone fetchall fetchmany fetchval fetchrow fetch scalar scalar_one scalar_one_or_none mappings_all all count exists " +
    "recv recvfrom read readline readlines json text getsockname getpeername getsockopt fileno sendmail send_message " +
    "commit rollback flush close listdir nlst retrlines",
);

/** Functions that use what they are given while they run, and keep nothing of it. */
export const BORROWERS: ApiSet = apis(
  "pandas.{read_sql,read_sql_query,read_sql_table}",
  "pandas.DataFrame().to_sql",
  "{polars,pl}.read_database",
  "select.select",
);
