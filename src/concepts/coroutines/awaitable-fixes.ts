import type { Synchronous } from "./proof.js";
import type { Call } from "../../python/model/call.js";
import { dropItem, insertBefore, isInert, replace, statementOf, type Fix } from "../../python/editing/edit.js";
import { importEdits } from "../../python/editing/import-edit.js";
import { moduleOf } from "../../python/model/module.js";
import type { Node } from "../../syntax/node.js";

/** Calls the plain function without waiting for its result: the program as it is, but for the error. */
export function withoutAwait(wait: Node, plain: Synchronous): Fix | undefined {
  const [call] = wait.children;
  if (call?.kind !== "call" || !isOne(call, plain)) return undefined;
  if (isSleep(call)) return asyncSleep(call);
  const edit = { module: moduleOf(wait), start: wait.start, end: call.start, text: "" };
  return { description: `Call '${plain.name}' without 'await'`, isSafe: true, edits: [edit] };
}

/** `asyncio.run(main())` with a plain `main`: it has run before the event loop is asked for anything. */
export function runPlainly(run: Call, call: Node, plain: Synchronous): Fix | undefined {
  const others = run.arguments.map(({ node }) => node).filter((argument) => !argument.contains(call));
  if (call.kind !== "call" || !isOne(call, plain) || !others.every(isInert) || !isInert(run.callee)) return undefined;
  return {
    description: `Call '${plain.name}' without an event loop`,
    isSafe: true,
    edits: [replace(run.node, call.text)],
  };
}

/** Runs the plain function in a thread, where it blocks nobody, and gives a coroutine that waits for it. */
export function inThread(call: Node, plain: Synchronous): Fix | undefined {
  if (call.kind !== "call" || !isOne(call, plain)) return undefined;
  if (isSleep(call)) return asyncSleep(call);
  const [callee, given] = [call.field("function"), call.field("arguments")];
  const imports = importEdits("asyncio", call);
  if (!callee || given?.kind !== "argument_list" || !imports) return undefined;
  const inside = given.text.slice(1, -1).trim();
  const thread = `asyncio.to_thread(${callee.text}${inside === "" ? "" : `, ${inside}`})`;
  return {
    description: `Run '${plain.name}' in a thread, with 'asyncio.to_thread'`,
    isSafe: false,
    edits: [...imports, replace(call, thread)],
  };
}

/** Calls the plain function first, and gathers the others. */
export function calledBefore(gather: Call, item: Node, plain: Synchronous): Fix | undefined {
  const wait = gather.node.parent?.kind === "await" ? gather.node.parent : undefined;
  const statement = wait && statementOf(wait);
  const isGiven = item.kind === "call" && item.parent === gather.node.field("arguments");
  if (!statement || !isGiven || !isOne(item, plain) || item.text.includes("\n")) return undefined;
  const description = `Call '${plain.name}' before the others are gathered`;
  if (gather.arguments.length === 1) {
    return { description, isSafe: false, edits: [replace(statement, item.text)] };
  }
  const before = insertBefore(statement, item.text);
  return before && { description, isSafe: false, edits: [before, dropItem(item)] };
}

/** Waits for a blocking call in a thread, or sleeps as coroutines do, while the loop goes on. */
export function awaitedInstead(call: Node): Fix | undefined {
  const [callee, given] = [call.field("function"), call.field("arguments")];
  const imports = importEdits("asyncio", call);
  const isWhole = call.parent?.kind === "expression_statement" || call.parent?.kind === "assignment";
  if (!callee || given?.kind !== "argument_list" || !imports || !isWhole || !isInert(callee)) return undefined;
  const inside = given.text.slice(1, -1).trim();
  if (isSleep(call)) {
    const edit = replace(call, `await asyncio.sleep(${inside})`);
    return {
      description: "Sleep without blocking the event loop, with 'asyncio.sleep'",
      isSafe: false,
      edits: [...imports, edit],
    };
  }
  const thread = `await asyncio.to_thread(${callee.text}${inside === "" ? "" : `, ${inside}`})`;
  return {
    description: "Wait for it in a thread, with 'asyncio.to_thread'",
    isSafe: false,
    edits: [...imports, replace(call, thread)],
  };
}

/** Whether the call itself is what is plain, whatever object it is made on. */
function isOne(call: Node, plain: Synchronous): boolean {
  return plain.how === "called" && plain.isAlways && plain.at === call;
}

function isSleep(call: Node): boolean {
  return moduleOf(call).call(call).apis.includes("time.sleep");
}

function asyncSleep(call: Node): Fix | undefined {
  const imports = importEdits("asyncio", call);
  const callee = call.field("function");
  if (!imports || !callee) return undefined;
  return {
    description: "Sleep without blocking the event loop, with 'asyncio.sleep'",
    isSafe: false,
    edits: [...imports, replace(callee, "asyncio.sleep")],
  };
}
