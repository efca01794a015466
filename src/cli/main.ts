#!/usr/bin/env node
import { scan } from "../engine/scan.js";

const result = await scan({ paths: process.argv.slice(2), audit: true });
for (const finding of result.findings) {
  const { path, start, severity, rule, message } = finding;
  console.log(`${path}:${String(start.line)}:${String(start.column)} ${severity} ${rule} ${message}`);
}
for (const failure of result.failures) console.error(failure.path, failure.rule, failure.message);
console.log(`${String(result.findings.length)} findings in ${String(result.files)} files, ${String(result.lines)} lines`);
