import { rule, type Evidence, type Report } from "../../src/engine/rule.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { BUILTINS } from "../../src/python/tables/builtins.js";
import { readsBehindHandlers, type ReadBehindHandler } from "./read-before-assignment/behind-handler.js";
import { readsBehindIfs, type ReadBehindIf } from "./read-before-assignment/behind-if.js";
import { readsBehindTries, type ReadBehind } from "./read-before-assignment/behind-try.js";
import { readsOfMissingImports } from "./read-before-assignment/missing-imports.js";
import { earlyReads, isExpected, type EarlyRead } from "./read-before-assignment/reads.js";

/**
 * A name is read where nothing can have bound it yet.
 *
 * An assignment or import anywhere in a function makes the name a local one in all of it, so that the module's own of that
 * name is out of sight there, and the read raises `UnboundLocalError`: an `import` that was moved into a branch, `count += 1`
 * without `global`. The name of what an `except` clause has caught ends with the clause, be it bound before. And a handler that only logs goes on to
 * code that needs what the `try` should have bound: the log names one error, and the program dies of another. So does code
 * behind an `if` without any other branch that needs what only the `if` binds.
 *
 * @bad
 * ```python
 * import json
 *
 * def load(text, pretty=False):
 *     data = json.loads(text)
 *     if pretty:
 *         import json
 *         return json.dumps(data, indent=2)
 *     return data
 * ```
 * @good
 * ```python
 * import json
 *
 * def load(text, pretty=False):
 *     data = json.loads(text)
 *     if pretty:
 *         return json.dumps(data, indent=2)
 *     return data
 * ```
 * @limits A read is reported when no path to it binds the name, or when a handler leads straight to it whose `try` binds the name last
 * of all, or to what a call gives that may fail, where the handler takes any error, or at the top of a module to what it was to import, or when it comes next behind an `if` of a function that has no other branch and alone binds the name, unless what it asks about was asked before, or a loop is around it; what else only some paths bind is left alone. So are functions that look into `locals()`, reads whose error is handled, and
 * handlers that may leave. Tests are not looked at.
 * @off In files that another program runs with names of its own.
 * @see https://docs.python.org/3/faq/programming.html#why-am-i-getting-an-unboundlocalerror-when-the-variable-has-a-value
 */
export default rule({
  severity: "high",
  *check(module) {
    if (module.isTest) return;
    for (const read of earlyReads(module)) yield report(module, read);
    for (const read of readsBehindTries(module))
      if (!isExpected(module, read.node, read.scope)) yield reportBehind(module, read);
    for (const read of readsBehindHandlers(module))
      if (!isExpected(module, read.node, read.scope)) yield reportUnbound(module, read);
    for (const read of readsBehindIfs(module))
      if (!isExpected(module, read.node, read.scope)) yield reportBehindIf(module, read);
    for (const read of readsOfMissingImports(module))
      if (!isExpected(module, read.node, read.scope)) yield reportBehind(module, read);
  },
});

function report(module: Module, read: EarlyRead): Report {
  const { node, scope, ended } = read;
  const name = node.text;
  return {
    at: node,
    message: messageOf(module, read),
    related: ended ? [{ at: ended, message: "ends here" }] : related(read),
    cause: { at: scope.node, name },
    advice: adviceOn(module, read),
  };
}

/** What to do: which other thing of the name is meant, if any, tells. */
function adviceOn(module: Module, { node: { text: name }, scope, binding }: EarlyRead): string {
  const bind = `Bind '${name}' on every way that leads here`;
  if (scope.isModule) return bind;
  const [outer] = module.scopes.module.bindings(name);
  if (!outer) return BUILTINS.has(name) ? `${bind}, or give the local one another name` : bind;
  const isImported = scope.bindings(name).some(({ node, kind }) => node === binding && kind === "import");
  const isTwice = binding && isImported && outer.kind === "import";
  return isTwice
    ? `Take away the import in line ${String(module.lineOf(binding))}: line ${String(module.lineOf(outer.node))} imports '${name}' already`
    : `${bind}, or give the local one another name`;
}

function reportBehind(module: Module, { node, scope, binding, handler, isEarly }: ReadBehind): Report {
  const name = node.text;
  const round = module.graphAround(node).loopOf(node) ? " in the first round" : "";
  const line = `line [${module.lineOf(handler)}](1)`;
  return {
    at: node,
    message: isEarly
      ? `'${name}' is unbound here${round} when the handler in ${line} has taken what went wrong in line [${module.lineOf(binding)}](2).`
      : `'${name}' is unbound here once the handler in ${line} has run${round}: the 'try' had yet to bind it.`,
    related: [
      { at: handler, message: "goes on from here" },
      { at: binding, message: "bound here, when nothing fails" },
    ],
    severity: "medium",
    cause: { at: scope.node, name },
    advice: `Bind '${name}' before the 'try', or leave in the handler`,
  };
}

function reportUnbound(module: Module, { node, scope, handler, binding }: ReadBehindHandler): Report {
  const name = node.text;
  return {
    at: node,
    message: `'${name}' is unbound here once the handler in line [${module.lineOf(handler)}](1) has run: its end unbinds what line [${module.lineOf(binding)}](2) has bound.`,
    related: [
      { at: handler, message: "unbinds the name as it ends" },
      { at: binding, message: "bound here before" },
    ],
    cause: { at: scope.node, name },
    advice: `Keep what is caught under another name: '${name} = caught' in the handler`,
  };
}

function reportBehindIf(module: Module, { node, scope, binding, condition }: ReadBehindIf): Report {
  const name = node.text;
  return {
    at: node,
    message: `'${name}' is unbound here unless the condition in line [${module.lineOf(condition)}](1) holds: nothing else binds it.`,
    related: [
      { at: condition, message: "has to hold" },
      { at: binding, message: "bound here alone" },
    ],
    severity: "low",
    cause: { at: scope.node, name },
    advice: `Bind '${name}' before the 'if', or read it inside`,
  };
}

function related({ binding }: EarlyRead): readonly Evidence[] {
  return binding ? [{ at: binding, message: "bound here" }] : [];
}

function messageOf(module: Module, { node, scope, binding, isOnly, ended, isDeleted }: EarlyRead): string {
  const name = node.text;
  if (isDeleted && ended) return `'${name}' is unbound here: line [${module.lineOf(ended)}](1) deletes it.`;
  if (ended) return `'${name}' is unbound when its handler ends ([${whereIs(ended)}](1)).`;
  if (!binding) return `'${name}' is read before it is bound.`;
  const line = `line [${module.lineOf(binding)}](1)`;
  if (scope.isModule && isOnly) return `'${name}' is read here, but bound only in ${line}.`;
  if (scope.isModule) return `'${name}' is read here, and no line that binds it, such as ${line}, runs before.`;
  if (module.lineOf(binding) === module.lineOf(node))
    return `'${name}' is a local name here, and ${line} reads it before it is bound.`;
  if (isOnly) return `'${name}' is a local name here, bound only in ${line}.`;
  return `'${name}' is a local name here, and no line that binds it, such as ${line}, runs before.`;
}
