import { apis, type ApiSet } from "./api.js";

/** A setting of the process that a call changes. */
interface Setter {
  readonly set: ApiSet;
  /** The place of the argument that is the new value. */
  readonly value: number;
  /** What tells the value that is in force. */
  readonly get: ApiSet;
  /** Whether setting gives the value that was in force until then. */
  readonly givesOld: boolean;
}

const setter = (set: string, get: string, { value = 0, givesOld = false } = {}): Setter => ({
  set: apis(set),
  get: get === "" ? new Set() : apis(get),
  value,
  givesOld,
});

/** What changes a setting of the whole process, and is called again to put the old value back. */
export const SETTERS: readonly Setter[] = [
  setter("os.chdir", "{os.getcwd,os.getcwdb,os.path.abspath,os.path.realpath,pathlib.Path.cwd,os.open}"),
  setter("os.umask", "", { givesOld: true }),
  setter("signal.signal", "signal.getsignal", { value: 1, givesOld: true }),
  setter("locale.setlocale", "{locale.getlocale,locale.setlocale}", { value: 1 }),
  setter("socket.setdefaulttimeout", "socket.getdefaulttimeout"),
  setter("sys.settrace", "sys.gettrace"),
  setter("sys.setprofile", "sys.getprofile"),
  setter("sys.setrecursionlimit", "sys.getrecursionlimit"),
  setter("sys.setswitchinterval", "sys.getswitchinterval"),
  setter("sys.setdlopenflags", "sys.getdlopenflags"),
  setter("random.setstate", "random.getstate"),
  setter("decimal.setcontext", "decimal.getcontext"),
  setter("numpy.random.set_state", "numpy.random.get_state"),
  setter("torch.set_default_dtype", "torch.get_default_dtype"),
  setter("torch.set_grad_enabled", "torch.is_grad_enabled"),
  setter("django.utils.translation.activate", "django.utils.translation.get_language"),
  setter("django.utils.timezone.activate", "django.utils.timezone.get_current_timezone"),
];

/** The last names of those. */
export const SETTER_NAMES: ReadonlySet<string> = new Set(
  SETTERS.flatMap(({ set }) => [...set].map((path) => path.slice(path.lastIndexOf(".") + 1))),
);

/** Methods that undo what another one did to the same object. */
export const UNDONE_BY: Readonly<Record<string, string | undefined>> = {
  acquire: "release",
  activate: "deactivate",
  block: "unblock",
  deactivate: "activate",
  disable: "enable",
  enable: "disable",
  freeze: "unfreeze",
  lock: "unlock",
  mute: "unmute",
  pause: "resume",
  suspend: "resume",
};
