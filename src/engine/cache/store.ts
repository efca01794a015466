import type { SourceFiles } from "../../files/source-files.js";
import { cacheDirectory } from "./cache-directory.js";
import { KeptWords } from "./kept-words.js";
import type { Seal } from "./seal.js";

/** Where is kept what is remembered from one scan to the next. */
export interface Store {
  readonly directory: string;
  readonly seal: Seal;
}

/** None where what is kept could not be told from what is forged. */
export async function openStore(): Promise<Store | undefined> {
  const directory = await cacheDirectory();
  if (directory === undefined) return undefined;
  const { Seal } = await import("./seal.js");
  const seal = Seal.open();
  return seal && { directory, seal };
}

/** Lets the words of files be remembered. @param root of their paths, absolute */
export function remembering(files: SourceFiles, root: string, { directory, seal }: Store): SourceFiles {
  files.remember(new KeptWords(root, (path) => files.absoluteOf(path), seal, directory));
  return files;
}
