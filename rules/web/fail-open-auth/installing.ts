import { endsProgram } from "../../../src/python/cfg/exceptions.js";
import type { Block, Edge, FlowGraph } from "../../../src/python/cfg/graph.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import { textOf } from "../../../src/python/model/literal.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { type Module, moduleOf } from "../../../src/python/model/module.js";
import {
  APPENDERS,
  APPENDING,
  CHECK_NAME,
  HOOKS,
  INSTALLED_INTO,
  INSTALLERS,
  INSTALLING,
  MIDDLEWARE,
  TAKES_MIDDLEWARE,
  NO_CHECK_NAME,
  SECRET_NAME,
} from "../../../src/python/tables/access.js";
import { matches } from "../../../src/python/tables/api.js";
import type { Node } from "../../../src/syntax/node.js";
import {
  MOST_TESTS,
  decidedAgainst,
  decisions,
  isPossible,
  missingSubject,
  opposite,
} from "../../../src/concepts/access/branching.js";
import { AccessCheck } from "../../../src/concepts/access/access-check.js";
import type { Bypass } from "./bypass.js";
import { mentions } from "./comparing.js";
import { Forms, lastWord } from "./forms.js";
import { dependenciesIn, dependencyOf } from "../../../src/concepts/access/dependencies.js";
import { absenceOf, type Absence } from "./secret.js";
import { isServiceWide } from "../../../src/concepts/access/service-wide.js";
import { judgeSwitch } from "./switches.js";
import type { Prefilter } from "../../../src/python/prefilter/prefilter.js";

/** Checks that are put in place only when there is a secret, or only in production. */
export function* setupBypasses(module: Module): Generator<Bypass> {
  const graphs = new Map<FlowGraph, Node[]>();
  for (const install of installsIn(module)) {
    const graph = module.graphAround(install);
    const known = graphs.get(graph);
    if (known) known.push(install);
    else graphs.set(graph, [install]);
  }
  for (const [graph, installs] of graphs) {
    for (const edge of graph.blocks.flatMap(decisions).slice(0, MOST_TESTS)) {
      const found = setupBypass(graph, edge, installs);
      if (found) yield found;
    }
  }
}

/** What a call that puts a check in place is in. */
const INSTALL: Prefilter = {
  name: "a check put in place",
  mayHold: (text) =>
    CHECK_NAME.test(text) && (INSTALLING.test(text) || (APPENDING.test(text) && INSTALLED_INTO.test(text))),
};

function* installsIn(module: Module): Generator<Node> {
  for (const node of module.within(INSTALL, "call")) {
    const call = module.call(node);
    if (!INSTALLERS.test(call.lastName)) continue;
    const around = call.node.parent?.kind === "decorator" ? call.node.parent.parent?.field("definition") : undefined;
    // What is given as a dependency is put in place by that.
    if (!dependenciesIn(node.field("arguments")).next().done) continue;
    const isCheckpoint =
      call.arguments.some(({ value }) => namesCheck(value)) || isCheckName(around?.field("name")?.text);
    const isAppended = APPENDERS.test(call.lastName) && !isInstalledInto(call.receiver);
    if (isCheckpoint && !isAppended && call.receiver) yield around ?? call.node;
  }
  for (const node of module.within(INSTALL, "decorator")) {
    const around = node.parent?.field("definition");
    const [hook] = node.children;
    const isHook = hook?.kind === "attribute" && HOOKS.test(lastNameOf(hook) ?? "");
    if (around && isHook && isCheckName(around.field("name")?.text)) yield around;
  }
  for (const { node } of ["Depends", "Security", "Middleware"].flatMap((name) => module.callsOf(name))) {
    const wrapped = wrappedIn(node);
    if (wrapped && !isPartOfDefinition(node) && isDependedCheck(wrapped)) yield node;
  }
  for (const item of listedMiddleware(module)) if (isDependedCheck(item)) yield item;
}

/** What stands in the lists that applications of a file are given their middleware in, and what is added to them. */
function listedMiddleware(module: Module): readonly Node[] {
  const lists = new Set(module.callsOf("Application").flatMap(listsGiven));
  if (lists.size === 0) return [];
  const additions = module
    .callsOf("append")
    .filter(({ receiver }) => receiver && listsAt(receiver).some((list) => lists.has(list)));
  return [...[...lists].flatMap(({ children }) => children), ...additions.flatMap(({ positional }) => positional)];
}

function listsGiven(call: Call): readonly Node[] {
  const given = call.apis.some((path) => matches(TAKES_MIDDLEWARE, path)) ? call.keyword("middlewares") : undefined;
  return given ? listsAt(given) : [];
}

/** The lists that an expression may be, as far as they are written down in the same file. */
function listsAt(expression: Node): readonly Node[] {
  const module = moduleOf(expression);
  return module
    .valuesOf(expression)
    .flatMap((value) => (value.kind === "literal" ? value.at : []))
    .filter((at) => at.kind === "list" && moduleOf(at) === module);
}

/** What a call makes ready to be put in place later: `f` of `Depends(f)` and of `Middleware(f)`. */
function wrappedIn(node: Node): Node | undefined {
  const call = moduleOf(node).call(node);
  const isMiddleware = call.apis.some((path) => matches(MIDDLEWARE, path));
  return isMiddleware ? call.argument(0, "cls") : dependencyOf(node);
}

/** Whether one of the names in an expression is that of a check: `AuthMiddleware`, `[Depends(verify_token)]`. */
function namesCheck(node: Node): boolean {
  for (const name of node.descendants("identifier", "string")) if (isCheckName(textOf(name) ?? name.text)) return true;
  return false;
}

function isCheckName(name: string | undefined): boolean {
  return name !== undefined && CHECK_NAME.test(name) && !NO_CHECK_NAME.test(name);
}

/** Whether one of the names that lead to a container is that of what holds checks: `app.user_middleware`. */
function isInstalledInto(container: Node | undefined): boolean {
  return container !== undefined && INSTALLED_INTO.test(accessPath(container) ?? calledName(container) ?? "");
}

/** Whether a dependency belongs to a function or a route that is not there without it. */
function isPartOfDefinition(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "decorator" || around.kind.endsWith("parameters")) return true;
    if (around.kind === "block") return false;
  }
  return false;
}

/** Whether what a dependency calls turns callers away: as far as it can be read, else by its name. */
function isDependedCheck(dependency: Node): boolean {
  const isNamed = isCheckName(calledName(dependency));
  const functions = functionsAt(dependency);
  if (functions.length === 0) return isNamed;
  // A function that calls nothing asks nobody: `def no_auth(): return None`.
  return functions.some(
    (definition) =>
      (asksCaller(definition) && AccessCheck.of(definition) !== undefined) || (isNamed && definition.calls.length > 0),
  );
}

/** Whether a function looks at what callers prove themselves with; middleware turns requests away for much else. */
function asksCaller({ owner, body }: FunctionDefinition): boolean {
  return owner === undefined || (body !== undefined && mentionsName(body, PROVES_CALLER));
}

const PROVES_CALLER = /^(headers|cookies|session|user)$|auth|token|credential/i;

function functionsAt(node: Node): readonly FunctionDefinition[] {
  return moduleOf(node)
    .valuesOf(node)
    .flatMap((value) => {
      if (value.kind === "class") return HANDLES_REQUESTS.flatMap((name) => value.definition.methods.get(name) ?? []);
      return value.kind === "function" ? [value.definition] : [];
    });
}

/** The methods by which classes of middleware come before the handlers of requests. */
const HANDLES_REQUESTS = ["dispatch", "__call__", "process_request"];

function setupBypass(graph: FlowGraph, edge: Edge, installs: readonly Node[]): Bypass | undefined {
  const { condition } = edge;
  const [left] = within(decidedAgainst(edge), installs, graph);
  if (!condition || !left) return undefined;
  const subject = missingSubject(edge);
  const isHeld = (next: Edge): boolean => isPossible(next, subject ?? condition);
  const without = leads(graph, edge.to, isHeld);
  if (isCheckedIn(without.blocks, edge, installs, graph) || without.fails || !without.leaves) return undefined;
  const module = moduleOf(condition);
  const definition = module.functionAround(condition);
  const grant = [...without.blocks].flatMap((block) => block.elements.filter((one) => leavesBefore(one, left)))[0];
  const base = { at: condition, definition, isSetup: true, grant, install: left };
  if (subject && isNeeded(subject, left)) {
    const absence = absenceOf(subject);
    if (absence.kind === "never" || isPart(subject, absence)) return undefined;
    return {
      ...base,
      kind: "secret",
      subject,
      absence,
      byDefault: absence.kind === "missing" ? true : undefined,
      isLikely: absence.kind === "possible",
    };
  }
  if (!isServiceWide(condition)) return undefined;
  const found = judgeSwitch(condition, edge.kind === "true");
  return found && found.kind !== "debug" ? { ...base, ...found, subject: condition } : undefined;
}

/** Whether a statement leaves a function above the place where a check would be put in place. */
const leavesBefore = (element: Node, install: Node): boolean =>
  element.kind === "return_statement" && element.end < install.start;

function within(blocks: ReadonlySet<Block>, installs: readonly Node[], graph: FlowGraph): readonly Node[] {
  return installs.filter((install) => graph.locate(install).some(({ block }) => blocks.has(block)));
}

/**
 * Whether a check is in place where an edge leads: another one, that the test chooses instead, or one that is put in front
 * of all in any case. A dependency that is made in any case is for something else.
 */
function isCheckedIn(blocks: ReadonlySet<Block>, edge: Edge, installs: readonly Node[], graph: FlowGraph): boolean {
  const other = opposite(edge);
  const instead = other ? within(decidedAgainst(other), installs, graph) : [];
  const standing = installs.filter(
    (install) => instead.includes(install) || install.kind !== "call" || !wrappedIn(install),
  );
  return within(blocks, standing, graph).length > 0;
}

/** Whether what is installed is made with a secret, or the secret is named as one. */
function isNeeded(subject: Node, install: Node): boolean {
  if (SECRET_NAME.test(lastWord(subject))) return true;
  const checks = [...dependenciesIn(install)].flatMap(functionsAt);
  const isGiven = [install, ...checks.map(({ node }) => node)].some((node) => mentions(node, new Forms(subject)));
  return isGiven && !/enabled|disabled|debug/i.test(lastWord(subject));
}

/** Whether what is missing is no setting but a part that whoever builds the service hands in, or leaves out on purpose. */
function isPart(subject: Node, absence: Absence): boolean {
  const isSet = absence.kind === "missing" && absence.fallback.reads.length > 0;
  return !isSet && !SECRET_NAME.test(lastWord(subject));
}

/** What an edge leads to. */
function leads(
  graph: FlowGraph,
  from: Block,
  isOpen: (edge: Edge) => boolean,
): { readonly blocks: ReadonlySet<Block>; readonly fails: boolean; readonly leaves: boolean } {
  const seen = new Set([from]);
  let fails = false;
  let leaves = false;
  for (const block of seen) {
    fails ||= block.elements.some((element) => element.kind === "raise_statement" || endsProgram(element));
    for (const edge of block.out) {
      if (edge.kind === "raise" || !isOpen(edge)) continue;
      if (edge.to === graph.exit) leaves = true;
      else seen.add(edge.to);
    }
  }
  return { blocks: seen, fails, leaves };
}
