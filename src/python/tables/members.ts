import { BUILTINS } from "./builtins.js";

/** The attributes that classes from outside the project give those that derive from them. */
const MEMBERS: Readonly<Record<string, string>> = {
  object: "",
  "typing.NamedTuple": "_asdict _replace _fields _field_defaults _make count index",
  "threading.Thread":
    "name daemon ident native_id start run join is_alive getName setName isDaemon setDaemon isAlive _target _args _kwargs " +
    "_started _name _daemonic _is_stopped _stop _ident _tstate_lock _initialized _stderr _delete _bootstrap _handle",
  "multiprocessing.Process":
    "name daemon pid ident exitcode authkey sentinel start run join is_alive terminate kill close _target _args _kwargs " +
    "_popen _config _identity _parent_pid _start_method",
};

/** What all errors and warnings have that Python itself has. */
const ERROR_MEMBERS = "args with_traceback add_note";

/** What some of them have besides, by their names. */
const ERROR_FAMILIES: readonly (readonly [RegExp, string])[] = [
  [
    /^(OS|IO|Environment|Windows|BlockingIO|ChildProcess|Connection\w*|BrokenPipe|File\w+|Interrupted|IsADirectory|NotADirectory|Permission|ProcessLookup|Timeout)Error$/,
    "errno strerror filename filename2 winerror characters_written",
  ],
  [/^SystemExit$/, "code"],
  [/^Stop(Async)?Iteration$/, "value"],
  [/^(Syntax|Indentation|Tab)Error$/, "msg filename lineno offset text end_lineno end_offset print_file_and_line"],
  [/^(Import|ModuleNotFound)Error$/, "msg name path name_from"],
  [/^(Attribute|Name|UnboundLocal)Error$/, "name obj"],
  [/^Unicode\w*Error$/, "encoding object start end reason"],
  [/ExceptionGroup$/, "message exceptions derive split subgroup"],
];

/** What every class has, and its objects do not. */
export const CLASS_MEMBERS: ReadonlySet<string> = new Set(["mro"]);

/** What a class from outside the project is known to have; undefined when that is not known. */
export function membersOf(path: string): ReadonlySet<string> | undefined {
  const names = Object.hasOwn(MEMBERS, path) ? MEMBERS[path] : isBuiltinError(path) ? errorMembers(path) : undefined;
  return names === undefined ? undefined : new Set(names.split(" "));
}

function errorMembers(path: string): string {
  const families = ERROR_FAMILIES.filter(([pattern]) => pattern.test(path)).map(([, names]) => names);
  return [ERROR_MEMBERS, ...families].join(" ");
}

/** Whether a path is one of the errors and warnings that Python itself has. */
export function isBuiltinError(path: string): boolean {
  return (
    BUILTINS.has(path) &&
    /^([A-Z]\w*(Error|Warning|Exception|Iteration|Interrupt)|Exception|BaseException|SystemExit)$/.test(path)
  );
}

/** Whether two errors that Python itself has are the same, or of one family. */
export function isAlike(one: string, other: string): boolean {
  return one === other || ERROR_FAMILIES.some(([pattern]) => pattern.test(one) && pattern.test(other));
}
