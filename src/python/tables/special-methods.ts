import { isBuiltinError } from "./members.js";

const SEQUENCE = "__len__ __iter__ __getitem__ __contains__ __reversed__ __add__ __mul__ __rmul__";
const MAPPING = "__len__ __iter__ __getitem__ __setitem__ __delitem__ __contains__ __reversed__ __or__ __ior__ __ror__";

/**
 * What classes from outside the project give the objects of those that derive from them of Python's special methods,
 * beyond those that every object has.
 */
const SPECIAL: Readonly<Record<string, string>> = {
  "abc.ABC": "",
  object: "",
  "typing.Generic": "__class_getitem__",
  "typing.Protocol": "__class_getitem__",
  "typing.NamedTuple": SEQUENCE,
  "typing.TypedDict": MAPPING,
  "enum.Enum": "",
  "enum.IntEnum": "__int__ __index__ __add__ __sub__ __mul__",
  "enum.StrEnum": SEQUENCE,
  "enum.Flag": "__or__ __and__ __xor__ __invert__ __contains__ __iter__ __len__",
  "enum.IntFlag": "__or__ __and__ __xor__ __invert__ __contains__ __iter__ __len__ __int__ __index__",
  int: "__int__ __index__ __add__ __sub__ __mul__",
  float: "__float__ __add__ __sub__ __mul__",
  str: SEQUENCE,
  bytes: SEQUENCE,
  tuple: SEQUENCE,
  list: `${SEQUENCE} __setitem__ __delitem__ __iadd__`,
  set: "__len__ __iter__ __contains__ __or__ __and__ __sub__ __xor__",
  dict: MAPPING,
  "collections.OrderedDict": MAPPING,
  "collections.defaultdict": `${MAPPING} __missing__`,
  "collections.Counter": `${MAPPING} __missing__ __add__ __sub__ __and__`,
  "collections.UserDict": MAPPING,
  "collections.deque": `${SEQUENCE} __setitem__ __delitem__`,
  "threading.Thread": "",
  "threading.local": "",
  "multiprocessing.Process": "",
  "queue.Queue": "__class_getitem__",
  "logging.Handler": "",
  "logging.Formatter": "",
  "logging.Filter": "",
  "logging.Logger": "",
  "json.JSONEncoder": "",
  "json.JSONDecoder": "",
  "argparse.Action": "__call__",
  "ast.NodeVisitor": "",
  "cmd.Cmd": "",
  "http.server.BaseHTTPRequestHandler": "",
  "socketserver.BaseRequestHandler": "",
  "unittest.TestCase": "__call__",
  "contextlib.ContextDecorator": "__call__",
  "contextlib.AbstractContextManager": "__enter__ __exit__",
  "contextlib.AbstractAsyncContextManager": "__aenter__ __aexit__",
  "pydantic.BaseModel": "__iter__ __getattr__",
  "pydantic_settings.BaseSettings": "__iter__ __getattr__",
  "pydantic.BaseSettings": "__iter__ __getattr__",
  "sqlmodel.SQLModel": "__iter__ __getattr__",
  "beanie.Document": "__iter__ __getattr__",
  "msgspec.Struct": "",
  "sqlalchemy.orm.DeclarativeBase": "",
  "sqlalchemy.ext.declarative.declarative_base()": "",
  "sqlalchemy.orm.declarative_base()": "",
  "flask_sqlalchemy.SQLAlchemy().Model": "",
  "django.db.models.Model": "",
  "peewee.Model": "",
  "tortoise.models.Model": "",
  "mongoengine.Document": "__iter__ __getitem__ __setitem__ __contains__ __len__",
  "marshmallow.Schema": "",
};

/** The special methods that a class from outside the project is known to give; undefined when that is not known. */
export function specialMethodsOf(path: string): ReadonlySet<string> | undefined {
  const names = Object.hasOwn(SPECIAL, path) ? SPECIAL[path] : isBuiltinError(path) ? "" : undefined;
  return names === undefined ? undefined : new Set(names.split(" "));
}

/** What objects, functions, classes and modules have under names of Python's own. */
export const PYTHONS_OWN: ReadonlySet<string> = new Set(
  (
    "__name__ __class__ __dict__ __doc__ __module__ __qualname__ __file__ __bases__ __mro__ __annotations__ __call__ __func__ __self__ " +
    "__code__ __wrapped__ __defaults__ __globals__ __closure__ __slots__ __subclasses__ __members__ __cause__ __context__ __traceback__ " +
    "__init__ __new__ __str__ __repr__ __len__ __eq__ __hash__ __enter__ __exit__ __iter__ __next__ __getitem__ __path__ __version__"
  ).split(" "),
);
