import { apis } from "./api.js";

/** What builtins give that is no mapping. */
export const PLAIN_RESULTS: ReadonlyMap<string, "a bool" | "a number" | "a list" | "a set"> = new Map([
  ...["bool()", "isinstance()", "issubclass()", "hasattr()", "callable()", "any()", "all()"].map(
    (path) => [path, "a bool"] as const,
  ),
  ...["int()", "float()", "len()", "id()", "hash()", "ord()"].map((path) => [path, "a number"] as const),
  ...["list()", "sorted()"].map((path) => [path, "a list"] as const),
  ...["set()", "frozenset()"].map((path) => [path, "a set"] as const),
]);

/** Types whose objects are neither mappings nor sequences, as annotations name them. */
export const PLAIN_TYPES: ReadonlyMap<string, "a bool" | "a number"> = new Map([
  ["bool", "a bool"],
  ["int", "a number"],
  ["float", "a number"],
]);

/** Methods of builtin types: an object that nobody knows may well be one of those. */
export const BUILTIN_METHODS: ReadonlySet<string> = new Set(
  (
    "copy get pop popitem setdefault update keys values items append extend insert remove index count sort reverse " +
    "clear add discard union intersection difference split strip join format encode decode replace find match group " +
    "read write open close load loads dump dumps next send recv search fetch fetchone execute"
  ).split(" "),
);

/** What gives a number and nothing else, or with brackets numbers and bytes one by one. */
export const GIVES_NUMBERS = apis(
  "{int,float,len,ord,abs,round,sum}()",
  "{struct,struct.Struct()}.{unpack,unpack_from}()[]",
  "time.{time,monotonic,time_ns}()",
);

/** What gives a text and nothing else. */
export const GIVES_TEXTS = apis(
  "{str,input,repr,chr,hex}()",
  "{os.environ[],os.getenv(),os.environ.get()}",
  "str().{capitalize,casefold,format,join,lower,lstrip,replace,rstrip,strip,title,upper}()",
  "{os.getenv(),os.environ.get(),os.environ[]}.{lower,upper,strip}()",
);
