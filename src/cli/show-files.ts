import { resolve } from "node:path";
import { gather } from "../engine/request/job.js";
import type { ScanRequest } from "../engine/request/request.js";
import { displayPath } from "../files/paths.js";
import { visible } from "../report/visible.js";
import { emptiness } from "./emptiness.js";
import { ExitCode } from "./exit-code.js";
import type { ScanFlags } from "./flags.js";
import { printFailures, printUnmet, styleFor } from "./showing.js";
import { print } from "./streams.js";

/** Lists the files that a scan would look at, one a line, and says which paths it could not. */
export async function showFiles(
  request: ScanRequest,
  asked: readonly string[],
  flags: ScanFlags,
  commands: readonly string[],
): Promise<ExitCode> {
  const { job, failures: unread, unmet } = await gather(request);
  const { root, paths } = job;
  const failures = [...unread, ...emptiness({ paths, failures: unread }, asked, flags)];
  const shown = paths.map((path) => `${visible(displayPath(resolve(root, path), process.cwd()))}\n`);
  await print(process.stdout, shown.join(""));
  await printFailures({ failures, paths }, commands, await styleFor({ root }, flags));
  if (!flags.quiet) await printUnmet({ unmet });
  return failures.length > 0 ? ExitCode.untrusted : ExitCode.clean;
}
