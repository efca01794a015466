import { reasonOf } from "../files/problem.js";
import { LARGEST_FILE } from "../files/read.js";
import { UsageError } from "./usage-error.js";

/** Writes all of a text to standard output or standard error. A reader that has gone away, like `head`, is no error. */
export async function print(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  if (text.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error || isClosedPipe(error)) resolve();
      else reject(new UsageError(`the output cannot be written: ${reasonOf(error)}`));
    });
  });
}

/** Keeps errors of the output streams from ending the process: {@link print} answers for them. */
export function guardStreams(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

/** All of standard input. @throws UsageError when that is more than a file may have. */
export async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LARGEST_FILE) throw new UsageError("standard input has more than the 8 MB that are read of a file");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isClosedPipe(error: Error): boolean {
  return "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
}
