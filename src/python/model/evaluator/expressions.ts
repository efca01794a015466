import type { Node } from "../../../syntax/node.js";
import { LITERAL_TYPES } from "../../tables/types.js";
import type { Call } from "../call.js";
import type { Evaluator } from "../evaluator.js";
import type { Domain } from "../interpreter.js";
import { moduleOf } from "../module.js";
import { NOTHING_KNOWN, union, type Values } from "../value.js";
import { awaited, callValues } from "./calls.js";
import { subscriptValues } from "./elements.js";
import { attribute } from "./members.js";
import { nameValues } from "./names.js";

/** What the kinds of expressions may be, whoever evaluates them: an evaluator remembers what they are. */
export class Expressions implements Domain<Values, undefined> {
  constructor(private readonly evaluator: Evaluator) {}

  oneOf(expressions: readonly Node[]): Values {
    const lists = expressions.map((expression) => this.evaluator.evaluate(expression));
    return lists.length === 1 && lists[0] ? lists[0] : union(...lists);
  }

  name(name: Node): Values {
    return nameValues(this.evaluator, name.text, name);
  }

  attribute(object: Node, name: string, node: Node): Values {
    return attribute(this.evaluator, this.evaluator.evaluate(object), name, node);
  }

  call(call: Call): Values {
    return callValues(this.evaluator, call);
  }

  item(subscript: Node): Values {
    return subscriptValues(this.evaluator, subscript);
  }

  other(node: Node): Values {
    if (node.kind === "none") return [{ kind: "none", at: node }];
    if (node.kind === "lambda") return [{ kind: "function", definition: moduleOf(node).function(node) }];
    return node.kind in LITERAL_TYPES ? [{ kind: "literal", at: node }] : NOTHING_KNOWN;
  }

  awaited(operand: Node): Values {
    return union(...this.evaluator.evaluate(operand).map((value) => awaited(this.evaluator, value)));
  }

  either(left: Node, right: Node, node: Node): Values {
    const first = this.evaluator.evaluate(left);
    // `a or b` is never a None that a was.
    const kept = node.child("or") ? first.filter((value) => value.kind !== "none") : first;
    return union(kept, this.evaluator.evaluate(right));
  }
}
