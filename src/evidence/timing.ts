import type { Node } from "../syntax/node.js";
import type { Frame } from "./failure.js";
import type { Program } from "./program.js";

/** Functions of the `time` module that tell how late it is, by their last names. */
const CLOCKS = new Set(["time", "monotonic", "perf_counter", "time_ns", "monotonic_ns", "perf_counter_ns"]);

/** Whether a line of a test compares something that comes from a clock. */
export function isTimed({ path, line }: Frame, program: Program): boolean {
  const definition = program.functionAt(path, line);
  if (!definition) return false;
  const { node, module } = definition;
  const isThere = (each: Node): boolean => module.lineOf(each) <= line && line <= module.lines.position(each.end).line;
  const compared = [...node.descendants("comparison_operator")].filter(isThere);
  const timed = new Set(
    [...node.descendants("assignment")]
      .filter((each) => asksClock(each.field("right")))
      .flatMap((each) => each.field("left")?.text ?? []),
  );
  return compared.some(
    (each) => asksClock(each) || [...each.descendants("identifier")].some(({ text }) => timed.has(text)),
  );
}

function asksClock(node: Node | undefined): boolean {
  if (!node) return false;
  const calls = [...(node.kind === "call" ? [node] : []), ...node.descendants("call")];
  return calls.some((call) => CLOCKS.has(call.field("function")?.text.split(".").at(-1) ?? ""));
}
