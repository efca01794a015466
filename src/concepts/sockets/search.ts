import type { Node } from "../../syntax/node.js";
import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import { effectsOn, pathOf, type PathEffect } from "../../python/dataflow/effects.js";
import {
  argumentOf,
  constantOf,
  constructionOf,
  fieldOf,
  framesOf,
  holds,
  type Frame,
  type Framed,
} from "../../python/dataflow/frames.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { FlowGraph, type Block, type Edge } from "../../python/cfg/graph.js";
import { moduleOf } from "../../python/model/module.js";
import {
  BITS,
  NOTHING,
  UNDOES,
  all,
  certain,
  deedOf,
  isTyped,
  isUndoneBefore,
  join,
  nearestCall,
  possible,
  through,
  type End,
  type Found,
  type SocketEvent,
} from "./events.js";
import { callersWithin, fillersOf, propertyPath, takesBack } from "./owner.js";
import { question } from "../../python/model/solver.js";

/** What a search may cost; beyond that the answer is what was found so far. */
const MOST_STEPS = 5_000;
const DEEPEST = 40;

/** One question about a socket, followed back through functions, frames and classes. */
export class Search {
  #steps = 0;
  #depth = 0;
  readonly #entered = new Set<string>();

  /** The state of what an expression stands for, or of an attribute `rest` of it. */
  expression(framed: Framed, rest: readonly string[]): Found {
    if (this.#steps++ > MOST_STEPS || this.#depth >= DEEPEST) return NOTHING;
    this.#depth++;
    const found = this.origin(framed, rest);
    this.#depth--;
    return found;
  }

  private origin({ node, frame }: Framed, rest: readonly string[]): Found {
    const path = pathOf(node);
    if (path) return this.local([...path, ...rest], node, frame);
    switch (node.kind) {
      case "parenthesized_expression":
      case "await":
      case "named_expression": {
        const inner = node.field("value") ?? node.children[0];
        return inner ? this.expression({ node: inner, frame }, rest) : NOTHING;
      }
      case "conditional_expression":
      case "boolean_operator": {
        const parts = node.kind === "boolean_operator" ? node.children : [node.children[0], node.children[2]];
        return all(parts.flatMap((part) => (part ? [this.expression({ node: part, frame }, rest)] : [])));
      }
      case "attribute": {
        const object = node.field("object");
        const name = node.field("attribute")?.text;
        return object && name !== undefined ? this.expression({ node: object, frame }, [name, ...rest]) : NOTHING;
      }
      case "subscript":
        return this.item(node, frame, rest);
      case "call":
        return this.result(moduleOf(node).call(node), frame, rest);
      default:
        return NOTHING;
    }
  }

  /** An item that the same function put into a container. */
  private item(node: Node, frame: Frame | undefined, rest: readonly string[]): Found {
    const module = moduleOf(node);
    const container = node.field("value")?.text;
    const owner = module.functionAround(node);
    const puts = [...(owner?.node ?? module.root).descendants("assignment")].filter(
      (put) => put.field("left")?.kind === "subscript" && put.field("left")?.field("value")?.text === container,
    );
    return all(
      puts.flatMap((put) => {
        const value = put.field("right");
        return value ? [this.expression({ node: value, frame }, rest)] : [];
      }),
    );
  }

  /** What a call gives. */
  private result(call: Call, frame: Frame | undefined, rest: readonly string[]): Found {
    if (rest.length === 0) {
      const type = creates(call, frame);
      if (type !== undefined) return { events: [], types: [type] };
      if (call.module.project.knowledge.told.boundSockets.find(call) !== undefined) {
        return { events: [{ deed: "bind", call, through: [], given: true }], types: [""] };
      }
    }
    const [name, ...deeper] = rest;
    if (call.targets.some((value) => value.kind === "class")) {
      const made = constructionOf({ node: call.node, frame });
      if (!made || name === undefined) return NOTHING;
      const field = made.of.hasGeneratedInit ? fieldOf(made, name) : undefined;
      if (field) return this.expression(field, deeper);
      const stored = propertyPath(made.of, name);
      if (stored) return this.result(call, frame, [...stored, ...deeper]);
      return all(framesOf(call, frame).map((inner) => this.atExit(inner, rest)));
    }
    return all(framesOf(call, frame).map((inner) => this.returned(inner, rest)));
  }

  /** What a function returns, as far as it is known. */
  private returned(frame: Frame, rest: readonly string[]): Found {
    const live = frame.definition.returns.filter((statement) => this.isFeasible(statement, frame));
    const found = live.map((statement): Found => {
      const value = statement.children[0];
      return value ? this.expression({ node: value, frame }, rest) : NOTHING;
    });
    return through(all(found), frame.definition, true);
  }

  private isFeasible(statement: Node, frame: Frame): boolean {
    const { graph } = frame.definition;
    return !graph.everyPathTo(statement, { edge: (edge) => !isTaken(edge, frame) });
  }

  /** The state of `self.…` when a constructor is through. */
  private atExit(frame: Frame, rest: readonly string[]): Found {
    const receiver = frame.definition.receiver?.name;
    if (receiver === undefined) return NOTHING;
    const { graph } = frame.definition;
    return certain(this.back(graph, [{ block: graph.exit, index: 0, bits: 0 }], [receiver, ...rest], frame));
  }

  /** The state of a path of names just before it is used. */
  private local(path: readonly string[], use: Node, frame: Frame | undefined): Found {
    const graph = moduleOf(use).graphAround(use);
    const starts = graph.locate(use).map(({ block, index }) => ({ block, index, bits: 0 }));
    const ends = this.back(graph, starts, path, frame, use);
    const found = frame ? certain(ends) : possible(ends);
    const entered = ends.some(({ kind }) => kind === "entry");
    if (!entered) return found;
    return join(found, this.beforeEntry(path, use, frame));
  }

  /** What a path stood for when its function was entered. */
  private beforeEntry(path: readonly string[], use: Node, frame: Frame | undefined): Found {
    const [root = "", ...rest] = path;
    const module = moduleOf(use);
    const found = module.scopes.lookup(root, use);
    const binding = found?.bindings[0];
    if (!found || !binding) return NOTHING;
    if (binding.kind === "parameter") {
      const definition = module.function(found.scope.node);
      const parameter = definition.parameter(root);
      if (!parameter) return NOTHING;
      if (frame?.definition === definition) {
        if (parameter === definition.receiver) return this.ownerBefore(frame, rest);
        const given = argumentOf(parameter, frame);
        return given ? this.expression(given, rest) : NOTHING;
      }
      if (parameter === definition.receiver && definition.owner)
        return this.classBefore(definition, rest, definition.owner);
      return NOTHING;
    }
    if (!found.scope.isModule || module.scopes.around(use).isModule) return NOTHING;
    const graph = FlowGraph.of(module.root);
    return possible(this.back(graph, [{ block: graph.exit, index: 0, bits: 0 }], path, undefined));
  }

  /** The state of `self.…` where a method was called. */
  private ownerBefore(frame: Frame, rest: readonly string[]): Found {
    const { receiver } = frame.call;
    if (!receiver || frame.definition.name === "__init__") return NOTHING;
    return this.expression({ node: receiver, frame: frame.outer }, rest);
  }

  /**
   * The state of `self.…` when a method is entered by somebody unknown: what the callers in the class leave, when there
   * are any; else what the constructor and whatever else assigns the attribute leave, if they agree.
   */
  private classBefore(method: FunctionDefinition, rest: readonly string[], owner: ClassDefinition): Found {
    const key = `${owner.name} ${method.qualifiedName} ${rest.join(".")}`;
    if (this.#entered.has(key) || method.name === "__init__" || this.#depth >= DEEPEST) return NOTHING;
    this.#entered.add(key);
    this.#depth++;
    const found = this.leftBefore(method, rest, owner);
    this.#depth--;
    return found;
  }

  private leftBefore(method: FunctionDefinition, rest: readonly string[], owner: ClassDefinition): Found {
    const callers = callersWithin(owner, method);
    if (callers.length > 0) {
      return all(
        callers.map((call) =>
          call.receiver ? this.local([call.receiver.text, ...rest], call.node, undefined) : NOTHING,
        ),
      );
    }
    const fillers = fillersOf(owner, rest[0] ?? "").filter((filler) => filler !== method);
    if (takesBack(owner, rest, method)) return NOTHING;
    const states = fillers.map((filler) => {
      const { graph } = filler;
      const path = [filler.receiver?.name ?? "self", ...rest];
      return certain(this.back(graph, [{ block: graph.exit, index: 0, bits: 0 }], path, undefined));
    });
    const sockets = states.filter(({ types, events }) => types.length > 0 || events.length > 0);
    return sockets.every(({ events }) => events.length > 0) ? all(sockets) : { events: [], types: all(sockets).types };
  }

  /** Follows a path back through one graph, to wherever it got its value, or to the entry. */
  private back(
    graph: FlowGraph,
    starts: readonly Start[],
    path: readonly string[],
    frame: Frame | undefined,
    use?: Node,
  ): readonly End[] {
    const ends: Omit<End, "passed">[] = [];
    const events: SocketEvent[] = [];
    const seen = new Set<string>();
    const queue: Start[] = [...starts];
    for (let place = queue.shift(); place; place = queue.shift()) {
      const { block, index } = place;
      let { bits } = place;
      const state = `${block.index} ${bits}`;
      if (seen.has(state) || this.#steps++ > MOST_STEPS) continue;
      seen.add(state);
      let ended = false;
      for (let at = index - 1; at >= 0 && !ended; at--) {
        const element = block.elements[at];
        if (!element) continue;
        for (const effect of effectsOn(path, element, graph)) {
          const step = this.step(effect, frame, use);
          if (step.kind === "end") {
            ends.push({ ...step.end, bits });
            ended = true;
            break;
          }
          for (const event of step.events) {
            bits |= BITS[event.deed];
            if (!events.some((known) => known.call === event.call)) events.push(event);
          }
        }
      }
      if (ended) continue;
      if (block === graph.entry) ends.push({ found: NOTHING, bits, kind: "entry" });
      for (const edge of block.in) {
        if (!isTaken(edge, frame)) continue;
        queue.push({ block: edge.from, index: edge.from.elements.length, bits: bits | loopBits(edge, path) });
      }
    }
    return ends.map((end) => ({ ...end, passed: events }));
  }

  private step(effect: PathEffect, frame: Frame | undefined, use: Node | undefined): Step {
    switch (effect.kind) {
      case "assigned":
        return { kind: "end", end: { found: this.assigned(effect, frame), kind: "assigned" } };
      case "method": {
        const { call } = effect;
        if (use && call.node === nearestCall(use)) return { kind: "go", events: [] };
        if (UNDOES.has(call.lastName)) return { kind: "end", end: { found: NOTHING, kind: "undone" } };
        const deed = deedOf(call);
        if (!deed) return { kind: "go", events: [] };
        if (isUndoneBefore(call.node, use)) return { kind: "end", end: { found: NOTHING, kind: "undone" } };
        return { kind: "go", events: [{ deed, call, through: [], given: false }] };
      }
      case "passed":
        return { kind: "go", events: this.passed(effect, frame) };
      case "owner":
        return this.owned(effect, frame);
    }
  }

  private assigned({ from, rest, index }: PathEffect & { kind: "assigned" }, frame: Frame | undefined): Found {
    if (!from) return NOTHING;
    if (index === undefined) return this.expression({ node: from, frame }, rest);
    if (/^(tuple|list|expression_list)$/.test(from.kind)) {
      const item = from.children[index];
      return item ? this.expression({ node: item, frame }, rest) : NOTHING;
    }
    const call = from.kind === "call" ? moduleOf(from).call(from) : undefined;
    const results = call ? framesOf(call, frame) : [];
    return all(
      results.map((inner) => {
        const items = inner.definition.returns.map((statement) => statement.children[0]?.children[index]);
        const found = items.flatMap((item) => (item ? [this.expression({ node: item, frame: inner }, rest)] : []));
        return through(all(found), inner.definition, true);
      }),
    );
  }

  /** What a function certainly does with what it is passed. */
  passed({ call, argument, rest }: PathEffect & { kind: "passed" }, frame: Frame | undefined): readonly SocketEvent[] {
    return framesOf(call, frame).flatMap((inner) => {
      if (!speaksOfDeeds(inner.definition)) return [];
      const parameter = inner.definition.parameters.find((one) => argumentOf(one, inner)?.node === argument);
      if (!parameter || inner.definition.isAsync !== (call.node.parent?.kind === "await")) return [];
      const { graph } = inner.definition;
      const ends = this.back(graph, [{ block: graph.exit, index: 0, bits: 0 }], [parameter.name, ...rest], inner);
      const kept = ends.filter(({ kind }) => kind === "entry");
      return kept.length === ends.length ? through(certain(kept), inner.definition, false).events : [];
    });
  }

  /** What a method does to an attribute of the object it is called on. */
  private owned({ call, rest }: PathEffect & { kind: "owner" }, frame: Frame | undefined): Step {
    for (const inner of framesOf(call, frame)) {
      const receiver = inner.definition.receiver?.name;
      if (receiver === undefined || !inner.bound) continue;
      const { graph } = inner.definition;
      const ends = this.back(graph, [{ block: graph.exit, index: 0, bits: 0 }], [receiver, ...rest], inner);
      const found = through(certain(ends), inner.definition, false);
      if (ends.length > 0 && ends.every(({ kind }) => kind === "assigned")) {
        return { kind: "end", end: { found, kind: "assigned" } };
      }
      if (ends.some(({ kind }) => kind !== "entry")) return { kind: "end", end: { found: NOTHING, kind: "undone" } };
      if (found.events.length > 0) return { kind: "go", events: found.events };
    }
    return { kind: "go", events: [] };
  }
}

interface Start {
  readonly block: Block;
  readonly index: number;
  readonly bits: number;
}

type Step =
  | { readonly kind: "go"; readonly events: readonly SocketEvent[] }
  | { readonly kind: "end"; readonly end: Pick<End, "found" | "kind"> };

const SPEAKS = question(false);

/** Whether a function's text has a bind or connect in it, or a helper named for one: most have not, and need no walk. */
function speaksOfDeeds(definition: FunctionDefinition): boolean {
  const { module, node } = definition;
  return module.project.once(SPEAKS, definition, () => /bind|connect|listen/i.test(node.text));
}

/** The type of socket that a call makes; empty when it is not written there. */
function creates(call: Call, frame: Frame | undefined): string | undefined {
  const isSocket = call.lastName === "socket";
  if (!isSocket && call.lastName !== "Socket") return undefined;
  const argument = isSocket ? call.argument(0, "socket_type") : call.argument(1, "socket_type");
  const type = argument && constantOf({ node: argument, frame });
  if (type !== undefined && /^zmq\b/.test(type)) return type;
  return call.apis.some((path) => /^zmq\b.*\.(socket|Socket)$/.test(path)) || isTyped(call.node) ? "" : undefined;
}

/** Whether control may take an edge in a frame whose constants are known. */
function isTaken({ condition, kind }: Edge, frame: Frame | undefined): boolean {
  if (!frame || !condition || condition.kind === "case_pattern") return true;
  const value = holds({ node: condition, frame });
  return value === undefined || value === (kind === "true");
}

/**
 * What a loop has done when it is through, as bits. One that binds is there to try until it succeeds, or to go through
 * endpoints that are there; that it may run no round says nothing.
 */
function loopBits(edge: Edge, path: readonly string[]): number {
  const loop = edge.kind === "false" ? loopLeftBy(edge) : undefined;
  let bits = 0;
  for (const node of loop?.descendants("call") ?? []) {
    const call = moduleOf(node).call(node);
    const deed = deedOf(call);
    if (deed && call.receiver && pathOf(call.receiver)?.join(".") === path.join(".")) bits |= BITS[deed];
  }
  return bits;
}

function loopLeftBy({ condition, from }: Edge): Node | undefined {
  if (condition) {
    for (const around of condition.ancestors()) {
      if (around.kind === "while_statement") return around.field("condition")?.contains(condition) ? around : undefined;
    }
    return undefined;
  }
  const target = from.out.find(({ kind }) => kind === "true")?.to.elements[0];
  return target?.parent?.kind === "for_statement" ? target.parent : undefined;
}
