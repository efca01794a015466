import type { Node } from "../../syntax/node.js";
import type { Call } from "./call.js";
import { moduleOf } from "./module.js";

/**
 * An analysis of what expressions stand for, by what it says of the kinds that analyses differ on.
 *
 * `T` is what it says of an expression, `C` what it carries along to those that the expression leads to: the call that
 * a function is looked at for, the way so far.
 */
export interface Domain<T, C> {
  /** Of an expression that is one of others as they stand: `(a)`, `await a`, `(b := a)`, `a if test else b`, `a or b`. */
  oneOf(expressions: readonly Node[], context: C): T;
  name(name: Node, context: C): T;
  attribute(object: Node, name: string, node: Node, context: C): T;
  call(call: Call, context: C): T;
  /** Of `container[index]`. */
  item(subscript: Node, context: C): T;
  /** Of what is written: literals, displays, comprehensions, operators. */
  other(node: Node, context: C): T;
  /** Of `await operand`, where that is something else than the operand. */
  awaited?(operand: Node, context: C): T;
  /** Of `left or right` and `left and right`, where the left side's truth matters. */
  either?(left: Node, right: Node, node: Node, context: C): T;
  /** Of `yes if test else no`, where the test matters. */
  choice?(test: Node, yes: Node, no: Node, context: C): T;
}

/** What an analysis says of an expression: the one place that knows which expressions only pass on what others are. */
export function interpret<T, C>(domain: Domain<T, C>, node: Node, context: C): T {
  switch (node.kind) {
    case "identifier":
      return domain.name(node, context);
    case "attribute": {
      const object = node.field("object");
      const name = node.field("attribute")?.text;
      return object && name !== undefined ? domain.attribute(object, name, node, context) : domain.other(node, context);
    }
    case "call":
      return domain.call(moduleOf(node).call(node), context);
    case "subscript":
      return domain.item(node, context);
    case "await": {
      const [operand] = node.children;
      return operand && domain.awaited ? domain.awaited(operand, context) : passed(domain, node, [operand], context);
    }
    case "parenthesized_expression":
    case "expression_statement":
    case "type":
      return passed(domain, node, [node.children[0]], context);
    case "named_expression":
      return passed(domain, node, [node.field("value")], context);
    case "assignment":
      return passed(domain, node, [node.field("right")], context);
    case "conditional_expression": {
      const [yes, test, no] = node.children;
      return yes && test && no && domain.choice
        ? domain.choice(test, yes, no, context)
        : passed(domain, node, [yes, no], context);
    }
    case "boolean_operator": {
      const [left, right] = [node.field("left"), node.field("right")];
      return left && right && domain.either
        ? domain.either(left, right, node, context)
        : passed(domain, node, [left, right], context);
    }
    default:
      return domain.other(node, context);
  }
}

/** Where a text is broken, a part may be missing. */
function passed<T, C>(domain: Domain<T, C>, node: Node, parts: readonly (Node | undefined)[], context: C): T {
  const written = parts.filter((part) => part !== undefined);
  return written.length > 0 ? domain.oneOf(written, context) : domain.other(node, context);
}
