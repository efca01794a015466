import { endsProgram } from "../../../src/python/cfg/exceptions.js";
import type { Block, Edge, FlowGraph } from "../../../src/python/cfg/graph.js";
import { type Module, moduleOf } from "../../../src/python/model/module.js";
import {
  APPENDERS,
  APPENDING,
  CHECK_NAME,
  INSTALLED_INTO,
  INSTALLERS,
  INSTALLING,
  NO_CHECK_NAME,
  SECRET_NAME,
} from "../../../src/python/tables/access.js";
import type { Node } from "../../../src/syntax/node.js";
import { MOST_TESTS, decisions, isPossible, missingSubject, opposite } from "./branching.js";
import type { Bypass } from "./bypass.js";
import { lastName, mentions } from "./comparing.js";
import { absenceOf } from "./secret.js";
import { isServiceWide } from "./service-wide.js";
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
    const installing = new Set(installs.flatMap((install) => graph.locate(install).map(({ block }) => block)));
    for (const edge of graph.blocks.flatMap(decisions).slice(0, MOST_TESTS)) {
      const found = setupBypass(graph, edge, installing, installs);
      if (found) yield found;
    }
  }
}

/** A call that puts a check in place. */
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
    const names = [...call.arguments.map(({ node: given }) => given.text), around?.field("name")?.text ?? ""];
    const isCheckpoint = names.some((text) => text.length < 200 && CHECK_NAME.test(text) && !NO_CHECK_NAME.test(text));
    const isAppended = APPENDERS.test(call.lastName) && !INSTALLED_INTO.test(call.receiver?.text ?? "");
    if (isCheckpoint && !isAppended && call.receiver) yield around ?? call.node;
  }
}

function setupBypass(
  graph: FlowGraph,
  edge: Edge,
  installing: ReadonlySet<Block>,
  installs: readonly Node[],
): Bypass | undefined {
  const { condition } = edge;
  const other = opposite(edge);
  if (!condition || !other || !leads(graph, other.to, installing, () => true).installs) return undefined;
  const subject = missingSubject(edge);
  const isHeld = (next: Edge): boolean => isPossible(next, subject ?? condition);
  const without = leads(graph, edge.to, installing, isHeld);
  if (without.installs || without.fails || !without.leaves) return undefined;
  const module = moduleOf(condition);
  const definition = module.functionAround(condition);
  const base = { at: condition, definition, isSetup: true, grant: undefined };
  if (subject && isNeeded(subject, installs)) {
    const absence = absenceOf(subject);
    if (absence.kind === "never") return undefined;
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

/** Whether what is installed is made with a secret, or the secret is named as one. */
function isNeeded(subject: Node, installs: readonly Node[]): boolean {
  const forms = new Set([subject.text]);
  return (
    SECRET_NAME.test(lastName(subject.text)) ||
    (installs.some((install) => mentions(install, forms)) && !/enabled|disabled|debug/i.test(subject.text))
  );
}

function leads(
  graph: FlowGraph,
  from: Block,
  installing: ReadonlySet<Block>,
  isOpen: (edge: Edge) => boolean,
): { readonly installs: boolean; readonly fails: boolean; readonly leaves: boolean } {
  const seen = new Set([from]);
  let installs = false;
  let fails = false;
  let leaves = false;
  for (const block of seen) {
    installs ||= installing.has(block);
    fails ||= block.elements.some((element) => element.kind === "raise_statement" || endsProgram(element));
    for (const edge of block.out) {
      if (edge.kind === "raise" || !isOpen(edge)) continue;
      if (edge.to === graph.exit) leaves = true;
      else seen.add(edge.to);
    }
  }
  return { installs, fails, leaves };
}
