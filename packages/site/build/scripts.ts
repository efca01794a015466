import path from "node:path";
import { build as bundle, buildSync, type BuildOptions, type BuildResult, type Plugin } from "esbuild";

/** Where what runs in browsers is, from the project's root. */
const BROWSER = "packages/site/browser";
const STAND_INS = `${BROWSER}/worker/stand-ins`;

/** Modules that a browser has to do without, by what stands in for them. */
const REPLACED: Readonly<Record<string, string>> = {
  "src/syntax/parser.ts": `${STAND_INS}/parser.ts`,
  "src/engine/run/watchdog.ts": `${STAND_INS}/watchdog.ts`,
  "node:crypto": `${STAND_INS}/node.ts`,
  "node:path/posix": `${STAND_INS}/node.ts`,
  "node:timers/promises": `${STAND_INS}/node.ts`,
  "node:util": `${STAND_INS}/node.ts`,
};

const SHARED: BuildOptions = {
  bundle: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  charset: "ascii",
  minify: true,
  // Nothing of the compiler's configuration matters to it.
  tsconfigRaw: "{}",
  write: false,
  logLevel: "warning",
};

/** A script for pages, out of a file that is for browsers. */
export function pageScript(root: string, name: string): string {
  return textOf(buildSync({ ...SHARED, absWorkingDir: root, entryPoints: [`${BROWSER}/${name}.ts`] }));
}

/**
 * All rules, what they ask and the grammar as a script that keeps them as a text: a worker is made of that, because none
 * can be loaded from a file that lies on a disk.
 */
export async function engineScript(root: string): Promise<string> {
  const built = await bundle({
    ...SHARED,
    absWorkingDir: root,
    entryPoints: [`${BROWSER}/worker/main.ts`],
    inject: [`${STAND_INS}/buffer.ts`],
    loader: { ".wasm": "binary" },
    // The grammar's runtime asks for them in Node alone.
    external: ["fs/promises", "module"],
    define: { "import.meta.url": '""' },
    plugins: [standingIn(root)],
  });
  return `globalThis.scarlintEngine=${JSON.stringify(textOf(built))};\n`;
}

function standingIn(root: string): Plugin {
  return {
    name: "standing-in",
    setup(build) {
      build.onResolve({ filter: /^(node:|\.)/ }, ({ path: asked, resolveDir }) => {
        const file = asked.startsWith(".") ? path.relative(root, path.resolve(resolveDir, asked)) : asked;
        const instead = REPLACED[file.replaceAll(path.sep, "/").replace(/\.js$/, ".ts")];
        return instead === undefined ? undefined : { path: path.join(root, instead) };
      });
    },
  };
}

function textOf({ outputFiles }: Pick<BuildResult, "outputFiles">): string {
  return outputFiles?.[0]?.text ?? "";
}
