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

/** Decorators that register a function with a framework, and leave it what it is. */
export const REGISTERING_DECORATORS = apis(
  "flask.{Flask,Blueprint}().{route,get,post,put,patch,delete,before_request,after_request,teardown_request,errorhandler}()",
  "flask.{Flask,Blueprint}().{before_request,after_request,teardown_request,teardown_appcontext,context_processor}",
  "fastapi.{FastAPI,APIRouter}().{get,post,put,patch,delete,head,options,websocket,api_route,exception_handler,on_event,middleware}()",
  "aiohttp.web.RouteTableDef().{get,post,put,patch,delete,head,view,route}()",
  "sanic.{Sanic,Blueprint}().{route,get,post,put,patch,delete,listener,middleware,exception}()",
  "quart.{Quart,Blueprint}().{route,get,post,put,patch,delete,websocket,before_request,after_request}()",
);

/** Decorators that give something else to call, which takes what the function takes. */
export const KEEPS_SIGNATURE = apis("contextlib.{contextmanager,asynccontextmanager}");
