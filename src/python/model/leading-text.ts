import type { Node } from "../../syntax/node.js";
import { moduleOf } from "./module.js";

/** The constant text of an expression up to the first part that is none; undefined when it begins with such a part. */
export function leadingText(expression: Node, depth = 4): string | undefined {
  switch (expression.kind) {
    case "parenthesized_expression":
      return expression.children[0] && leadingText(expression.children[0], depth);
    case "concatenated_string":
      return expression.children[0] && leadingText(expression.children[0], depth);
    case "string": {
      const [first] = expression.children.filter((child) => child.kind === "interpolation");
      const start = expression.children[0]?.end ?? expression.start;
      const end = (first ?? expression.children.at(-1))?.start ?? expression.end;
      return expression.text.slice(start - expression.start, end - expression.start);
    }
    case "binary_operator": {
      const left = expression.field("left");
      const before = left && leadingText(left, depth);
      return expression.child("%") ? before?.replace(/%[^%][^]*$/, "") : before;
    }
    case "call": {
      const call = moduleOf(expression).call(expression);
      const template =
        call.lastName === "format" || call.lastName === "format_map" ? call.receiver : call.positional[0];
      if (!template || !/^(format|format_map|dedent)$/.test(call.lastName)) return undefined;
      return leadingText(template, depth)?.replace(/\{(?!\{)[^]*$/, "");
    }
    case "identifier": {
      const [binding, ...others] = moduleOf(expression).bindingsReaching(expression.text, expression);
      const from =
        binding?.kind === "assign" && others.length === 0 && !binding.unpack?.length ? binding.from : undefined;
      return from && depth > 0 ? leadingText(from, depth - 1) : undefined;
    }
    default:
      return undefined;
  }
}
