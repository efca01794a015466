import { mayBeOfOneProgram } from "../../../src/concepts/reach/modules.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Project } from "../../../src/python/model/project.js";
import { question } from "../../../src/python/model/solver.js";
import type { Store } from "../../../src/python/model/stores.js";
import { LIMITS_ALL, LIMITS_INSIDE } from "../../../src/python/tables/http-clients.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Request } from "./requests.js";
import { isSameSession, type Made } from "./session.js";

const FOR_ALL = question(false);

/** Whether something else than the call and what its session was made with limits the wait. */
export function isLimited({ call, made }: Request): boolean {
  const { module, node } = call;
  if (isInside(node) || isPatient(node) || limitsAll(module.project, module)) return true;
  if (!made) return false;
  return [module, moduleOf(made.at)].some((one) => isPrepared(one, made));
}

/** Whether what stands around a place limits its time: `with timeout(5)`, `wait_for(…)`, a decorator. */
function isInside(node: Node): boolean {
  for (const outer of node.ancestors()) {
    if (outer.kind === "call" && LIMITS_INSIDE.test(lastNameOf(outer.field("function")) ?? "")) return true;
    if (outer.kind === "with_statement" && itemsOf(outer).some((item) => LIMITS_INSIDE.test(calledName(item) ?? "")))
      return true;
    if (outer.kind !== "function_definition") continue;
    const { decorators } = moduleOf(outer).function(outer);
    if (decorators.some((decorator) => LIMITS_INSIDE.test(calledName(decorator) ?? ""))) return true;
  }
  return false;
}

function itemsOf(statement: Node): readonly Node[] {
  const items = statement.child("with_clause")?.children ?? [];
  return items.flatMap(({ children: [value] }) =>
    value?.kind === "as_pattern" ? value.children.slice(0, 1) : (value ?? []),
  );
}

/** Whether the program gives all sockets a time limit when it starts. */
function limitsAll(project: Project, asker: Module): boolean {
  return project.once(FOR_ALL, asker, () =>
    project
      .modulesMentioning(FOR_SOCKETS, asker)
      .filter((other) => mayBeOfOneProgram(other, asker))
      .flatMap((module) => module.callsNamed(FOR_SOCKETS))
      .some(({ module, node }) => STARTS.test(module.functionAround(node)?.name ?? "main")),
  );
}

const FOR_SOCKETS = "setdefaulttimeout";
const STARTS = /main|init|set|start|config|default|timeout|run|connect/i;

/** Whether a function sets a limit for all that follows, or its file puts another function in the place of one that waits. */
function isPatient(node: Node): boolean {
  const module = moduleOf(node);
  const around = module.functionAround(node);
  const limits = LIMITS_ALL.flatMap((name) => module.callsNamed(name));
  if (limits.some((limit) => module.functionAround(limit.node) === around)) return true;
  return REPLACED.some((name) => module.storesNamed(name).some(isOnLibrary));
}

const REPLACED = ["request", "send", "get", "post", "urlopen"];

function isOnLibrary({ object }: Store): boolean {
  return moduleOf(object)
    .apiPathsOf(object)
    .some((path) => /^(requests|urllib)\b/.test(path) && !path.includes("()"));
}

/** Whether a file gives a session an adapter, a method or a timeout of its own. */
function isPrepared(module: Module, made: Made): boolean {
  const mounts = module
    .callsNamed("mount")
    .filter(({ positional: [, adapter] }) => !adapter || !isPlainAdapter(adapter));
  if (mounts.some(({ receiver }) => receiver && isSameSession(receiver, made))) return true;
  return [...REPLACED, ...(made.client.hasSessionTimeout ? ["timeout"] : [])].some((name) =>
    module.storesNamed(name).some(({ object }) => isSameSession(object, made)),
  );
}

function isPlainAdapter(adapter: Node): boolean {
  const values = moduleOf(adapter).valuesOf(adapter);
  return values.length > 0 && values.every((value) => value.kind === "api" && PLAIN_ADAPTER.test(value.path));
}

const PLAIN_ADAPTER = /^requests\.(adapters\.)?HTTPAdapter\(\)$/;
