/** What a message in a chat is called, by the libraries that bring it in. */
export const CHAT_TYPES: ReadonlySet<string> = new Set([
  "aiogram.types.Message",
  "aiogram.types.InlineQuery",
  "telegram.Update",
  "telegram.Message",
  "telebot.types.Message",
  "pyrogram.types.Message",
  "discord.Message",
  "discord.ext.commands.Context",
  "vkbottle.bot.Message",
]);

/** Methods of bots and routers that a function is decorated with to be given messages. */
export const CHAT_HANDLERS: ReadonlySet<string> = new Set(["message_handler", "on_message", "edited_message_handler"]);

/** Methods of bots and groups that make a command of a function, whose parameters are what somebody types behind it. */
export const CHAT_COMMANDS = /^(discord|nextcord|disnake)\b.*\.(command|hybrid_command|slash_command)\b/;

/** What somebody may write into a message, or call himself: numbers, and names of a few letters, are none of it. */
export const CHAT_TEXTS: ReadonlySet<string> = new Set(
  "text caption content query first_name last_name full_name display_name global_name title".split(" "),
);

/** What a handler of a command is given that keeps the words behind it in `args`. */
export const CHAT_CONTEXTS: ReadonlySet<string> = new Set([
  "telegram.ext.CallbackContext",
  "telegram.ext.ContextTypes.DEFAULT_TYPE",
]);
