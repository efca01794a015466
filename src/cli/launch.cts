#!/usr/bin/env node
import fs = require("node:fs");
import modules = require("node:module");
import path = require("node:path");
import vm = require("node:vm");

/** The command in one file. */
const BUNDLE = path.join(__dirname, "../../bundle/scarlint.cjs");

/** Rules of one's own have to get the very modules that the command runs, and a bundle has none to give. */
const hasOwnRules = process.argv.some((argument) => argument === "--rules" || argument.startsWith("--rules="));

if (hasOwnRules) void import("./main.js");
else start();

/** Runs the bundle, without compiling it where the build has left what this Node makes of it. */
function start(): void {
  const cachedData = read(`${BUNDLE}.${process.version}-${process.arch}`);
  if (cachedData === undefined) {
    (modules as { enableCompileCache?: () => void }).enableCompileCache?.();
    require(BUNDLE);
    return;
  }
  const wrapped = modules.wrap(fs.readFileSync(BUNDLE, "latin1"));
  const script = new vm.Script(wrapped, { filename: BUNDLE, cachedData });
  const run = script.runInThisContext() as (...scope: readonly unknown[]) => void;
  run.call(exports, exports, modules.createRequire(BUNDLE), module, BUNDLE, path.dirname(BUNDLE));
}

function read(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}
