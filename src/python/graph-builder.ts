import type { Node } from "../syntax/node.js";
import { NAMED, type Tree } from "../syntax/tree.js";
import {
  catches,
  catchesEndings,
  caughtNames,
  caughtTypes,
  exitCall,
  isEnding,
  raisedName,
  swallowedNames,
} from "./exceptions.js";
import type { Block, Edge, EdgeKind, Place } from "./graph.js";

/** A graph as its builder leaves it. */
export interface Built {
  readonly blocks: readonly Block[];
  readonly entry: Block;
  readonly exit: Block;
  readonly raised: Block;
  /** Where control falls off the end of the body. */
  readonly end: Block;
  /** Where each element stands, by row. */
  readonly elements: ReadonlyMap<number, readonly Place[]>;
  /** Where what is no element (statements with bodies, clauses, split expressions) begins, by row. */
  readonly beginnings: ReadonlyMap<number, readonly Place[]>;
  /** Where a loop statement's test, or its iterator, ends it, by row. */
  readonly exhausted: ReadonlyMap<number, readonly Block[]>;
}

/** CPython refuses programs nested half as deep; what lies deeper is one plain element. */
const DEEPEST = 300;

/** A `finally` that stands in this many others is built once for all ways of reaching it. */
const COPIED_FINALLY_DEPTH = 2;

export function buildGraph(owner: Node): Built {
  return new Builder(owner).build();
}

class GrowingBlock implements Block {
  readonly elements: Node[] = [];
  readonly out: Edge[] = [];
  readonly in: Edge[] = [];

  constructor(readonly index: number) {}
}

/** How control leaves a construct other than by its end. `exit` is the exception of `sys.exit()`. */
type Departure = "return" | "break" | "continue" | "raise" | "exit";

/** A construct that has a say in where departures lead. */
class Frame {
  readonly #routes = new Map<Departure, GrowingBlock>();

  constructor(
    readonly parent: Frame | undefined,
    /** Whether an exception that anything may raise is of interest here. */
    readonly guarded: boolean,
    /** Where a departure leads; undefined when that is for the parent to say. */
    private readonly redirect: (departure: Departure) => GrowingBlock | undefined,
  ) {}

  route(departure: Departure): GrowingBlock {
    let target = this.#routes.get(departure);
    if (!target) {
      target = this.redirect(departure) ?? this.parent?.route(departure);
      if (!target) throw new Error(`'${departure}' leads nowhere`);
      this.#routes.set(departure, target);
    }
    return target;
  }
}

/** What goes on behind a copy of a `finally` body. */
interface Continuation {
  readonly to: GrowingBlock;
  readonly kind: EdgeKind;
}

/** The copies of one `finally` body, one for each place that control is on its way to. */
class FinallyCopies {
  readonly #copies = new Map<string, { readonly entry: GrowingBlock; readonly onward: Continuation[] }>();

  constructor(
    private readonly shared: boolean,
    private readonly newBlock: () => GrowingBlock,
  ) {}

  towards(to: GrowingBlock, kind: EdgeKind): GrowingBlock {
    const key = this.shared ? "" : `${to.index} ${kind}`;
    let copy = this.#copies.get(key);
    if (!copy) this.#copies.set(key, (copy = { entry: this.newBlock(), onward: [] }));
    if (!copy.onward.some((known) => known.to === to && known.kind === kind)) copy.onward.push({ to, kind });
    return copy.entry;
  }

  get all(): Iterable<{ readonly entry: GrowingBlock; readonly onward: readonly Continuation[] }> {
    return this.#copies.values();
  }
}

class Builder {
  readonly #tree: Tree;
  readonly #traits: Uint8Array;
  readonly #blocks: GrowingBlock[] = [];
  readonly #entry = this.newBlock();
  readonly #exit = this.newBlock();
  readonly #raised = this.newBlock();
  readonly #elements = new Map<number, Place[]>();
  readonly #beginnings = new Map<number, Place[]>();
  readonly #exhausted = new Map<number, Block[]>();
  /** Rows of what has begun since the last element. */
  #begun: number[] = [];
  #current = this.#entry;
  #frame = new Frame(undefined, false, (departure) =>
    departure === "raise" || departure === "exit" ? this.#raised : this.#exit,
  );
  /** The block behind the last place where an exception may come, and where that leads. */
  #interrupted = { block: this.#entry, to: this.#entry };
  #depth = 0;
  #finallyDepth = 0;

  constructor(private readonly owner: Node) {
    this.#tree = owner.tree;
    this.#traits = traitsOf(owner.tree);
  }

  build(): Built {
    const body = this.owner.field("body");
    if (this.owner.kind === "lambda") {
      if (body) this.value(body);
    } else this.suite(this.owner.kind === "function_definition" ? body : this.owner);
    const end = this.#current;
    this.goto(this.#exit);
    this.settle({ block: this.#exit, index: 0 });
    return {
      blocks: this.#blocks,
      entry: this.#entry,
      exit: this.#exit,
      raised: this.#raised,
      end,
      elements: this.#elements,
      beginnings: this.#beginnings,
      exhausted: this.#exhausted,
    };
  }

  // Blocks and edges

  private newBlock(): GrowingBlock {
    const block = new GrowingBlock(this.#blocks.length);
    this.#blocks.push(block);
    return block;
  }

  private connect(to: GrowingBlock, kind: EdgeKind, condition?: Node): void {
    const from = this.#current;
    const edge: Edge = condition ? { from, to, kind, condition } : { from, to, kind };
    from.out.push(edge);
    to.in.push(edge);
  }

  private goto(to: GrowingBlock): void {
    this.connect(to, "next");
  }

  /** Leaves for good: what follows is in a block that nothing leads to. */
  private depart(to: GrowingBlock, kind: EdgeKind): void {
    this.connect(to, kind);
    this.#current = this.newBlock();
  }

  private begin(node: Node): void {
    this.#begun.push(node.row);
  }

  private settle(place: Place): void {
    for (const row of this.#begun) append(this.#beginnings, row, place);
    if (this.#begun.length > 0) this.#begun = [];
  }

  private element(node: Node): void {
    if (this.#frame.guarded && this.mayRaise(node)) this.interrupt();
    const place = { block: this.#current, index: this.#current.elements.length };
    this.#current.elements.push(node);
    append(this.#elements, node.row, place);
    this.settle(place);
    const call = exitCall(node);
    if (call) this.depart(call === "abort" ? this.#raised : this.#frame.route("exit"), "raise");
  }

  /** An exception may come here, before what follows has had its effect. */
  private interrupt(): void {
    const handler = this.#frame.route("raise");
    const { block, to } = this.#interrupted;
    if (block === this.#current && to === handler && block.elements.length === 0) return;
    const next = this.newBlock();
    this.connect(handler, "raise");
    this.goto(next);
    this.#current = next;
    this.#interrupted = { block: next, to: handler };
  }

  private mayRaise(element: Node): boolean {
    const { kind, flags } = this.#tree.columns;
    for (const row of ownRows(element, this.#elements)) {
      if ((this.#traits[kind[row] ?? 0] ?? 0) & RAISES && (flags[row] ?? 0) & NAMED) return true;
    }
    return false;
  }

  // Statements

  private suite(block: Node | undefined): void {
    if (!block) return;
    this.begin(block);
    for (const statement of block.children) this.statement(statement);
  }

  private statement(node: Node): void {
    if (this.#depth >= DEEPEST) return this.element(node);
    this.#depth++;
    this.begin(node);
    this.anyStatement(node);
    this.#depth--;
  }

  private anyStatement(node: Node): void {
    switch (node.kind) {
      case "expression_statement":
        return this.expressionStatement(node);
      case "if_statement":
        return this.ifStatement(node);
      case "while_statement":
        return this.whileStatement(node);
      case "for_statement":
        return this.forStatement(node);
      case "try_statement":
        return this.tryStatement(node);
      case "with_statement":
        return this.withStatement(node);
      case "match_statement":
        return this.matchStatement(node);
      case "assert_statement":
        return this.assertStatement(node);
      case "return_statement":
        return this.returnStatement(node);
      case "raise_statement":
        this.simple(node);
        return this.depart(this.#frame.route(isEnding(raisedName(node)) ? "exit" : "raise"), "raise");
      case "break_statement":
      case "continue_statement":
        this.simple(node);
        return this.depart(this.#frame.route(node.kind === "break_statement" ? "break" : "continue"), "next");
      case "decorated_definition":
        return this.decorated(node);
      case "class_definition":
        return this.classDefinition(node);
      case "block":
        return this.suite(node);
      case "ERROR":
        for (const child of node.children) if (isStatement(child)) this.statement(child);
        return this.element(node);
      default:
        return this.simple(node);
    }
  }

  /** One element, after the parts of it that are decided on the way. */
  private simple(node: Node): void {
    this.split(node);
    this.element(node);
  }

  private expressionStatement(node: Node): void {
    const [expression, ...others] = node.children;
    if (!expression || others.length > 0) return this.simple(node);
    if (expression.kind !== "assignment" && expression.kind !== "augmented_assignment") return this.value(expression);
    for (const part of ["right", "left"]) {
      const side = expression.field(part);
      if (side) this.split(side);
    }
    this.element(expression);
  }

  private ifStatement(node: Node): void {
    const after = this.newBlock();
    const clauses = [node, ...node.fields("alternative")];
    for (const clause of clauses) {
      if (clause !== node) this.begin(clause);
      if (clause.kind === "else_clause") {
        this.suite(clause.field("body"));
        break;
      }
      const [then, otherwise] = [this.newBlock(), this.newBlock()];
      this.condition(clause.field("condition"), then, otherwise);
      this.#current = then;
      this.suite(clause.field("consequence"));
      this.goto(after);
      this.#current = otherwise;
    }
    this.goto(after);
    this.#current = after;
  }

  private whileStatement(node: Node): void {
    const [head, body, otherwise] = [this.newBlock(), this.newBlock(), this.newBlock()];
    this.goto(head);
    this.#current = head;
    this.condition(node.field("condition"), body, otherwise);
    this.#current = body;
    this.loopBody(node, head, otherwise);
  }

  private forStatement(node: Node): void {
    const iterable = node.field("right");
    const target = node.field("left");
    if (iterable) this.value(iterable);
    const [head, otherwise] = [this.newBlock(), this.newBlock()];
    this.iteration(head, otherwise);
    if (target) this.simple(target);
    this.loopBody(node, head, otherwise);
  }

  /** Asks an iterator for its next value: control is in the loop's body afterwards. */
  private iteration(head: GrowingBlock, exhausted: GrowingBlock): void {
    const body = this.newBlock();
    this.goto(head);
    this.#current = head;
    if (this.#frame.guarded) this.connect(this.#frame.route("raise"), "raise");
    this.connect(body, "true");
    this.connect(exhausted, "false");
    this.#current = body;
  }

  private loopBody(loop: Node, head: GrowingBlock, otherwise: GrowingBlock): void {
    const after = this.newBlock();
    append(this.#exhausted, loop.row, otherwise);
    this.within(
      (departure) => (departure === "break" ? after : departure === "continue" ? head : undefined),
      this.#frame.guarded,
      () => this.suite(loop.field("body")),
    );
    this.goto(head);
    this.#current = otherwise;
    const alternative = loop.field("alternative");
    if (alternative) {
      this.begin(alternative);
      this.suite(alternative.field("body"));
    }
    this.goto(after);
    this.#current = after;
  }

  private within(redirect: (departure: Departure) => GrowingBlock | undefined, guarded: boolean, build: () => void) {
    const outer = this.#frame;
    this.#frame = new Frame(outer, guarded, redirect);
    build();
    this.#frame = outer;
  }

  private returnStatement(node: Node): void {
    const [value] = node.children;
    if (value && exitCall(value)) return this.value(value);
    this.simple(node);
    this.depart(this.#frame.route("return"), "next");
  }

  private assertStatement(node: Node): void {
    const [condition, message] = node.children;
    const [holds, fails] = [this.newBlock(), this.newBlock()];
    this.condition(condition, holds, fails);
    this.#current = fails;
    if (message) this.value(message);
    this.connect(this.#frame.route("raise"), "raise");
    this.#current = holds;
  }

  private withStatement(node: Node): void {
    const outer = this.#frame;
    const after = this.newBlock();
    for (const item of node.child("with_clause")?.children ?? []) {
      this.simple(item);
      const names = swallowedNames(item);
      if (names) this.#frame = this.suppression(names, after);
    }
    this.suite(node.field("body"));
    this.#frame = outer;
    this.goto(after);
    this.#current = after;
  }

  /** Exceptions end behind the `with` statement, those that have other names go on outwards. */
  private suppression(names: readonly string[], after: GrowingBlock): Frame {
    const parent = this.#frame;
    const landing = this.newBlock();
    const here = this.#current;
    this.#current = landing;
    this.goto(after);
    if (!catches(names, undefined)) this.connect(parent.route("raise"), "raise");
    this.#current = here;
    return new Frame(parent, true, (departure) =>
      departure === "raise" || (departure === "exit" && catchesEndings(names)) ? landing : undefined,
    );
  }

  private tryStatement(node: Node): void {
    const outer = this.#frame;
    const after = this.newBlock();
    const cleanup = node.child("finally_clause");
    const copies = cleanup && new FinallyCopies(this.#finallyDepth >= COPIED_FINALLY_DEPTH, () => this.newBlock());
    if (copies) {
      this.#frame = new Frame(outer, true, (departure) =>
        copies.towards(outer.route(departure), departure === "raise" || departure === "exit" ? "raise" : "next"),
      );
    }
    this.handled(node, () => this.goto(copies ? copies.towards(after, "next") : after));
    this.#frame = outer;
    if (cleanup && copies) this.finallyBodies(cleanup, copies);
    this.#current = after;
  }

  private finallyBodies(cleanup: Node, copies: FinallyCopies): void {
    this.#finallyDepth++;
    for (const { entry, onward } of copies.all) {
      this.#current = entry;
      this.begin(cleanup);
      this.suite(cleanup.child("block"));
      for (const { to, kind } of onward) this.connect(to, kind);
    }
    this.#finallyDepth--;
  }

  /** The body, the `else` and the handlers of a `try`; `complete` leads on from the end of each. */
  private handled(node: Node, complete: () => void): void {
    const clauses = node.children
      .filter((child) => child.kind.startsWith("except"))
      .map((clause) => ({
        clause,
        names: caughtNames(clause),
        test: this.newBlock(),
        body: this.newBlock(),
      }));
    const [first] = clauses;
    const redirect = (departure: Departure): GrowingBlock | undefined => {
      if (departure === "raise") return first?.test;
      if (departure === "exit") return clauses.find(({ names }) => catchesEndings(names))?.body;
      return undefined;
    };
    this.within(redirect, this.#frame.guarded || first !== undefined, () => {
      // An interrupt can come at any time, so no handler is dead.
      if (first) this.interrupt();
      this.suite(node.field("body"));
    });
    const otherwise = node.child("else_clause");
    if (otherwise) {
      this.begin(otherwise);
      this.suite(otherwise.field("body"));
    }
    complete();
    clauses.forEach(({ clause, names, test, body }, place) => {
      this.#current = test;
      this.begin(clause);
      for (const type of caughtTypes(clause)) this.value(type);
      this.connect(body, "true");
      const next = clauses[place + 1];
      if (!catches(names, undefined)) {
        if (next) this.connect(next.test, "false");
        else this.connect(this.#frame.route("raise"), "raise");
      }
      this.#current = body;
      this.element(clause);
      this.suite(clause.child("block"));
      complete();
    });
  }

  private matchStatement(node: Node): void {
    for (const subject of node.fields("subject")) this.value(subject);
    const after = this.newBlock();
    for (const clause of node.field("body")?.children ?? []) {
      if (clause.kind === "case_clause") this.caseClause(clause, after);
      else this.statement(clause);
    }
    this.goto(after);
    this.#current = after;
  }

  private caseClause(clause: Node, after: GrowingBlock): void {
    const patterns = clause.children.filter((child) => child.kind === "case_pattern");
    const [only] = patterns.length === 1 ? patterns : [];
    const [body, next] = [this.newBlock(), this.newBlock()];
    this.begin(clause);
    this.connect(body, "true", only);
    if (!only || !isIrrefutable(only)) this.connect(next, "false", only);
    this.#current = body;
    for (const pattern of patterns) this.element(pattern);
    const guard = clause.field("guard");
    if (guard) {
      const holds = this.newBlock();
      this.begin(guard);
      this.condition(guard.children[0], holds, next);
      this.#current = holds;
    }
    this.suite(clause.field("consequence"));
    this.goto(after);
    this.#current = next;
  }

  private decorated(node: Node): void {
    for (const child of node.children) {
      if (child.kind === "decorator") this.simple(child);
      else this.statement(child);
    }
  }

  private classDefinition(node: Node): void {
    const bases = node.field("superclasses");
    if (bases) this.simple(bases);
    this.suite(node.field("body"));
    this.element(node);
  }

  // Expressions

  /** An expression whose value is wanted, as an element of its own. */
  private value(node: Node): void {
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
  private split(node: Node): void {
    const { kind, flags, after } = this.#tree.columns;
    const end = after[node.row] ?? 0;
    for (let row = node.row; row < end;) {
      const decides = (flags[row] ?? 0) & NAMED && (this.#traits[kind[row] ?? 0] ?? 0) & DECIDES;
      if (decides) this.decide(this.#tree.node(row));
      row = decides || (row > node.row && isClosedBody(this.#tree, row)) ? (after[row] ?? end) : row + 1;
    }
  }

  private decide(node: Node): void {
    if (this.#depth >= DEEPEST) return this.element(node);
    this.#depth++;
    this.begin(node);
    if (node.kind === "boolean_operator") this.shortCircuit(node);
    else if (node.kind === "conditional_expression") this.choose(node);
    else if (node.kind === "named_expression") {
      const value = node.field("value");
      if (value) this.split(value);
      this.element(node);
    } else this.comprehension(node);
    this.#depth--;
  }

  private shortCircuit(node: Node): void {
    const join = this.newBlock();
    const { operands, isAnd } = chain(node);
    const last = operands.pop();
    for (const operand of operands) {
      const next = this.newBlock();
      if (isAnd) this.condition(operand, next, join);
      else this.condition(operand, join, next);
      this.#current = next;
    }
    if (last) this.value(last);
    this.goto(join);
    this.#current = join;
  }

  private choose(node: Node): void {
    const [held, condition, missed] = node.children;
    const [then, otherwise, join] = [this.newBlock(), this.newBlock(), this.newBlock()];
    this.condition(condition, then, otherwise);
    for (const [block, value] of [
      [then, held],
      [otherwise, missed],
    ] as const) {
      this.#current = block;
      if (value) this.value(value);
      this.goto(join);
    }
    this.#current = join;
  }

  private comprehension(node: Node): void {
    const done = this.newBlock();
    let onward = done;
    for (const clause of node.children) {
      if (clause.kind === "for_in_clause") onward = this.comprehensionLoop(clause, onward);
      else if (clause.kind === "if_clause") {
        const holds = this.newBlock();
        this.condition(clause.children[0], holds, onward);
        this.#current = holds;
      }
    }
    const body = node.field("body");
    if (body) this.value(body);
    this.goto(onward);
    this.#current = done;
  }

  private comprehensionLoop(clause: Node, exhausted: GrowingBlock): GrowingBlock {
    for (const iterable of clause.fields("right")) if (iterable.isNamed) this.value(iterable);
    const head = this.newBlock();
    this.iteration(head, exhausted);
    const target = clause.field("left");
    if (target) this.element(target);
    return head;
  }

  /** Tests an expression: control goes on in one of the two blocks, the current one is at its end. */
  private condition(node: Node | undefined, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
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
    if (this.#depth >= DEEPEST || !SHORT_CIRCUITS.has(test.kind)) return this.atom(test, whenTrue, whenFalse);
    this.#depth++;
    if (test.kind === "boolean_operator") this.conditionChain(test, whenTrue, whenFalse);
    else this.conditionChoice(test, whenTrue, whenFalse);
    this.#depth--;
  }

  private conditionChain(node: Node, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
    const { operands, isAnd } = chain(node);
    operands.forEach((operand, place) => {
      if (place === operands.length - 1) return this.condition(operand, whenTrue, whenFalse);
      const next = this.newBlock();
      if (isAnd) this.condition(operand, next, whenFalse);
      else this.condition(operand, whenTrue, next);
      this.#current = next;
    });
  }

  private conditionChoice(node: Node, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
    const [held, condition, missed] = node.children;
    const [then, otherwise] = [this.newBlock(), this.newBlock()];
    this.condition(condition, then, otherwise);
    this.#current = then;
    this.condition(held, whenTrue, whenFalse);
    this.#current = otherwise;
    this.condition(missed, whenTrue, whenFalse);
  }

  private atom(test: Node, whenTrue: GrowingBlock, whenFalse: GrowingBlock): void {
    if (test.kind === "named_expression") {
      const value = test.field("value");
      if (value) this.split(value);
    } else if (this.#depth < DEEPEST) this.split(test);
    this.element(test);
    const truth = constantTruth(test);
    if (truth !== false) this.connect(whenTrue, "true", test);
    if (truth !== true) this.connect(whenFalse, "false", test);
  }
}

// What the builder asks of nodes

const SHORT_CIRCUITS = new Set(["boolean_operator", "conditional_expression"]);

/** Traits of a kind: what stands in it decides what runs, it may raise. */
const DECIDES = 1;
const RAISES = 2;

const TRAITS: ReadonlyMap<string, number> = new Map([
  ...[
    "boolean_operator",
    "conditional_expression",
    "list_comprehension",
    "set_comprehension",
    "dictionary_comprehension",
    "generator_expression",
  ].map((kind): [string, number] => [kind, DECIDES]),
  ["named_expression", DECIDES],
  ...[
    "call",
    "attribute",
    "subscript",
    "await",
    "yield",
    "binary_operator",
    "unary_operator",
    "comparison_operator",
    "augmented_assignment",
    "pattern_list",
    "tuple_pattern",
    "list_pattern",
    "interpolation",
    "import_statement",
    "import_from_statement",
    "raise_statement",
    "delete_statement",
    "with_item",
    "decorator",
    "print_statement",
    "exec_statement",
    "class_pattern",
  ].map((kind): [string, number] => [kind, RAISES]),
]);

const traitTables = new WeakMap<readonly string[], Uint8Array>();

/** Traits by kind number. A parser's list of kinds grows while it meets new ones. */
function traitsOf(tree: Tree): Uint8Array {
  let table = traitTables.get(tree.kindNames);
  if (!table || table.length < tree.kindNames.length) {
    table = Uint8Array.from(tree.kindNames, (kind) => TRAITS.get(kind) ?? 0);
    traitTables.set(tree.kindNames, table);
  }
  return table;
}

/** The rows of an element that belong to no element inside it and to no body that runs another time. */
export function* ownRows(element: Node, elements: ReadonlyMap<number, unknown>): Generator<number> {
  const { tree } = element;
  const { after } = tree.columns;
  const end = after[element.row] ?? 0;
  for (let row = element.row; row < end;) {
    if (row > element.row && (elements.has(row) || isClosedBody(tree, row))) row = after[row] ?? end;
    else yield row++;
  }
}

const CLOSED = new Set(["lambda", "function_definition", "class_definition"]);

/** Whether a row is the body of a function, class or handler: no part of the element that stands for its header. */
function isClosedBody(tree: Tree, row: number): boolean {
  const { field, parent, kind } = tree.columns;
  const outer = tree.kindNames[kind[parent[row] ?? 0] ?? 0] ?? "";
  if (outer.startsWith("except")) return tree.kindNames[kind[row] ?? 0] === "block";
  return CLOSED.has(outer) && tree.fieldNames[field[row] ?? 0] === "body";
}

function append<T>(lists: Map<number, T[]>, row: number, item: T): void {
  const list = lists.get(row);
  if (list) list.push(item);
  else lists.set(row, [item]);
}

function isStatement(node: Node): boolean {
  return node.kind.endsWith("_statement") || node.kind.endsWith("_definition") || node.kind === "block";
}

/** The expression inside parentheses. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (inner.kind === "parenthesized_expression") {
    const [only] = inner.children;
    if (!only || only.isError) break;
    inner = only;
  }
  return inner;
}

/** The operands of `a and b and c`, which the grammar nests to the left. */
function chain(node: Node): { operands: Node[]; isAnd: boolean } {
  const isAnd = node.child("and") !== undefined;
  const operands: Node[] = [];
  let rest: Node | undefined = node;
  while (rest?.kind === "boolean_operator" && (rest.child("and") !== undefined) === isAnd) {
    const right = rest.field("right");
    if (right) operands.push(right);
    rest = rest.field("left");
  }
  if (rest) operands.push(rest);
  return { operands: operands.reverse(), isAnd };
}

/** The truth of a literal; undefined for anything that has to run. */
function constantTruth(node: Node): boolean | undefined {
  switch (node.kind) {
    case "true":
    case "ellipsis":
      return true;
    case "false":
    case "none":
      return false;
    case "integer":
    case "float":
      return /[1-9]/.test(node.text) || (/^0x/i.test(node.text) && /[1-9a-f]/i.test(node.text.slice(2)));
    case "string":
      return node.children.some((child) => child.kind === "interpolation")
        ? undefined
        : node.children.some((child) => child.kind === "string_content");
    default:
      return undefined;
  }
}

/** `case _` and `case name` take everything. */
function isIrrefutable(pattern: Node): boolean {
  return /^[^\W\d]\w*$/u.test(pattern.text) && !/^(None|True|False)$/.test(pattern.text);
}
