import type { Node } from "../../syntax/node.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import type { Call } from "../../python/model/call.js";
import { HANDOVERS, RUNNERS, type Handover } from "../../python/tables/handovers.js";

/** Something callable that a call hands to what calls it, later or elsewhere. */
export interface Handed {
  /** `socket.recv` of `asyncio.to_thread(socket.recv, 1024)`. */
  readonly callable: Node;
  /** What it is called with, as far as that is handed over, too. */
  readonly given: readonly Node[];
}

/** What a call hands on to be called: to a thread, to an executor, to a pool, to the event loop, to `partial`. */
export function handedBy(call: Call): Handed | undefined {
  if (!RUNNER_NAMES.has(call.lastName)) return undefined;
  const handover = call.apis.map((path) => HANDOVERS.get(path)).find(Boolean) ?? RUNNERS.get(call.lastName);
  const callable = handover && call.argument(handover.place, handover.keyword);
  return callable && { callable: unwrap(callable), given: givenBy(call, handover) };
}

const RUNNER_NAMES = new Set([...HANDOVERS.keys()].map(lastName).concat(...RUNNERS.keys()));

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function givenBy(call: Call, { place, passes }: Handover): readonly Node[] {
  if (passes === "after") return call.positional.slice(place + 1);
  const list = passes === "args" ? call.keyword("args") : undefined;
  return list && /^(tuple|list)$/.test(list.kind) ? list.children : [];
}
