import { apis } from "./api.js";

/** Functions whose result is made of what they are given. */
export const PASSES_ARGUMENTS = apis(
  "{bytes,bytearray,memoryview,str,list,tuple,set,dict,iter,next,reversed,sorted,zip,enumerate,map,filter,format,repr}",
  "base64.{b64decode,b64encode,b32decode,b16decode,b85decode,a85decode,decodebytes,decodestring,standard_b64decode,urlsafe_b64decode}",
  "binascii.{unhexlify,a2b_base64,a2b_hex}",
  "{zlib,gzip,bz2,lzma}.decompress",
  "{lz4.frame,lz4.block,snappy,zstandard,zstd,brotli,blosc}.{decompress,uncompress,unpack}",
  "zlib.decompressobj().decompress",
  "io.{BytesIO,StringIO}",
  "{bytes,bytearray}.fromhex",
  "codecs.{decode,encode}",
  "struct.{unpack,unpack_from}",
  "json.{loads,load}",
  "{ujson,orjson,simplejson,msgpack,cbor2}.{loads,load,unpackb,decode}",
  "{yaml,ruamel.yaml}.{safe_load,load}",
  "ast.literal_eval",
  "copy.{copy,deepcopy}",
  "urllib.parse.{unquote,unquote_plus,unquote_to_bytes,parse_qs,parse_qsl}",
  "textwrap.{dedent,indent}",
  "re.{search,match,fullmatch,findall,finditer,split,sub,subn}",
  "re.compile().{search,match,fullmatch,findall,finditer,split,sub,subn}",
  "functools.reduce",
  "itertools.{chain,islice}",
  "os.path.{join,abspath,expanduser,realpath,normpath,dirname,basename}",
  "pathlib.{Path,PurePath}",
  "os.fspath",
  "{pickle,cPickle,_pickle,dill}.Unpickler",
  "*.{join,format,decompress,feed}",
  "str().{join,format}",
  "bytes().join",
  "asyncio.{wait_for,shield,ensure_future,create_task,gather}",
);

/** Functions whose result says nothing about what they are given. */
export const YIELDS_CONSTANT = apis(
  "{len,int,float,bool,id,hash,isinstance,type,ord,abs,round,range}",
  "{pickle,cPickle,_pickle,dill,cloudpickle,marshal,joblib}.{dumps,dump}",
);
