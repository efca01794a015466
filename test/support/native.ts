import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/**
 * Why nobody can expect the native parser to load on this machine; undefined when it should.
 *
 * A binary that was compiled here should. A prebuilt one should where the C and C++ libraries of this process have
 * every version of their interface that it asks for. The answer is read from the files, without loading them.
 */
export function whyNoNative(): string | undefined {
  for (const name of ["tree-sitter", "tree-sitter-python"]) {
    const excuse = whyNotLoadable(name);
    if (excuse !== undefined) return excuse;
  }
  return undefined;
}

function whyNotLoadable(name: string): string | undefined {
  const folder = folderOf(name);
  if (folder === undefined) return `the optional package ${name} is not installed`;
  if (holdsBinary(path.join(folder, "build/Release"))) return undefined;
  const platform = `${process.platform}-${process.arch}`;
  const prebuilt = path.join(folder, "prebuilds", platform, `${name}.node`);
  if (!existsSync(prebuilt)) return `${name} has no binary for ${platform}`;
  if (process.platform !== "linux") return undefined;
  const lacking = [...versionsIn(prebuilt)].filter((version) => !versionsHere().has(version));
  return lacking.length === 0
    ? undefined
    : `the libraries of this machine lack ${lacking.join(", ")}, which ${name} needs`;
}

function folderOf(name: string): string | undefined {
  try {
    return path.dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

function holdsBinary(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".node"));
}

/** The interface versions of the GNU C and C++ libraries that the libraries of this process offer. */
function versionsHere(): ReadonlySet<string> {
  const { sharedObjects } = process.report.getReport() as unknown as { readonly sharedObjects: readonly string[] };
  const libraries = sharedObjects.filter((file) => /\/lib(?:stdc\+\+|c|m|gcc_s)[.-]/.test(file));
  return new Set(libraries.flatMap((file) => [...versionsIn(file)]));
}

function versionsIn(binary: string): ReadonlySet<string> {
  return new Set(readFileSync(binary, "latin1").match(/\b(?:GLIBC|GLIBCXX|CXXABI)_\d+(?:\.\d+)+/g));
}
