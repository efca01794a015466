import { COMMAND, run, type Outcome } from "./command.js";

/** Runs the command on a terminal of its own, 60 columns wide unless told otherwise; both streams arrive as one. */
export function onTerminal(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  columns = 60,
): Promise<Outcome> {
  const script = `
import fcntl, os, pty, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
  const words = [String(columns), process.execPath, COMMAND, ...args];
  return run("python3", ["-c", script, ...words], { cwd, env: { TERM: "xterm", ...env } });
}
