import type { Node } from "../../syntax/node.js";
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
import type { Block, Place } from "./graph.js";
import { isIrrefutable, isStatement } from "./evaluation.js";
import { append, DEEPEST, ExpressionBuilder } from "./expressions.js";
import type { GrowingBlock } from "./constructs.js";
import { type Departure, FinallyCopies, Construct } from "./constructs.js";

/** A graph as its builder leaves it. */
export interface Built {
  readonly blocks: readonly Block[];
  readonly entry: Block;
  readonly exit: Block;
  readonly raised: Block;
  /** Where control falls off the end of the body. */
  readonly end: Block;
  /** Where each element stands, by id. */
  readonly elements: ReadonlyMap<number, readonly Place[]>;
  /** Where what is no element (statements with bodies, clauses, split expressions) begins, by id. */
  readonly beginnings: ReadonlyMap<number, readonly Place[]>;
  /** Where a loop statement's test, or its iterator, ends it, by id. */
  readonly exhausted: ReadonlyMap<number, readonly Block[]>;
}

/** A `finally` that stands in this many others is built once for all ways of reaching it. */
const COPIED_FINALLY_DEPTH = 2;

/** Builds the graph of a module, a function or a lambda. */
export function buildGraph(owner: Node): Built {
  return new StatementBuilder(owner).build();
}

class StatementBuilder extends ExpressionBuilder {
  readonly #exhausted = new Map<number, Block[]>();
  #finallyDepth = 0;

  build(): Built {
    const body = this.owner.field("body");
    if (this.owner.kind === "lambda") {
      if (body) this.value(body);
    } else this.suite(this.owner.kind === "function_definition" ? body : this.owner);
    const end = this.current;
    this.goto(this.exit);
    this.settle({ block: this.exit, index: 0 });
    return {
      blocks: this.blocks,
      entry: this.entry,
      exit: this.exit,
      raised: this.raised,
      end,
      elements: this.elements,
      beginnings: this.beginnings,
      exhausted: this.#exhausted,
    };
  }

  private suite(block: Node | undefined): void {
    if (!block) return;
    this.begin(block);
    for (const statement of block.children) this.statement(statement);
  }

  private statement(node: Node): void {
    if (this.depth >= DEEPEST) return this.element(node);
    this.depth++;
    this.begin(node);
    this.anyStatement(node);
    this.depth--;
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
        return this.depart(this.around.route(isEnding(raisedName(node)) ? "exit" : "raise"), "raise");
      case "break_statement":
      case "continue_statement":
        this.simple(node);
        return this.depart(this.around.route(node.kind === "break_statement" ? "break" : "continue"), "next");
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
      this.current = then;
      this.suite(clause.field("consequence"));
      this.goto(after);
      this.current = otherwise;
    }
    this.goto(after);
    this.current = after;
  }

  private whileStatement(node: Node): void {
    const [head, body, otherwise] = [this.newBlock(), this.newBlock(), this.newBlock()];
    this.goto(head);
    this.current = head;
    this.condition(node.field("condition"), body, otherwise);
    this.current = body;
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

  private loopBody(loop: Node, head: GrowingBlock, otherwise: GrowingBlock): void {
    const after = this.newBlock();
    append(this.#exhausted, loop.id, otherwise);
    this.within(
      (departure) => (departure === "break" ? after : departure === "continue" ? head : undefined),
      this.around.guarded,
      () => this.suite(loop.field("body")),
    );
    this.goto(head);
    this.current = otherwise;
    const alternative = loop.field("alternative");
    if (alternative) {
      this.begin(alternative);
      this.suite(alternative.field("body"));
    }
    this.goto(after);
    this.current = after;
  }

  private within(redirect: (departure: Departure) => GrowingBlock | undefined, guarded: boolean, build: () => void) {
    const outer = this.around;
    this.around = new Construct(outer, guarded, redirect);
    build();
    this.around = outer;
  }

  private returnStatement(node: Node): void {
    const [value] = node.children;
    if (value && exitCall(value)) return this.value(value);
    this.simple(node);
    this.depart(this.around.route("return"), "next");
  }

  private assertStatement(node: Node): void {
    const [condition, message] = node.children;
    const [holds, fails] = [this.newBlock(), this.newBlock()];
    this.condition(condition, holds, fails);
    this.current = fails;
    if (message) this.value(message);
    this.connect(this.around.route("raise"), "raise");
    this.current = holds;
  }

  private withStatement(node: Node): void {
    const outer = this.around;
    const after = this.newBlock();
    for (const item of node.child("with_clause")?.children ?? []) {
      this.simple(item);
      const names = swallowedNames(item);
      if (names) this.around = this.suppression(names, after);
    }
    this.suite(node.field("body"));
    this.around = outer;
    this.goto(after);
    this.current = after;
  }

  /** Exceptions end behind the `with` statement, those that have other names go on outwards. */
  private suppression(names: readonly string[], after: GrowingBlock): Construct {
    const parent = this.around;
    const landing = this.newBlock();
    const here = this.current;
    this.current = landing;
    this.goto(after);
    if (!catches(names, undefined)) this.connect(parent.route("raise"), "raise");
    this.current = here;
    return new Construct(parent, true, (departure) =>
      departure === "raise" || (departure === "exit" && catchesEndings(names)) ? landing : undefined,
    );
  }

  private tryStatement(node: Node): void {
    const outer = this.around;
    const after = this.newBlock();
    const cleanup = node.child("finally_clause");
    const copies = cleanup && new FinallyCopies(this.#finallyDepth >= COPIED_FINALLY_DEPTH, () => this.newBlock());
    if (copies) {
      this.around = new Construct(outer, true, (departure) =>
        copies.towards(outer.route(departure), departure === "raise" || departure === "exit" ? "raise" : "next"),
      );
    }
    this.handled(node, () => this.goto(copies ? copies.towards(after, "next") : after));
    this.around = outer;
    if (cleanup && copies) this.finallyBodies(cleanup, copies);
    this.current = after;
  }

  private finallyBodies(cleanup: Node, copies: FinallyCopies): void {
    this.#finallyDepth++;
    for (const { entry, onward } of copies.all) {
      this.current = entry;
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
    this.within(redirect, this.around.guarded || first !== undefined, () => {
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
      this.current = test;
      this.begin(clause);
      for (const type of caughtTypes(clause)) this.value(type);
      this.connect(body, "true");
      const next = clauses[place + 1];
      if (!catches(names, undefined)) {
        if (next) this.connect(next.test, "false");
        else this.connect(this.around.route("raise"), "raise");
      }
      this.current = body;
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
    this.current = after;
  }

  private caseClause(clause: Node, after: GrowingBlock): void {
    const patterns = clause.children.filter((child) => child.kind === "case_pattern");
    const [only] = patterns.length === 1 ? patterns : [];
    const [body, next] = [this.newBlock(), this.newBlock()];
    this.begin(clause);
    this.connect(body, "true", only);
    if (!only || !isIrrefutable(only)) this.connect(next, "false", only);
    this.current = body;
    for (const pattern of patterns) this.element(pattern);
    const guard = clause.field("guard");
    if (guard) {
      const holds = this.newBlock();
      this.begin(guard);
      this.condition(guard.children[0], holds, next);
      this.current = holds;
    }
    this.suite(clause.field("consequence"));
    this.goto(after);
    this.current = next;
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
}
