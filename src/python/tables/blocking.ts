import { apis } from "./api.js";

const HTTP = "{get,post,put,patch,delete,head,options,request}";
const CURSOR = "{execute,executemany,fetchone,fetchall,fetchmany,callproc}";

/** What waits for a server, a process, a clock or another thread, and holds up its own thread meanwhile. */
export const BLOCKING = apis(
  "time.sleep",
  `{requests,requests.Session(),httpx,httpx.Client()}.${HTTP}`,
  "{requests.Session(),httpx.Client()}.send",
  "urllib.request.{urlopen,urlretrieve}",
  "urllib3.{request,PoolManager().request}",
  "subprocess.{run,call,check_call,check_output,getoutput,getstatusoutput}",
  "subprocess.Popen().{wait,communicate}",
  "os.{system,wait,waitpid}",
  "socket.{create_connection,getaddrinfo,gethostbyname,gethostbyaddr,getfqdn}",
  `{psycopg2,psycopg,pymysql,MySQLdb,pyodbc}.{connect,connect().cursor().${CURSOR},connect().commit}`,
  "mysql.connector.connect",
  "pika.BlockingConnection",
  "smtplib.{SMTP,SMTP_SSL}",
  "smtplib.{SMTP,SMTP_SSL}().{connect,login,sendmail,send_message}",
  "ftplib.{FTP,FTP_TLS}",
  "paramiko.SSHClient().{connect,exec_command}",
  "boto3.client().{get_object,put_object,upload_file,upload_fileobj,download_file,download_fileobj,head_object,list_objects_v2,delete_object,invoke,send_message,receive_message,publish}",
  "redis.Redis().{blpop,brpop}",
  "threading.{Event,Condition}().wait",
  "queue.{Queue,LifoQueue,PriorityQueue,SimpleQueue}().get",
  "asyncio.run_coroutine_threadsafe().result",
);

const REDIS =
  "{get,set,setex,delete,exists,incr,expire,hget,hset,hgetall,lpush,rpush,lpop,rpop,lrange,sadd,smembers,publish,ping,keys}";

/** Clients whose asynchronous twins go by the same name: blocking in a file that imports none of the twins. */
export const TWINS = /^redis\.Redis\(\)/;

/** Blocking for a moment only, for a disk or a server nearby: worth a look, not a report. */
export const BRIEFLY_BLOCKING = apis(
  `redis.Redis().${REDIS}`,
  "sqlite3.connect().{execute,executemany,executescript,commit}",
  "sqlite3.connect().cursor().{execute,executemany,executescript,fetchall}",
);

/** Asks whether a loop runs, or hands work to threads: a function that does so knows who calls it. */
export const KNOWS_ITS_LOOP =
  /^(is_running|get_running_loop|_get_running_loop|iscoroutine\w*|current_task|in_async\w*|is_async\w*)$/;

/** Files of commands and examples: whoever types the command waits for it anyway. */
export const COMMANDS =
  /(^|\/)(cli|commands?|scripts?|examples?|samples?|demos?|docs_src|benchmarks?|bench|tutorials?|cookbooks?)\/|(^|\/)cli\.py$/;

/** Decorators that make a coroutine a command of a command line. */
export const COMMAND_DECORATORS = ["command", "group", "callback"];

/** Libraries whose commands come in over a network, as messages to a bot: others wait while one runs. */
export const CHAT_LIBRARIES =
  /^(discord|nextcord|disnake|interactions|twitchio|telegram|aiogram|pyrogram|slack_bolt)\./;

/** Coroutines that run before a service serves anybody, or after: nobody waits for the loop then. */
export const OUTSIDE_OF_SERVICE =
  /^_*(a|async_)?(main(_async|_loop)?|lifespan|(on_)?start_?up|(on_)?shut_?down|initiali[sz]e|setup|set_up|teardown|tear_down|bootstrap|cli|cleanup|clean_up)(_event|_hook|_handler|_app|_fn)?$/i;

/** Names that give a loop something to do beside the coroutine that uses them. */
export const STARTS_OTHERS: ReadonlySet<string> = new Set(
  "create_task ensure_future gather as_completed TaskGroup create_task_group start_server serve run_forever start_soon".split(
    " ",
  ),
);

/** Files that build, release, document or set up a program, or try something out: who starts them looks on. */
export const BUILDS =
  /(^|\/)(build|buildtools|build[-_]tools|ci|release|releasing|packaging|docs?|maint|maintenance|dev|dev[-_]?tools|hack|experiments?|notebooks?)\/|(^|\/)(setup|noxfile|fabfile|release|bump|build|hatch_build|install)(_\w+)?\.py$/i;

/** What a program holds that goes on: a loop without an end, a server, a scheduler, a bot. */
export const GOES_ON =
  /\bwhile\s+(True|1|not)\b|\b(serve_forever|run_forever|run_polling|start_polling|infinity_polling|polling|uvicorn|gunicorn|FastAPI|Flask|Celery|Thread|Timer|BackgroundScheduler|AsyncIOScheduler|BlockingScheduler|schedule|scheduler|sched|daemon|Bot|Application|lambda_handler)\b|\bapp\.run\b/;
