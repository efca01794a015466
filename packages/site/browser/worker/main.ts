import type { Answer, Question } from "./messages.js";
import { scanProgram } from "./scan-program.js";

async function answer({ id, files }: Question): Promise<Answer> {
  try {
    const started = performance.now();
    const data = await scanProgram(new Map(files));
    return { id, data, milliseconds: performance.now() - started };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  void answer(data).then((answered) => postMessage(answered));
});
