import { apis, type ApiSet } from "./api.js";

export const ENVIRONMENT = "the environment";
export const COMMAND_LINE = "the command line";
export const FILE = "a file";
export const ROW = "a database row";

/** What brings in text that was written for a run of the program, not in it, by what it is called in a message. */
export const LOCAL_SOURCES: Readonly<Record<string, ApiSet>> = {
  [ENVIRONMENT]: apis(
    "os.{environ,environb}",
    "os.{environ,environb}[]",
    "os.{environ,environb}.{get,pop,setdefault,items,values,copy}()",
    "os.{getenv,getenvb}()",
  ),
  [COMMAND_LINE]: apis(
    "sys.argv",
    "sys.argv[]",
    "argparse.ArgumentParser().{parse_args,parse_known_args,parse_intermixed_args}()",
    "optparse.OptionParser().parse_args()",
    "getopt.{getopt,gnu_getopt}()",
    "docopt.docopt()",
  ),
  "the configuration": apis(
    "configparser.{ConfigParser,RawConfigParser,SafeConfigParser}()",
    "ConfigParser.{ConfigParser,RawConfigParser,SafeConfigParser}()",
    "django.conf.settings",
    "{flask,quart}.current_app.config",
    "flask.Flask().config",
    "decouple.config()",
    "environ.Env()",
  ),
  [FILE]: apis(
    "open()",
    "{codecs,gzip,bz2,lzma,tokenize,aiofiles}.open()",
    "pathlib.Path().{open,read_text,read_bytes}()",
    "linecache.{getline,getlines}()",
    "fileinput.input()",
    "csv.{reader,DictReader}()",
    "{pandas,pd}.{read_csv,read_excel,read_json}()",
  ),
  [ROW]: apis(
    "sqlite3.connect().execute()",
    "sqlite3.connect().cursor().{execute,fetchone,fetchall,fetchmany}()",
    "sqlite3.connect().cursor()[]",
    "psycopg.{connect,Connection.connect,AsyncConnection.connect}().execute()",
    "psycopg.{connect,Connection.connect,AsyncConnection.connect}().cursor().execute()",
    "asyncpg.{connect,create_pool}().{fetch,fetchrow,fetchval}()",
  ),
};

/** Methods whose name alone says where their result comes from, for objects of which nothing is known. */
export const READING_METHODS: Readonly<Record<string, string>> = {
  fetchone: ROW,
  fetchall: ROW,
  fetchmany: ROW,
  fetchrow: ROW,
  fetchval: ROW,
  scalars: ROW,
  scalar_one: ROW,
  scalar_one_or_none: ROW,
  read_text: FILE,
  read_bytes: FILE,
  // What a path leads to is not the path.
  open: FILE,
};
