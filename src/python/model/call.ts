import type { Node } from "../../syntax/node.js";
import type { FunctionDefinition, Parameter } from "./function.js";
import { knowsOverridesOf, overridesOf } from "./hierarchy.js";
import type { Module } from "./module.js";
import type { Value, Values } from "./value.js";
import { lastNameOf, spellingOf } from "../cfg/expression.js";

/** One argument of a call, as it is written. */
export interface Argument {
  /** All of it: `timeout=3`, `*rest`. */
  readonly node: Node;
  readonly value: Node;
  /** The keyword that it is given by. */
  readonly keyword?: string;
  /** It stands for as many arguments as its value has items. */
  readonly splat?: "*" | "**";
}

/** A function of the project that a call may run. */
export interface Callee {
  readonly definition: FunctionDefinition;
  /** Whether the receiver is passed by the method's binding and takes no argument. */
  readonly bound: boolean;
}

/** Everything of the project that a call may run. */
export interface Callees {
  readonly list: readonly Callee[];
  /** Whether the call can run nothing else: nothing from outside, and no override that was not looked at. */
  readonly isAll: boolean;
}

/** UTF-16 units from which on what is called is told as it is written. */
const LONGEST_NAME = 1_000;

/** A call expression. */
export class Call {
  constructor(
    /** The `call`. */
    readonly node: Node,
    /** The file that makes it. */
    readonly module: Module,
  ) {}

  /** What is called. */
  get callee(): Node {
    return this.node.field("function") ?? this.node;
  }

  /** What is called, as it is written, on one line and without comments. */
  get name(): string {
    const { callee } = this;
    // Calls in a chain each hold all that stand before them.
    return callee.end - callee.start > LONGEST_NAME ? callee.text : spellingOf(callee);
  }

  /** The last name of what is called: `recv` in `self.socket.recv()`. */
  get lastName(): string {
    return lastNameOf(this.callee) ?? this.name;
  }

  /** The object whose method is called. */
  get receiver(): Node | undefined {
    return this.callee.kind === "attribute" ? this.callee.field("object") : undefined;
  }

  /** What may be called. */
  get targets(): Values {
    return this.module.valuesOf(this.callee);
  }

  /** The paths of what may be called outside the project. */
  get apis(): readonly string[] {
    return this.targets.flatMap((value) => (value.kind === "api" ? [value.path] : []));
  }

  /** The functions of the project that the call may run, those of subclasses included, and whether that is all. */
  get callees(): Callees {
    const list: Callee[] = [];
    let isAll = true;
    for (const value of this.targets) {
      const definition = calledBy(value);
      if (!definition) {
        isAll = false;
        continue;
      }
      const self = value.kind === "function" ? value.self : undefined;
      const overrides = value.kind === "function" ? overridesOf(definition, self) : [];
      if (value.kind === "function" && !knowsOverridesOf(definition, self)) isAll = false;
      for (const one of [definition, ...overrides]) list.push({ definition: one, bound: isBound(value) });
    }
    return { list, isAll: isAll && list.length > 0 };
  }

  /** The one function of the project that the call runs, where it surely runs that and no other. */
  get soleCallee(): Callee | undefined {
    const { list, isAll } = this.callees;
    return isAll && list.length === 1 ? list[0] : undefined;
  }

  /**
   * The functions and methods that the call names; a class counts as its `__init__`. There may be others: see
   * {@link callees}.
   */
  get functions(): readonly FunctionDefinition[] {
    return this.targets.flatMap((value) => calledBy(value) ?? []);
  }

  /** Every argument, as it is written. */
  get arguments(): readonly Argument[] {
    const list = this.node.field("arguments");
    if (!list) return [];
    // `f(x for x in y)`: the generator expression itself stands for the argument list.
    if (list.kind === "generator_expression") return [{ node: list, value: list }];
    return list.children.map(argumentAt);
  }

  /** Positional arguments up to the first `*args`, whose places are certain. */
  get positional(): readonly Node[] {
    const plain = this.arguments.filter(({ keyword }) => keyword === undefined);
    const splat = plain.findIndex((argument) => argument.splat !== undefined);
    return (splat < 0 ? plain : plain.slice(0, splat)).map(({ value }) => value);
  }

  /** Whether `*args` or `**kwargs` pass arguments that cannot be seen. */
  get hasSplat(): boolean {
    return this.arguments.some(({ splat }) => splat !== undefined);
  }

  /** The value of a keyword argument. */
  keyword(name: string): Node | undefined {
    return this.arguments.find(({ keyword }) => keyword === name)?.value;
  }

  /** The argument at a position, or given by a keyword. */
  argument(position: number, keyword?: string): Node | undefined {
    return this.positional[position] ?? (keyword === undefined ? undefined : this.keyword(keyword));
  }

  /**
   * The argument that a parameter of `parameter.function` takes in this call.
   *
   * @param bound whether the receiver was passed by the method's binding and takes no argument.
   */
  argumentFor(parameter: Parameter, bound: boolean): Node | undefined {
    const named =
      parameter.kind === "positional" || parameter.kind === "keyword" ? this.keyword(parameter.name) : undefined;
    if (named) return named;
    if (parameter.kind !== "positional") return undefined;
    return this.positional[parameter.index - (bound ? 1 : 0)];
  }

  /** Everything that the call passes for a parameter: for `*rest` and `**options` what no other parameter takes. */
  argumentsFor(parameter: Parameter, bound: boolean): readonly Node[] {
    const { function: definition, kind } = parameter;
    if (kind === "rest") {
      const before = definition.parameters.filter((other) => other.kind === "positional").length - (bound ? 1 : 0);
      const places = this.arguments.filter(({ keyword }) => keyword === undefined).map(({ node }) => node);
      return places.slice(Math.max(0, before));
    }
    if (kind === "keywords") {
      return this.arguments.flatMap(({ keyword, value }) =>
        keyword !== undefined && !definition.parameter(keyword) ? [value] : [],
      );
    }
    const argument = this.argumentFor(parameter, bound);
    return argument ? [argument] : [];
  }

  /** The same, or else the parameter's default where nothing can be passed unseen. */
  argumentOrDefault(parameter: Parameter, bound: boolean): Node | undefined {
    return this.argumentFor(parameter, bound) ?? (this.hasSplat ? undefined : parameter.default);
  }
}

function argumentAt(node: Node): Argument {
  switch (node.kind) {
    case "keyword_argument":
      return { node, value: node.field("value") ?? node, keyword: node.field("name")?.text ?? "" };
    case "list_splat":
      return { node, value: node.children[0] ?? node, splat: "*" };
    case "dictionary_splat":
      return { node, value: node.children[0] ?? node, splat: "**" };
    default:
      return { node, value: node };
  }
}

/** The function of the project that calling a value runs; for a class its constructor. */
function calledBy(value: Value): FunctionDefinition | undefined {
  if (value.kind === "function") return value.definition;
  return value.kind === "class" ? value.definition.method("__init__") : undefined;
}

/** Whether a call of this value passes the receiver by itself. */
export function isBound(value: Value): boolean {
  return value.kind === "class" || (value.kind === "function" && value.self !== undefined);
}
