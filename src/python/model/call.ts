import type { Node } from "../../syntax/node.js";
import type { FunctionDefinition, Parameter } from "./function.js";
import type { Module } from "./module.js";
import type { Value, Values } from "./value.js";

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

  /** What is called, as it is written. */
  get name(): string {
    return this.callee.text.replace(/\s+/g, "");
  }

  /** The last name of what is called: `recv` in `self.socket.recv()`. */
  get lastName(): string {
    const { callee } = this;
    return (callee.kind === "attribute" ? callee.field("attribute")?.text : callee.text) ?? "";
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

  /** The functions and methods of the project that may be called; a class counts as its `__init__`. */
  get functions(): readonly FunctionDefinition[] {
    return this.targets.flatMap((value) => {
      if (value.kind === "function") return [value.definition];
      const init = value.kind === "class" ? value.definition.method("__init__") : undefined;
      return init ? [init] : [];
    });
  }

  /** Positional arguments up to the first `*args`, whose places are certain. */
  get positional(): readonly Node[] {
    const list = this.node.field("arguments");
    if (!list) return [];
    // `f(x for x in y)`: the generator expression itself stands for the argument list.
    if (list.kind === "generator_expression") return [list];
    const plain = list.children.filter((child) => child.kind !== "keyword_argument");
    const splat = plain.findIndex((child) => child.kind === "list_splat" || child.kind === "dictionary_splat");
    return splat < 0 ? plain : plain.slice(0, splat);
  }

  /** Whether `*args` or `**kwargs` pass arguments that cannot be seen. */
  get hasSplat(): boolean {
    return (
      this.node.field("arguments")?.children.some((child) => /^(list|dictionary)_splat$/.test(child.kind)) ?? false
    );
  }

  /** The value of a keyword argument. */
  keyword(name: string): Node | undefined {
    for (const child of this.node.field("arguments")?.children ?? []) {
      if (child.kind === "keyword_argument" && child.field("name")?.text === name) return child.field("value");
    }
    return undefined;
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
}

/** Whether a call of this value passes the receiver by itself. */
export function isBound(value: Value): boolean {
  return value.kind === "class" || (value.kind === "function" && value.self !== undefined);
}
