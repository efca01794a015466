import { apis } from "./api.js";

/** Decorators that leave a function what it is. */
export const TRANSPARENT_DECORATORS = apis(
  "{staticmethod,classmethod,abc.abstractmethod,abc.abstractclassmethod,abc.abstractstaticmethod}",
  "typing.{final,override,overload,no_type_check,deprecated()}",
  "warnings.deprecated()",
  "deprecated.{deprecated,deprecated()}",
  "functools.{wraps(),lru_cache,lru_cache(),cache}",
  "{atexit.register,aiohttp.web.middleware}",
);

/** Decorators that give something else to call, which takes what the function takes. */
export const KEEPS_SIGNATURE = apis("contextlib.{contextmanager,asynccontextmanager}");
