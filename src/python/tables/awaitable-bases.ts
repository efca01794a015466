import { apis } from "./api.js";

/** Classes outside the project whose objects cannot be awaited, called or entered: nor can those of what derives from them. */
export const PASSIVE_BASES = apis(
  "{object,dict,list,set,frozenset,tuple,str,bytes,int,float}",
  "{BaseException,Exception,ValueError,TypeError,KeyError,IndexError,LookupError,AttributeError,RuntimeError,NotImplementedError}",
  "{OSError,IOError,ConnectionError,TimeoutError,ArithmeticError,StopIteration,Warning,UserWarning}",
  "abc.ABC",
  "enum.{Enum,IntEnum,StrEnum,Flag,IntFlag}",
  "typing.{Generic,Protocol,NamedTuple,TypedDict}",
  "typing_extensions.{NamedTuple,TypedDict}",
  "collections.{UserDict,UserList,OrderedDict,defaultdict,deque,Counter}",
  "pydantic.{BaseModel,BaseSettings}",
  "{pydantic_settings.BaseSettings,sqlmodel.SQLModel}",
  "django.db.models.Model",
  "sqlalchemy.orm.{DeclarativeBase,declarative_base()}",
  "sqlalchemy.ext.declarative.declarative_base()",
  "threading.Thread",
);

/** Decorators of classes that give their objects no `__await__`, `__call__` or `__aenter__`. */
export const PASSIVE_DECORATORS: ReadonlySet<string> = new Set([
  "dataclass",
  "define",
  "frozen",
  "mutable",
  "attrs",
  "total_ordering",
  "final",
  "unique",
]);
