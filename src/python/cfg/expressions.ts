import type { Node } from "../../syntax/node.js";
import { NAMED } from "../../syntax/tree.js";
import { exitCall } from "./exceptions.js";
import type { Edge, EdgeKind, Place } from "./graph.js";
import {
  chain,
  constantTruth,
  DECIDES,
  isClosedBody,
  ownRows,
  RAISES,
  SHORT_CIRCUITS,
  traitsOf,
  unwrap,
} from "./evaluation.js";
import { Construct, GrowingBlock } from "./constructs.js";

/** Hardly a program that CPython takes is nested this deep; what lies deeper is one plain element. */
export const DEEPEST = 300;

/** Puts elements into blocks, and splits expressions where they decide what runs. */
export class ExpressionBuilder {
  protected readonly blocks: GrowingBlock[] = [];
  protected readonly entry = this.newBlock();
  protected readonly exit = this.newBlock();
  protected readonly raised = this.newBlock();
  protected readonly elements = new Map<number, Place[]>();
  protected readonly beginnings = new Map<number, Place[]>();
  /** Ids of what has begun since the last element. */
  #begun: number[] = [];
  protected current = this.entry;
  protected around = new Construct(undefined, false, (departure) =>
    departure === "raise" || departure === "exit" ? this.raised : this.exit,
  );
  /** The block behind the last place where an exception may come, and where that leads. */
  #interrupted = { block: this.entry, to: this.entry };
  protected depth = 0;

  constructor(protected readonly owner: Node) {}

  // Blocks and edges

  protected newBlock(): GrowingBlock {
    const block = new GrowingBlock(this.blocks.length);
    this.blocks.push(block);
    return block;
  }

  protected connect(to: GrowingBlock, kind: EdgeKind, condition?: Node): void {
    const from = this.current;
    const edge: Edge = condition ? { from, to, kind, condition } : { from, to, kind };
    from.out.push(edge);
    to.in.push(edge);
  }

  protected goto(to: GrowingBlock): void {
    this.connect(to, "next");
  }

  /** Leaves for good: what follows is in a block that nothing leads to. */
  protected depart(to: GrowingBlock, kind: EdgeKind): void {
    this.connect(to, kind);
    this.current = this.newBlock();
  }

  protected begin(node: Node): void {
    this.#begun.push(node.id);
  }

  protected settle(place: Place): void {
    for (const id of this.#begun) append(this.beginnings, id, place);
    if (this.#begun.length > 0) this.#begun = [];
  }

  protected element(node: Node): void {
    if (this.around.guarded && this.mayRaise(node)) this.interrupt();
    const place = { block: this.current, index: this.current.elements.length };
    this.current.elements.push(node);
    append(this.elements, node.id, place);
    this.settle(place);
    const call = exitCall(node);
    if (call) this.depart(call === "abort" ? this.raised : this.around.route("exit"), "raise");
  }

  /** An exception may come here, before what follows has had its effect. */
  protected interrupt(): void {
    const handler = this.around.route("raise");
    const { block, to } = this.#interrupted;
    if (block === this.current && to === handler && block.elements.length === 0) return;
    const next = this.newBlock();
    this.connect(handler, "raise");
    this.goto(next);
    this.current = next;
    this.#interrupted = { block: next, to: handler };
  }

  private mayRaise(element: Node): boolean {
    const { kind, flags } = element.tree.columns;
    const traits = traitsOf(element.tree);
    for (const row of ownRows(element, this.elements)) {
      if ((traits[kind[row] ?? 0] ?? 0) & RAISES && (flags[row] ?? 0) & NAMED) return true;
    }
    return false;
  }

  // Expressions

  /** An expression whose value is wanted, as an element of its own. */
  protected value(node: Node): void {
    const expression = unwrap(node);
    if (expression !== node) this.begin(node);
    if (SHORT_CIRCUITS.has(expression.kind)) this.decide(expression);
    else {
      this.split(expression);
      // Splitting a walrus has made it an element.
      if (expression.kind !== "named_expression") this.element(expression);
    }
  }

  /** Builds what an expression decides on the way, leaving the expression itself to the caller. */
  protected split(node: Node): void {
    const { tree } = node;
    const { kind, flags, after } = tree.columns;
    const traits = traitsOf(tree);
    const end = after[node.row] ?? 0;
    for (let row = node.row; row < end;) {
      const closed = row > node.row && isClosedBody(tree, row);
      const decides = !closed && (flags[row] ?? 0) & NAMED && (traits[kind[row] ?? 0] ?? 0) & DECIDES;
      if (decides) this.decide(tree.node(row));
      row = closed || decides ? (after[row] ?? end) : row + 1;
    }
  }

  private decide(node: Node): void {
    if (this.depth >= DEEPEST) return this.element(node);
    this.depth++;
    this.begin(node);
    if (node.kind === "boolean_operator") this.shortCircuit(node);
    else if (node.kind === "conditional_expression") this.choose(node);
    else if (node.kind === "named_expression") {
      const value = node.field("value");
      if (value) this.split(value);
      this.element(node);
    } else this.comprehension(node);
    this.depth--;
  }

  private shortCircuit(node: Node): void {
    const join = this.newBlock();
    const { operands, isAnd } = chain(node);
    const last = operands.pop();
    for (const operand of operands) {
      const next = this.newBlock();
      if (isAnd) this.condition(operand, next, join);
      else this.condition(operand, join, next);
      this.current = next;
    }
    if (last) this.value(last);
    this.goto(join);
    this.current = join;
  }

  private choose(node: Node): void {
    const [held, condition, missed] = node.children;
    const [then, otherwise, join] = [this.newBlock(), this.newBlock(), this.newBlock()];
    this.condition(condition, then, otherwise);
    for (const [block, value] of [
      [then, held],
      [otherwise, missed],
    ] as const) {
      this.current = block;
      if (value) this.value(value);
      this.goto(join);
    }
    this.current = join;
  }

  private comprehension(node: Node): void {
    const done = this.newBlock();
    let onward = done;
    for (const clause of node.children) {
      if (clause.kind === "for_in_clause") onward = this.comprehensionLoop(clause, onward);
      else if (clause.kind === "if_clause") {
        const holds = this.newBlock();
        this.condition(clause.children[0], holds, onward);
        this.current = holds;
      }
    }
    const body = node.field("body");
    if (body) this.value(body);
    this.goto(onward);
    this.current = done;
  }

  private comprehensionLoop(clause: Node, exhausted: GrowingBlock): GrowingBlock {
    for (const iterable of clause.fields("right")) if (iterable.isNamed) this.value(iterable);
    const head = this.newBlock();
    this.iteration(head, exhausted);
    const target = clause.field("left");
    if (target) this.element(target);
    return head;
  }

  /** Asks an iterator for its next value: control is in the loop's body afterwards. */
  protected iteration(head: GrowingBlock, exhausted: GrowingBlock): void {
    const body = this.newBlock();
    this.goto(head);
    this.current = head;
    if (this.around.guarded) this.connect(this.around.route("raise"), "raise");
    this.connect(body, "true");
    this.connect(exhausted, "false");
    this.current = body;
  }

  /** Tests an expression: control goes on in one of the two blocks, the current one is at its end. */
  protected condition(node: Node | undefined, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
    if (!node) {
      this.goto(whenTrue);
      return this.goto(whenFalse);
    }
    let test = unwrap(node);
    this.begin(node);
    while (test.kind === "not_operator") {
      const argument = test.field("argument");
      if (!argument) break;
      [whenTrue, whenFalse] = [whenFalse, whenTrue];
      test = unwrap(argument);
    }
    this.begin(test);
    if (this.depth >= DEEPEST || !SHORT_CIRCUITS.has(test.kind)) return this.atom(test, whenTrue, whenFalse);
    this.depth++;
    if (test.kind === "boolean_operator") this.conditionChain(test, whenTrue, whenFalse);
    else this.conditionChoice(test, whenTrue, whenFalse);
    this.depth--;
  }

  private conditionChain(node: Node, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
    const { operands, isAnd } = chain(node);
    operands.forEach((operand, place) => {
      if (place === operands.length - 1) return this.condition(operand, whenTrue, whenFalse);
      const next = this.newBlock();
      if (isAnd) this.condition(operand, next, whenFalse);
      else this.condition(operand, whenTrue, next);
      this.current = next;
    });
  }

  private conditionChoice(node: Node, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
    const [held, condition, missed] = node.children;
    const [then, otherwise] = [this.newBlock(), this.newBlock()];
    this.condition(condition, then, otherwise);
    this.current = then;
    this.condition(held, whenTrue, whenFalse);
    this.current = otherwise;
    this.condition(missed, whenTrue, whenFalse);
  }

  private atom(test: Node, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
    if (test.kind === "named_expression") {
      const value = test.field("value");
      if (value) this.split(value);
    } else if (this.depth < DEEPEST) this.split(test);
    this.element(test);
    const truth = constantTruth(test);
    if (truth !== false) this.connect(whenTrue, "true", test);
    if (truth !== true) this.connect(whenFalse, "false", test);
  }
}

/** Adds to the list of a row. */
export function append<T>(lists: Map<number, T[]>, row: number, item: T): void {
  const list = lists.get(row);
  if (list) list.push(item);
  else lists.set(row, [item]);
}
