import { COMMAND, run, type Outcome } from "./command.js";

/** Runs the command on a terminal of its own, 60 columns wide unless told otherwise; both streams arrive as one. */
export function onTerminal(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  columns = 60,
): Promise<Outcome> {
  return programOnTerminal([process.execPath, COMMAND, ...args], cwd, { env, columns });
}

/** What a terminal is like, and when somebody there presses Ctrl-C: as soon as the program has said something. */
interface Terminal {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly interruptAt?: string;
}

/** Runs any program on a terminal of its own. */
export function programOnTerminal(
  command: readonly string[],
  cwd: string,
  { env = {}, columns = 60, interruptAt = "" }: Terminal,
): Promise<Outcome> {
  const script = `
import fcntl, os, pty, signal, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[3], sys.argv[3:])
signal.alarm(600)  # What waits for ever ends with its terminal.
awaited = sys.argv[2].encode()
said = b""
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
    said += data
    if awaited and awaited in said:
        os.write(terminal, b"\\x03")
        awaited = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
  return run("python3", ["-c", script, String(columns), interruptAt, ...command], {
    cwd,
    env: { TERM: "xterm", ...env },
  });
}
