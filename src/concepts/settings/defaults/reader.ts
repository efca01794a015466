import type { Node } from "../../../syntax/node.js";
import type { Block, Edge, FlowGraph } from "../../../python/cfg/graph.js";
import type { CallFrame } from "../../../python/dataflow/frames.js";
import type { Call } from "../../../python/model/call.js";
import { interpret, type Domain } from "../../../python/model/interpreter.js";
import { moduleOf, type Module } from "../../../python/model/module.js";
import { Solver, type Question } from "../../../python/model/solver.js";
import { nodeKey } from "../../../python/model/value.js";
import { truthOf } from "../constant.js";
import { attributeDefaults } from "./attributes.js";
import { callDefaults } from "./calls.js";
import { commonTruth, defaultsQuestion, distinct, GIVEN_UP, unknown, withReads, type Defaults } from "./default.js";
import { itemDefaults, writtenDefaults } from "./displays.js";
import { nameDefaults } from "./names.js";

const DEFAULTS = defaultsQuestion();

/** The blocks that control gets to; undefined when that is not known. */
type Live = ReadonlySet<Block> | undefined;
const LIVE: Question<Live> = {
  nothing: undefined,
  same: (a, b) => a?.size === b?.size && [...(a ?? [])].every((block) => b?.has(block)),
  giveUp: () => undefined,
};

/** Questions inside questions are followed this deep. */
const DEEPEST = 100;
/** Expressions looked at for one question; what would take more is not known. */
const MOST_READS = 500;

/**
 * Works out one question: what something is when nobody configures the program.
 *
 * What an expression is for all callers is a question of its own, which the project answers once. What it is for one call
 * is a question that ends with the one it is asked for, as the call does.
 */
export class DefaultsReader implements Domain<Defaults, CallFrame | undefined> {
  readonly #inFrames = new Solver();
  #nested = 0;

  /**
   * @param depth how many questions the one lies in
   * @param spent what has been looked at for the outermost of them
   */
  constructor(
    private readonly depth = 0,
    private readonly spent = { reads: 0 },
  ) {}

  /** What an expression is in the frame of a call, or for all callers. */
  read(node: Node, frame: CallFrame | undefined): Defaults {
    const { project } = moduleOf(node);
    if (this.depth + this.#nested >= DEEPEST || this.spent.reads > MOST_READS) {
      project.cutOff();
      return [unknown(node)];
    }
    this.#nested++;
    const found = frame
      ? this.#inFrames.ask(DEFAULTS, frame, () => this.compute(node, frame), nodeKey(node))
      : project.once(DEFAULTS, node, () => this.inner().compute(node, undefined));
    this.#nested--;
    return found === GIVEN_UP ? [unknown(node)] : found;
  }

  private compute(node: Node, frame: CallFrame | undefined): Defaults {
    this.spent.reads++;
    return distinct(interpret(this, node, frame), node);
  }

  private inner(): DefaultsReader {
    return new DefaultsReader(this.depth + this.#nested, this.spent);
  }

  /** Whether control gets to a node of a function or module. */
  runs(node: Node, frame: CallFrame | undefined): boolean {
    const module = moduleOf(node);
    const graph = module.graphAround(node);
    const places = graph.locate(node);
    const live = this.live(graph, module, frame);
    return live === undefined || places.length === 0 || places.some(({ block }) => live.has(block));
  }

  /** The blocks that control gets to; undefined when that is not known. */
  live(graph: FlowGraph, module: Module, frame: CallFrame | undefined): Live {
    return frame
      ? this.#inFrames.ask(LIVE, frame, () => liveBlocks(graph, this, frame), nodeKey(graph.owner))
      : module.project.once(LIVE, graph, () => liveBlocks(graph, this.inner(), undefined));
  }

  /** Whether control may take an edge. */
  isTaken(edge: Edge, frame: CallFrame | undefined): boolean {
    const { condition, kind } = edge;
    if (!condition || condition.kind === "case_pattern" || (kind !== "true" && kind !== "false")) return true;
    if ((condition.parent?.kind ?? "").startsWith("for_")) return true;
    const truth = commonTruth(this.read(condition, frame));
    return truth === undefined || truth === (kind === "true") || isLeftOver(edge);
  }

  oneOf(expressions: readonly Node[], frame: CallFrame | undefined): Defaults {
    return expressions.flatMap((expression) => this.read(expression, frame));
  }

  choice(test: Node, yes: Node, no: Node, frame: CallFrame | undefined): Defaults {
    const tests = this.read(test, frame);
    const truth = commonTruth(tests);
    const chosen = truth === true ? [yes] : truth === false ? [no] : [yes, no];
    return this.oneOf(chosen, frame).map((one) => withReads(one, tests));
  }

  either(left: Node, right: Node, node: Node, frame: CallFrame | undefined): Defaults {
    const isOr = node.child("or") !== undefined;
    return this.read(left, frame).flatMap((first): Defaults => {
      const truth = first.value === undefined ? undefined : truthOf(first.value);
      if (truth === isOr || first.isNever) return [first];
      const second = this.read(right, frame).map((one) => withReads(one, [first]));
      return truth === undefined ? [first, ...second] : second;
    });
  }

  name(name: Node, frame: CallFrame | undefined): Defaults {
    return nameDefaults(this, name, frame);
  }

  attribute(object: Node, name: string, node: Node, frame: CallFrame | undefined): Defaults {
    return attributeDefaults(this, object, name, node, frame);
  }

  call(call: Call, frame: CallFrame | undefined): Defaults {
    return callDefaults(this, call, frame);
  }

  item(subscript: Node, frame: CallFrame | undefined): Defaults {
    return itemDefaults(this, subscript, frame);
  }

  other(node: Node, frame: CallFrame | undefined): Defaults {
    return writtenDefaults(this, node, frame);
  }
}

/** Whether a file goes no further but along an edge: what it cannot be imported without, somebody has configured. */
function isLeftOver(edge: Edge): boolean {
  const { from, condition } = edge;
  if (!condition || moduleOf(condition).functionAround(condition)) return false;
  const others = from.out.filter((other) => other !== edge && other.condition === condition);
  return others.some(({ to }) => to.out.length > 0 && to.out.every(({ kind }) => kind === "raise"));
}

function liveBlocks(graph: FlowGraph, reader: DefaultsReader, frame: CallFrame | undefined): ReadonlySet<Block> {
  const live = new Set([graph.entry]);
  for (const block of live) for (const edge of block.out) if (reader.isTaken(edge, frame)) live.add(edge.to);
  return live;
}
