import type { Node } from "../../syntax/node.js";
import { canonical } from "../tables/types.js";
import { annotationValues } from "./annotation.js";
import type { Call } from "./call.js";
import type { Ancestry, ClassDefinition } from "./class.js";
import * as ancestry from "./evaluator/ancestry.js";
import * as calls from "./evaluator/calls.js";
import * as elements from "./evaluator/elements.js";
import { Expressions } from "./evaluator/expressions.js";
import * as members from "./evaluator/members.js";
import * as names from "./evaluator/names.js";
import type { FunctionDefinition, Parameter } from "./function.js";
import type { Module } from "./module.js";
import { isExact } from "./hierarchy.js";
import { interpret } from "./interpreter.js";
import type { Project } from "./project.js";
import type { Binding } from "./scope.js";
import { isOutsideResult, NOTHING_KNOWN, union, valuesQuestion, type Value, type Values } from "./value.js";

const EXPRESSION = valuesQuestion();

/** What expressions may be: names, attributes and calls resolved through scopes, classes, modules and functions. */
export class Evaluator {
  readonly #expressions = new Expressions(this);
  /** What is known of {@link linksIn}. */
  readonly #links = new Map<Node, number>();

  constructor(readonly project: Project) {}

  /** What an expression may be where it stands. What a parameter was given stays symbolic; see {@link withCallers}. */
  evaluate(node: Node): Values {
    return this.project.once(EXPRESSION, node, () =>
      this.isLongChain(node) ? NOTHING_KNOWN : interpret(this.#expressions, node, undefined),
    );
  }

  private isLongChain(node: Node): boolean {
    return node.end - node.start > MOST_LINKS * LEAST_LINK && this.linksIn(node) > MOST_LINKS;
  }

  /** How many attributes and calls an expression is, one on the other. */
  private linksIn(node: Node): number {
    const passed: Node[] = [];
    let at: Node | undefined = node;
    for (; at && !this.#links.has(at); at = linkedTo(at)) passed.push(at);
    let links = (at && this.#links.get(at)) ?? 0;
    for (const link of passed.reverse()) this.#links.set(link, ++links);
    return links;
  }

  /** The object that an expression of a type describes. */
  instancesOf(type: Node): Values {
    return union(...this.evaluate(type).map((value) => this.instantiate(value, type)));
  }

  private instantiate(value: Value, at: Node): Values {
    if (value.kind === "class") return [{ kind: "instance", of: value.definition, at }];
    if (value.kind === "api") return [{ kind: "api", path: canonical(`${value.path}()`), at }];
    return NOTHING_KNOWN;
  }

  annotated(annotation: Node, from: Node | undefined): Values {
    const given = from ? this.evaluate(from) : [];
    // A placeholder says less than the annotation beside it.
    const useful = given.filter((value) => !isPlaceholder(value));
    if (useful.length > 0 && !useful.every(isOutsideResult)) return this.narrowed(given, annotation);
    const declared = annotationValues(annotation, this);
    if (useful.length > 0) return declared.some(({ kind }) => kind === "instance") ? declared : given;
    return union(
      given.filter((value) => value.kind !== "api"),
      declared,
    );
  }

  /** What is given, unless that is known as objects of a class from which the declared one derives: it says which of them. */
  private narrowed(given: Values, annotation: Node): Values {
    if (!given.every((value) => value.kind === "instance" && !isExact(value))) return given;
    const declared = annotationValues(annotation, this);
    const isWider = (value: Value): boolean =>
      declared.some((one) => value.kind === "instance" && one.kind === "instance" && derives(one.of, value.of));
    return declared.length > 0 && given.every(isWider) ? declared : given;
  }

  caught(types: Node): Values {
    const list = /^(tuple|expression_list)$/.test(types.kind) ? types.children : [types];
    return union(...list.map((type) => this.evaluate(type).flatMap((value) => this.instantiate(value, type))));
  }

  /** What a name may stand for where it is used. */
  nameValues(name: string, use: Node): Values {
    return names.nameValues(this, name, use);
  }

  /** What a name gets from one place that binds it. */
  bindingValues(binding: Binding): Values {
    return names.bindingValues(this, binding);
  }

  /** What a name of another module stands for. */
  memberOf(module: Module, name: string): Values {
    return names.memberOf(this, module, name);
  }

  /** What an attribute of the values may be. */
  attribute(values: Values, name: string, at: Node): Values {
    return members.attribute(this, values, name, at);
  }

  /** The same with every symbolic parameter replaced by the arguments that callers in the project pass. */
  withCallers(values: Values): Values {
    return calls.withCallers(this, values);
  }

  /** The same with what something else than a call gives to a parameter, where it does: a fixture to a test. */
  withGiven(values: Values, given: (parameter: Parameter) => Values | undefined): Values {
    return calls.withGiven(this, values, given);
  }

  /** What a function may return, in terms of its own parameters; for a coroutine function, what awaiting gives. */
  returnsOf(definition: FunctionDefinition): Values {
    return calls.returnsOf(this, definition);
  }

  /** Puts a call's arguments in the place of the parameters of the function it calls. */
  substitute(values: Values, call: Call | undefined, definition: FunctionDefinition, self: Value | undefined): Values {
    return calls.substitute(this, values, call, definition, self);
  }

  unpack(values: Values, positions: readonly number[]): Values {
    return elements.unpack(this, values, positions);
  }

  elements(values: Values, at: Node): Values {
    return elements.elements(this, values, at);
  }

  /** The items of what an expression may be. */
  itemsOf(expression: Node): Values {
    return elements.itemsOf(this, expression);
  }

  /** What `with` binds: most context managers give themselves. */
  entered(values: Values): Values {
    return elements.entered(this, values);
  }

  /** The bases of a class, resolved through every file. */
  ancestryOf(definition: ClassDefinition): Ancestry {
    return ancestry.ancestryOf(this, definition);
  }
}

/** Whether a value says less than the annotation beside it: nothing, or what a library makes a field of. */
function isPlaceholder(value: Value): boolean {
  if (value.kind === "api")
    return /(^|\.)(field|Field|ib|attrib|PrivateAttr|mapped_column|relationship)\(\)$/.test(value.path);
  return value.kind === "unknown" || value.kind === "none";
}

/** An expression of more attributes and calls, one on the other, is not followed. */
const MOST_LINKS = 140;
/** No attribute and no call is written with fewer characters. */
const LEAST_LINK = 2;

/** What an attribute is read from, and what is called. */
function linkedTo(node: Node): Node | undefined {
  return node.kind === "attribute" ? node.field("object") : node.kind === "call" ? node.field("function") : undefined;
}

const derives = (one: ClassDefinition, from: ClassDefinition): boolean => one !== from && from.isBaseOf(one);
