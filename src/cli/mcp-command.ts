import { serve } from "../mcp/server.js";
import type { GivenFlags } from "./flags.js";
import { optionsOf } from "./scan-to-come.js";

/** Serves a coding assistant, over standard input and output. */
export async function mcpCommand(flags: GivenFlags): Promise<void> {
  await serve(await optionsOf(flags));
}
