import { apis } from "./api.js";

/** Calls outside the project that only do something: whatever they are given, they return None. */
export const RETURNS_NONE = apis(
  "print()",
  "list().{append,extend,insert,remove,clear,sort,reverse}()",
  "dict().{update,clear}()",
  "set().{add,update,discard,remove,clear}()",
  "threading.Thread().{start,run,join}()",
  "threading.Timer().{start,cancel,join}()",
  "threading.Event().{set,clear}()",
  "threading.{Lock,RLock}().release()",
  "multiprocessing.Process().{start,run,join,terminate,kill}()",
  "random.{shuffle,seed}()",
  "time.sleep()",
  "queue.{Queue,LifoQueue,PriorityQueue}().{put,put_nowait,task_done,join}()",
  "heapq.{heappush,heapify}()",
  "os.{mkdir,makedirs,remove,unlink,rmdir,rename,replace,chdir,chmod,chown,kill,link,symlink}()",
  "logging.{debug,info,warning,error,exception,critical,log,basicConfig}()",
  "logging.getLogger().{debug,info,warning,error,exception,critical,log,setLevel,addHandler,removeHandler}()",
  "json.dump()",
  "pickle.dump()",
);
