import { calledName } from "../../python/cfg/expression.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { givenByFramework } from "../../python/model/callbacks.js";
import { moduleOf } from "../../python/model/module.js";
import { CHAT_COMMANDS, CHAT_CONTEXTS, CHAT_HANDLERS, CHAT_TEXTS, CHAT_TYPES } from "../../python/tables/chats.js";
import type { Node } from "../../syntax/node.js";

/** What somebody has written in a chat, in words, where an expression reads it of a message, or is what a command was given. */
export function chatLabel(node: Node): string | undefined {
  return isTextOfMessage(node) || isTyped(node) ? "a message of a chat" : undefined;
}

/** `message.text`, `update.message.text`, `message.from_user.first_name`: of what a handler is given. */
function isTextOfMessage(node: Node): boolean {
  const name = node.field("attribute")?.text ?? "";
  if (node.kind !== "attribute" || !(name === "args" || CHAT_TEXTS.has(name))) return false;
  let first = node.field("object");
  while (first?.kind === "attribute") first = first.field("object");
  if (first?.kind !== "identifier") return false;
  const module = moduleOf(node);
  const [binding, ...others] = module.bindingsReaching(first.text, first);
  if (binding?.kind !== "parameter" || others.length > 0) return false;
  const given = module.function(binding.scope.node);
  const parameter = given.parameter(first.text);
  if (!parameter) return false;
  const registered = givenByFramework(parameter)?.replace(/\(\)$/, "");
  const types = [...(parameter.annotation ? module.apiPathsOf(parameter.annotation) : []), registered ?? ""];
  if (name === "args") return types.some((path) => CHAT_CONTEXTS.has(path));
  return types.some((path) => CHAT_TYPES.has(path)) || (parameter === given.parameters[0] && handlesMessages(given));
}

const handlesMessages = ({ decorators }: FunctionDefinition): boolean =>
  decorators.some((decorator) => decorator.kind === "call" && CHAT_HANDLERS.has(calledName(decorator) ?? ""));

/** Whether a name is defined as what somebody types behind a command: a text, for all that is said of it. */
function isTyped(node: Node): boolean {
  const list = [...node.ancestors()].find(({ kind }) => kind === "parameters");
  if (node.kind !== "identifier" || !list?.parent) return false;
  const definition = moduleOf(node).function(list.parent);
  const parameter = definition.parameters.find((one) => one.node === node);
  if (!parameter || parameter === definition.receiver) return false;
  const isText = parameter.annotation === undefined || parameter.annotation.text === "str";
  const isGiven = definition.parameters.indexOf(parameter) > (definition.receiver ? 1 : 0);
  return isText && isGiven && definition.decorators.some(isCommand);
}

function isCommand(decorator: Node): boolean {
  return moduleOf(decorator)
    .apiPathsOf(decorator)
    .some((path) => CHAT_COMMANDS.test(path));
}
