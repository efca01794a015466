import { apis } from "./api.js";

/** Context managers outside the project that `with` enters and `async with` cannot. */
export const PLAIN_MANAGERS = apis(
  "open()",
  "threading.{Lock,RLock,Condition,Semaphore,BoundedSemaphore}()",
  "multiprocessing.{Lock,RLock,Condition,Semaphore,Pool}()",
  "contextlib.{suppress,closing,redirect_stdout,redirect_stderr,ExitStack}()",
  "contextlib.contextmanager()()",
  "tempfile.{TemporaryDirectory,NamedTemporaryFile,TemporaryFile,SpooledTemporaryFile}()",
  "concurrent.futures.{ThreadPoolExecutor,ProcessPoolExecutor}()",
  "zipfile.ZipFile()",
  "tarfile.open()",
  "socket.socket()",
  "requests.Session()",
  "httpx.Client()",
);

/** What `for` goes through and `async for` cannot. */
export const PLAIN_ITERABLES = apis(
  "{range,enumerate,zip,map,filter,reversed,sorted,list,tuple,set,dict,open}()",
  "dict().{keys,values,items}()",
  "itertools.*()",
  "os.{listdir,scandir,walk}()",
);
