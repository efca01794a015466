import type { Node } from "../../../syntax/node.js";
import { FlowGraph, type Block, type Edge } from "../../cfg/graph.js";
import type { Call } from "../../model/call.js";
import type { ClassDefinition } from "../../model/class.js";
import type { FunctionDefinition } from "../../model/function.js";
import { interpret, type Domain } from "../../model/interpreter.js";
import { moduleOf } from "../../model/module.js";
import { question } from "../../model/solver.js";
import { effectsOn, pathOf, type PathEffect } from "../effects.js";
import { argumentOf, constructionOf, fieldOf, framesOf, type CallFrame, type Framed } from "../frames.js";
import type { Protocol } from "../typestate.js";
import {
  any,
  certain,
  each,
  join,
  NOTHING,
  possible,
  through,
  type End,
  type History,
  type PastEvent,
} from "./history.js";
import { callersWithin, fillersOf, propertyPath, takesBack } from "./owner.js";
import { isTaken, isUndoneBefore, loopLeftBy, nearestCall } from "./ways.js";
import { isSameExpression } from "../../cfg/expression.js";

/** What a search may cost; beyond that the answer is what was found so far. */
const MOST_STEPS = 5_000;
const DEEPEST = 40;

/** Where an object is asked about: in which frame, and which attribute of what an expression stands for it is. */
interface Asked {
  readonly frame: CallFrame | undefined;
  readonly rest: readonly string[];
}

/** An element of a block, by its place, that does something to a path which lasts. */
interface Effective {
  readonly at: number;
  readonly effects: readonly PathEffect[];
}

const EFFECTS = question<readonly Effective[]>([]);

/** How many of the elements, which are in order, come before a place. */
function countBefore(elements: readonly Effective[], place: number): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.at ?? place) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One question about an object, followed back through functions, frames and classes. */
export class Search<E extends string> implements Domain<History<E>, Asked> {
  #steps = 0;
  #depth = 0;
  readonly #entered = new Set<string>();

  constructor(
    private readonly protocol: Protocol<E>,
    /** Whether what lies behind on some way counts, or only what does on every way. */
    private readonly mode: "may" | "must",
  ) {}

  /** The history of what an expression stands for, or of an attribute `rest` of it. */
  expression({ node, frame }: Framed, rest: readonly string[]): History<E> {
    if (this.#steps++ > MOST_STEPS || this.#depth >= DEEPEST) return NOTHING;
    this.#depth++;
    const found = interpret(this, node, { frame, rest });
    this.#depth--;
    return found;
  }

  private merge(list: readonly History<E>[]): History<E> {
    return this.mode === "may" ? any(list) : each(list);
  }

  oneOf(expressions: readonly Node[], { frame, rest }: Asked): History<E> {
    return this.merge(expressions.map((node) => this.expression({ node, frame }, rest)));
  }

  name(name: Node, { frame, rest }: Asked): History<E> {
    return this.local([name.text, ...rest], name, frame);
  }

  attribute(object: Node, name: string, node: Node, { frame, rest }: Asked): History<E> {
    const path = pathOf(node);
    return path
      ? this.local([...path, ...rest], node, frame)
      : this.expression({ node: object, frame }, [name, ...rest]);
  }

  call(call: Call, { frame, rest }: Asked): History<E> {
    return this.result(call, frame, rest);
  }

  other(): History<E> {
    return NOTHING;
  }

  /** An item that the same function put into a container, under a text or some key. */
  item(node: Node, { frame, rest }: Asked): History<E> {
    const path = pathOf(node);
    const entry = path ? this.local([...path, ...rest], node, frame) : NOTHING;
    if (entry.types.length > 0) return entry;
    const module = moduleOf(node);
    const container = node.field("value");
    const owner = module.functionAround(node);
    const puts = [...(owner?.node ?? module.root).descendants("assignment")].filter((put) => {
      const left = put.field("left");
      const filled = left?.kind === "subscript" ? left.field("value") : undefined;
      return filled && container && isSameExpression(filled, container);
    });
    return this.merge(
      puts.flatMap((put) => {
        const value = put.field("right");
        return value ? [this.expression({ node: value, frame }, rest)] : [];
      }),
    );
  }

  /** What a call gives. */
  private result(call: Call, frame: CallFrame | undefined, rest: readonly string[]): History<E> {
    if (rest.length === 0) {
      const type = this.protocol.madeBy(call, frame);
      if (type !== undefined) return { events: [], types: [type] };
      const transition = this.protocol.declaredBy?.(call);
      if (transition !== undefined) {
        return { events: [{ transition, call, through: [], given: true }], types: [""] };
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
      return this.merge(framesOf(call, frame).map((inner) => this.atExit(inner, rest)));
    }
    return this.merge(framesOf(call, frame).map((inner) => this.returned(inner, rest)));
  }

  /** What a function returns, as far as it is known. */
  private returned(frame: CallFrame, rest: readonly string[]): History<E> {
    const live = frame.definition.returns.filter((statement) => this.isFeasible(statement, frame));
    const found = live.map((statement): History<E> => {
      const value = statement.children[0];
      return value ? this.expression({ node: value, frame }, rest) : NOTHING;
    });
    return through(this.merge(found), frame.definition, true);
  }

  private isFeasible(statement: Node, frame: CallFrame): boolean {
    const { graph } = frame.definition;
    return !graph.everyPathTo(statement, { edge: (edge) => !isTaken(edge, frame) });
  }

  /** The state of `self.…` when a constructor is through. */
  private atExit(frame: CallFrame, rest: readonly string[]): History<E> {
    const receiver = frame.definition.receiver?.name;
    if (receiver === undefined) return NOTHING;
    const { graph } = frame.definition;
    return certain(this.back(graph, [{ block: graph.exit, index: 0, done: new Set<E>() }], [receiver, ...rest], frame));
  }

  /** The state of a path of names just before it is used. */
  private local(path: readonly string[], use: Node, frame: CallFrame | undefined): History<E> {
    const graph = moduleOf(use).graphAround(use);
    const starts = graph.locate(use).map(({ block, index }) => ({ block, index, done: new Set<E>() }));
    const ends = this.back(graph, starts, path, frame, use);
    const isEntered = ends.some(({ kind }) => kind === "entry");
    const before = isEntered ? this.beforeEntry(path, use, frame) : NOTHING;
    if (this.mode === "must")
      return certain(ends.map((end) => (end.kind === "entry" ? { ...end, found: before } : end)));
    return join(frame ? certain(ends) : possible(ends), before);
  }

  /** What a path stood for when its function was entered. */
  private beforeEntry(path: readonly string[], use: Node, frame: CallFrame | undefined): History<E> {
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
    const ends = this.back(graph, [{ block: graph.exit, index: 0, done: new Set<E>() }], path, undefined);
    return this.mode === "must" ? certain(ends) : possible(ends);
  }

  /** The state of `self.…` where a method was called. */
  private ownerBefore(frame: CallFrame, rest: readonly string[]): History<E> {
    const { receiver } = frame.call;
    if (!receiver || frame.definition.name === "__init__") return NOTHING;
    return this.expression({ node: receiver, frame: frame.outer }, rest);
  }

  /**
   * The state of `self.…` when a method is entered by somebody unknown: what the callers in the class leave, when there
   * are any; else what the constructor and whatever else assigns the attribute leave, if they agree.
   */
  private classBefore(method: FunctionDefinition, rest: readonly string[], owner: ClassDefinition): History<E> {
    const key = `${owner.name} ${method.qualifiedName} ${rest.join(".")}`;
    if (this.#entered.has(key) || method.name === "__init__" || this.#depth >= DEEPEST) return NOTHING;
    this.#entered.add(key);
    this.#depth++;
    const found = this.leftBefore(method, rest, owner);
    this.#depth--;
    return found;
  }

  private leftBefore(method: FunctionDefinition, rest: readonly string[], owner: ClassDefinition): History<E> {
    const callers = callersWithin(owner, method);
    if (callers.length > 0) {
      return this.merge(
        callers.map((call) =>
          call.receiver
            ? this.local([...(pathOf(call.receiver) ?? [call.receiver.text]), ...rest], call.node, undefined)
            : NOTHING,
        ),
      );
    }
    const fillers = fillersOf(owner, rest[0] ?? "").filter((filler) => filler !== method);
    if (takesBack(owner, rest, method, this.protocol.reverses)) return NOTHING;
    const states = fillers.map((filler) => {
      const { graph } = filler;
      const path = [filler.receiver?.name ?? "self", ...rest];
      return certain(this.back(graph, [{ block: graph.exit, index: 0, done: new Set<E>() }], path, undefined));
    });
    const known = states.filter(({ types, events }) => types.length > 0 || events.length > 0);
    const found = this.merge(known);
    return known.every(({ events }) => events.length > 0) ? found : { events: [], types: found.types };
  }

  /** Follows a path back through one graph, to wherever it got its value, or to the entry. */
  private back(
    graph: FlowGraph,
    starts: readonly Start<E>[],
    path: readonly string[],
    frame: CallFrame | undefined,
    use?: Node,
  ): readonly End<E>[] {
    const ends: Omit<End<E>, "passed">[] = [];
    const events: PastEvent<E>[] = [];
    const seen = new Set<string>();
    const queue: Start<E>[] = [...starts];
    for (let place = queue.shift(); place; place = queue.shift()) {
      const { block, index } = place;
      const done = new Set(place.done);
      const state = `${block.index} ${[...done].sort().join()}`;
      if (seen.has(state) || this.#steps++ > MOST_STEPS) continue;
      seen.add(state);
      let ended = false;
      for (const effects of this.effectsBefore(index, block, path, graph)) {
        if (ended) break;
        for (const effect of effects) {
          const step = this.step(effect, frame, use);
          if (step.kind === "end") {
            ends.push({ ...step.end, done });
            ended = true;
            break;
          }
          for (const event of step.events) {
            done.add(event.transition);
            if (!events.some((known) => known.call === event.call)) events.push(event);
          }
        }
      }
      if (ended) continue;
      if (block === graph.entry) ends.push({ found: NOTHING, done, kind: "entry" });
      for (const edge of block.in) {
        if (!isTaken(edge, frame)) continue;
        queue.push({ block: edge.from, index: edge.from.elements.length, done: this.afterLoop(edge, path, done) });
      }
    }
    return ends.map((end) => ({ ...end, passed: events }));
  }

  /** What the elements of a block in front of one of them do to a path, the last first. */
  private *effectsBefore(
    index: number,
    block: Block,
    path: readonly string[],
    graph: FlowGraph,
  ): Generator<readonly PathEffect[]> {
    const [first] = block.elements;
    if (!first || index === 0) return;
    // Every use of an object goes back over the same elements, most of which do nothing that lasts.
    const find = (): readonly Effective[] =>
      block.elements.flatMap((element, at) => {
        const effects = effectsOn(path, element, graph).filter((effect) => this.lasts(effect));
        return effects.length > 0 ? [{ at, effects }] : [];
      });
    const { project } = moduleOf(first);
    const all = project.once(EFFECTS, block, find, [this.protocol.name, ...path].join("."));
    for (let at = countBefore(all, index) - 1; at >= 0; at--) yield all[at]?.effects ?? [];
  }

  /** Whether an effect is more than a method that leaves the object as it is. */
  private lasts(effect: PathEffect): boolean {
    if (effect.kind !== "method") return true;
    const { call } = effect;
    if (this.protocol.reverses.has(call.lastName) || this.protocol.ends.has(call.lastName)) return true;
    return call.receiver !== undefined && this.protocol.transitionOf(call) !== undefined;
  }

  private step(effect: PathEffect, frame: CallFrame | undefined, use: Node | undefined): Step<E> {
    switch (effect.kind) {
      case "assigned":
        return { kind: "end", end: { found: this.assigned(effect, frame), kind: "assigned" } };
      case "method": {
        const { call } = effect;
        if (use && call.node === nearestCall(use)) return { kind: "go", events: [] };
        if (this.protocol.reverses.has(call.lastName) || this.protocol.ends.has(call.lastName))
          return { kind: "end", end: { found: NOTHING, kind: "undone" } };
        const transition = call.receiver && this.protocol.transitionOf(call);
        if (!transition) return { kind: "go", events: [] };
        if (isUndoneBefore(call.node, use)) return { kind: "end", end: { found: NOTHING, kind: "undone" } };
        return { kind: "go", events: [{ transition, call, through: [], given: false }] };
      }
      case "passed":
        return { kind: "go", events: this.passed(effect, frame) };
      case "owner":
        return this.owned(effect, frame);
    }
  }

  private assigned({ from, rest, index }: PathEffect & { kind: "assigned" }, frame: CallFrame | undefined): History<E> {
    if (!from) return NOTHING;
    if (index === undefined) return this.expression({ node: from, frame }, rest);
    if (/^(tuple|list|expression_list)$/.test(from.kind)) {
      const item = from.children[index];
      return item ? this.expression({ node: item, frame }, rest) : NOTHING;
    }
    const call = from.kind === "call" ? moduleOf(from).call(from) : undefined;
    const results = call ? framesOf(call, frame) : [];
    return this.merge(
      results.map((inner) => {
        const items = inner.definition.returns.map((statement) => statement.children[0]?.children[index]);
        const found = items.flatMap((item) => (item ? [this.expression({ node: item, frame: inner }, rest)] : []));
        return through(this.merge(found), inner.definition, true);
      }),
    );
  }

  /** What a function certainly does with what it is passed. */
  passed(
    { call, argument, rest }: PathEffect & { kind: "passed" },
    frame: CallFrame | undefined,
  ): readonly PastEvent<E>[] {
    return framesOf(call, frame).flatMap((inner) => {
      if (!inner.definition.module.mayHold(this.protocol.trace, inner.definition.node)) return [];
      const parameter = inner.definition.parameters.find((one) => argumentOf(one, inner)?.node === argument);
      if (!parameter || inner.definition.isAsync !== (call.node.parent?.kind === "await")) return [];
      const { graph } = inner.definition;
      const ends = this.back(
        graph,
        [{ block: graph.exit, index: 0, done: new Set<E>() }],
        [parameter.name, ...rest],
        inner,
      );
      const kept = ends.filter(({ kind }) => kind === "entry");
      return kept.length === ends.length ? through(certain(kept), inner.definition, false).events : [];
    });
  }

  /** What a method does to an attribute of the object it is called on. */
  private owned({ call, rest }: PathEffect & { kind: "owner" }, frame: CallFrame | undefined): Step<E> {
    for (const inner of framesOf(call, frame)) {
      const receiver = inner.definition.receiver?.name;
      if (receiver === undefined || !inner.bound) continue;
      const { graph } = inner.definition;
      const ends = this.back(graph, [{ block: graph.exit, index: 0, done: new Set<E>() }], [receiver, ...rest], inner);
      const found = through(certain(ends), inner.definition, false);
      if (ends.length > 0 && ends.every(({ kind }) => kind === "assigned")) {
        return { kind: "end", end: { found, kind: "assigned" } };
      }
      if (ends.some(({ kind }) => kind !== "entry")) return { kind: "end", end: { found: NOTHING, kind: "undone" } };
      if (found.events.length > 0) return { kind: "go", events: found.events };
    }
    return { kind: "go", events: [] };
  }

  /**
   * What has been done when a loop is through. One that does something lasting is there to try until it succeeds, or to
   * go through what is there; that it may run no round says nothing.
   */
  private afterLoop(edge: Edge, path: readonly string[], done: ReadonlySet<E>): ReadonlySet<E> {
    const all = new Set(done);
    for (const node of loopLeftBy(edge)?.descendants("call") ?? []) {
      const call = moduleOf(node).call(node);
      const transition = call.receiver && this.protocol.transitionOf(call);
      if (transition && pathOf(call.receiver)?.join(".") === path.join(".")) all.add(transition);
    }
    return all;
  }
}

interface Start<E extends string> {
  readonly block: Block;
  readonly index: number;
  readonly done: ReadonlySet<E>;
}

type Step<E extends string> =
  | { readonly kind: "go"; readonly events: readonly PastEvent<E>[] }
  | { readonly kind: "end"; readonly end: Pick<End<E>, "found" | "kind"> };
