import type { Node } from "../../../src/syntax/node.js";
import { catches, caughtNames, exitCall, isEnding, raisedName } from "../../../src/python/cfg/exceptions.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";

/** How far what a loop calls is looked into for what ends it. */
const MOST_CALLS_DOWN = 3;

/** Names of errors that are raised to end something. */
const ENDS = /stop|exit|quit|shut_?down|terminat|cancel|abort|interrupt|finish|done|closed|kill/i;

/** Whether something that a loop calls is written to end it: raises what nothing up to the loop takes, or ends the program. */
export function isEndedFromWithin(loop: Node): boolean {
  return endings(loop, MOST_CALLS_DOWN, new Set()).length > 0;
}

/** The names of what is raised in some code to end it, and leaves it. */
function endings(code: Node, depth: number, seen: Set<Node>): readonly string[] {
  const module = moduleOf(code);
  const found: string[] = [];
  for (const statement of code.descendants("raise_statement")) {
    const raised = raisedName(statement);
    if (raised !== undefined && (isEnding(raised) || ENDS.test(raised)) && !isTaken(statement, raised, code))
      found.push(raised);
  }
  for (const node of code.descendants("call")) {
    if (exitCall(node) !== undefined || killsItself(node)) found.push("SystemExit");
    if (depth === 0) continue;
    for (const { definition } of module.call(node).callees.list) {
      const { body } = definition;
      if (!body || seen.has(body)) continue;
      seen.add(body);
      found.push(...endings(body, depth - 1, seen).filter((raised) => !isTaken(node, raised, code)));
    }
  }
  return found;
}

/** `os.kill(os.getpid(), …)`, `psutil.Process().kill()` */
function killsItself(node: Node): boolean {
  const { name, positional } = moduleOf(node).call(node);
  if (name === "os.kill") return positional[0] !== undefined && spellingOf(positional[0]) === "os.getpid()";
  return /^(psutil\.)?Process\(\)\.(kill|terminate)$/.test(name);
}

/** Whether an error at a place ends at a handler inside of some code. */
function isTaken(place: Node, raised: string, code: Node): boolean {
  let inner = place;
  for (const outer of place.ancestors()) {
    if (outer.kind === "try_statement" && inner.fieldName === "body") {
      const clauses = outer.children.filter((child) => child.kind === "except_clause");
      if (clauses.some((clause) => catches(caughtNames(clause), raised))) return true;
    }
    if (outer === code) return false;
    inner = outer;
  }
  return false;
}
