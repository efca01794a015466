import { serve } from "../lsp/server.js";
import type { GivenFlags } from "./flags.js";
import { optionsOf } from "./scan-to-come.js";

/** Serves an editor, over standard input and output. */
export async function lspCommand(flags: GivenFlags): Promise<void> {
  serve(await optionsOf(flags));
}
