/** The last names of functions and methods that hardly ever raise anything when a program is right otherwise. */
export const HARDLY_FAIL: ReadonlySet<string> = new Set(
  (
    "bool bytearray callable dict enumerate frozenset getattr hasattr id isinstance issubclass len list print range repr set str " +
    "super tuple type zip " +
    "memoryview new_event_loop get_event_loop get_running_loop create_future create_task ensure_future current_time group groups " +
    "time monotonic perf_counter process_time time_ns monotonic_ns perf_counter_ns now utcnow today getpid get_ident " +
    "socket uuid4 uuid1 token_hex token_urlsafe token_bytes " +
    "getLogger getChild Lock RLock Event Condition Semaphore Queue LifoQueue SimpleQueue deque defaultdict OrderedDict " +
    "Counter StringIO BytesIO local Path PurePath partial " +
    "append add extend update setdefault items keys values get copy clear " +
    "lower upper strip lstrip rstrip split splitlines rsplit partition rpartition format join startswith endswith replace " +
    "title capitalize casefold " +
    "absolute abspath basename dirname exists isfile isdir splitext normpath walk " +
    "is_set set_event done cancelled locked " +
    // A database only hears of a cursor when that executes something.
    "cursor " +
    // An engine connects when it is asked for a connection.
    "create_engine create_async_engine sessionmaker async_sessionmaker"
  ).split(" "),
);
