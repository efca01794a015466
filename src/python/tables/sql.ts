import { apis, type ApiSet } from "./api.js";

/** Methods that run the statement that they are given first, whatever object they are called on. */
export const RUNS_BY_NAME: ReadonlySet<string> = new Set(
  (
    "execute executemany executescript exec_driver_sql execute_sql execute_query execute_batch execute_values " +
    "fetch fetchrow fetchval fetch_all fetch_one fetch_val raw read_sql read_sql_query from_statement"
  ).split(" "),
);

/** Functions that make a part of a statement, or all of it, of a text. */
export const FRAGMENTS: ApiSet = apis(
  "sqlalchemy.{text,sql.text,sql.expression.text,literal_column}",
  "sqlmodel.text",
  "flask_sqlalchemy.SQLAlchemy().text",
  "django.db.models.expressions.RawSQL",
);

/** Functions that run a statement, or make one of a text; what they are called says too little. */
export const RUNS: ApiSet = apis(
  ...FRAGMENTS,
  "google.cloud.bigquery.Client().query",
  "{duckdb,duckdb.connect()}.{sql,query}",
);

/** Where a function takes the statement, when that is not the first place. */
export const STATEMENT_PLACES: Readonly<Record<string, number>> = { execute_batch: 1, execute_values: 1 };

/** The keywords by which a statement may be given. */
export const STATEMENT_KEYWORDS = ["sql", "query", "statement", "operation", "text", "raw_query"];

/** How a statement begins in which values may be parameters. Those that define something take none. */
export const TAKES_PARAMETERS = /^[\s(]*(SELECT|INSERT|UPDATE|DELETE|REPLACE|MERGE|WITH|UPSERT)\b/i;

/** How any statement begins. */
export const STATEMENT =
  /^[\s(]*(SELECT\b|INSERT\s|UPDATE\s|DELETE\s+FROM\b|REPLACE\s+INTO\b|MERGE\s+INTO\b|WITH\s+(RECURSIVE\s+)?\w+\s*(\(|AS\b)|UPSERT\s|(CREATE|ALTER|DROP)\s+(OR\s+REPLACE\s+)?(TEMP\w*\s+)?(TABLE|VIEW|INDEX|USER|ROLE|DATABASE|SCHEMA|FUNCTION|TRIGGER|UNIQUE)\b|TRUNCATE\s|GRANT\s|CALL\s+\w|SAVEPOINT\s|RELEASE\s+SAVEPOINT\s|ROLLBACK\s+TO\s)/i;

/** Words that a file with a statement in it holds, in either case. */
export const STATEMENT_WORDS = ["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "SAVEPOINT"].flatMap(
  (word) => [word, word.toLowerCase(), `${word.charAt(0)}${word.slice(1).toLowerCase()}`],
);

/** Functions that make a text, or a number, that cannot end a literal, or are there to see to it. */
export const MAKES_SAFE =
  /^(int|float|bool|len|round|abs|ord|hash|id|hexdigest|hex|uuid[1345]|UUID|strftime|isoformat|time|time_ns|timestamp|date|now|utcnow|today|token_hex|randint|getpid|Decimal|bit_length|count|index|fileno|mogrify|as_string|literal|adapt|\w*(quote|escape|sanit|literal|identifier)\w*)$/i;

/** Names of what has been seen to already: `self._quoted_schema`. */
export const SAYS_SAFE = /(^|_)(quoted|escaped|sanitized|sanitised)(_|$)/i;

/** Types whose text cannot end a literal. */
export const SAFE_TYPES =
  /^((builtins\.)?(int|float|bool|complex)|decimal\.Decimal|uuid\.UUID|datetime\.(datetime|date|time|timedelta)|ipaddress\.\w+)\(\)$/;

/** Names of such types, and of what may stand around them, in annotations. */
export const SAFE_TYPE_NAMES: ReadonlySet<string> = new Set(
  (
    "int float bool complex Decimal UUID datetime date time timedelta Optional Union None Annotated list List Sequence Iterable " +
    "tuple Tuple set Set typing decimal uuid UUID4 PositiveInt NonNegativeInt conint Literal IPv4Address Query Path Body"
  ).split(" "),
);

/** Calls that give the fields of a model by their names. */
export const GIVES_FIELDS: ReadonlySet<string> = new Set(["dict", "model_dump", "asdict"]);

/** A text of so few letters ends a literal at most, and says nothing behind it. */
export const SHORT = 6;

/** Sources that anybody can write to who reaches the service. */
export const ANYBODY: ReadonlySet<string> = new Set([
  "a part of an HTTP request",
  "a WebSocket message",
  "a ZeroMQ message",
  "bytes from a socket",
  "bytes from a network stream",
  "a datagram",
  "a message from a broker",
  "a gRPC request",
  "a message of a chat",
]);

/** Folders of programs that change a database once, by hand or on the way to a new version. */
export const MIGRATIONS = /(^|\/)(migrations?|alembic|versions|seeds?|seeders?|fixtures)\//;

/** Methods through which a text stays one that others have written. */
export const KEEPS_TEXT: ReadonlySet<string> = new Set(
  (
    "strip lstrip rstrip split rsplit splitlines partition rpartition replace lower upper title capitalize casefold decode encode " +
    "format join removeprefix removesuffix zfill get pop items values keys copy group groups"
  ).split(" "),
);

/** Names of what those say who run the program. */
export const OF_OWNERS = /^_?(config|cfg|conf|settings?|options?|opts?|args|env|environ|constants?)$/i;

/** What a database says of its own tables: who asks there, has looked whether a name is one of them. */
export const CATALOGUES =
  /information_schema|sqlite_master|sqlite_schema|pg_(tables|class|catalog|indexes)|table_names?|has_table/i;
