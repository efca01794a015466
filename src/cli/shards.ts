import * as v from "valibot";
import type { Finding } from "../engine/finding/finding.js";
import type { Job } from "../engine/request/job.js";
import type { RegisteredRule } from "../engine/rule.js";
import { ordinal, runResult, severity } from "../engine/finding/result-schema.js";
import { merged, type RunResult } from "../engine/finding/run-result.js";
import { split } from "../engine/request/shard.js";
import { readText, whyUnread } from "../files/read.js";
import { VERSION } from "../version.js";
import { UsageError } from "./usage-error.js";

/** Bytes: a shard's file is as large as its findings are many. */
const LARGEST_SHARD = 256 * 1024 * 1024;

const names = v.exactOptional(v.array(v.string()));
const request = v.strictObject({
  paths: v.array(v.string()),
  select: names,
  ignore: names,
  exclude: names,
  audit: v.exactOptional(v.boolean()),
  minSeverity: severity,
  config: v.union([v.boolean(), v.string()]),
  /** The rules of a team's own. */
  own: names,
});

const shard = v.strictObject({ index: ordinal, count: ordinal, digest: v.string(), found: runResult, request });

/** As much of a SARIF file as tells whether a shard wrote it, and with which scarlint. */
const log = v.object({
  runs: v.tuple([
    v.object({
      tool: v.object({ driver: v.object({ name: v.literal("scarlint"), version: v.string() }) }),
      properties: v.exactOptional(v.looseObject({ shard: v.exactOptional(v.unknown()) })),
    }),
  ]),
});

/** What was to be scanned, as the command line said it. */
export type ShardRequest = v.InferOutput<typeof request>;

type ShardFile = v.InferOutput<typeof shard> & { readonly file: string };

/** All shards of a scan. */
export interface Shards {
  readonly request: ShardRequest;
  /** What they found together. @throws UsageError when they were not made of the job's files. */
  readonly joined: (job: Job) => RunResult;
}

/** The ids of the rules that are not built in. */
export function ownIds(known: readonly RegisteredRule[]): string[] {
  return known.flatMap(({ id, url }) => (url === undefined ? [] : [id]));
}

/**
 * Reads the files that the shards of one scan wrote.
 *
 * @param known the rules that there are here
 * @throws UsageError with one line when they are not that.
 */
export function readShards(files: readonly string[], known: readonly RegisteredRule[]): Shards {
  const shards = files.map(readShard).sort((a, b) => a.index - b.index);
  const [first] = shards;
  if (!first) throw new UsageError("name the SARIF files that the shards wrote");
  for (const each of shards) refuseStranger(each, first);
  refuseIncomplete(shards, first);
  refuseOtherRules(first, known);
  for (const each of shards) refuseUnknownRules(each, known);
  return { request: first.request, joined: (job) => joined(shards, first, job) };
}

function readShard(file: string): ShardFile {
  const document = parsed(file);
  const outline = v.safeParse(log, document);
  if (!outline.success)
    throw new UsageError(
      `'${file}' is no SARIF file of scarlint: ${placeOf(outline.issues)} is not what it writes there`,
    );
  const [{ tool, properties }] = outline.output.runs;
  const { version } = tool.driver;
  if (version !== VERSION) {
    throw new UsageError(
      `'${file}' was written by scarlint ${version}, and this is ${VERSION}; use one for all shards`,
    );
  }
  if (properties?.shard === undefined) throw new UsageError(`'${file}' is of a whole scan; only shards can be merged`);
  const content = v.safeParse(shard, properties.shard);
  if (!content.success)
    throw new UsageError(
      `'${file}' is broken: ${placeOf(content.issues)} is not what a shard writes there; scan this shard again`,
    );
  return { ...content.output, file };
}

function parsed(file: string): unknown {
  let text: string;
  try {
    text = readText(file, LARGEST_SHARD);
  } catch (error) {
    throw new UsageError(`'${file}' cannot be read: ${whyUnread(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`'${file}' is not JSON, so it is no SARIF file`);
  }
}

/** Where in a document something is not as it should be. */
function placeOf([issue]: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const place = v.getDotPath(issue);
  if (place === null) return "what is in it";
  return `'${place.length > 200 ? `${place.slice(0, 199)}…` : place}'`;
}

function refuseStranger(each: ShardFile, first: ShardFile): void {
  const differences = {
    "another number of shards": each.count !== first.count,
    "other files": each.digest !== first.digest,
    "other options": JSON.stringify(each.request) !== JSON.stringify(first.request),
  };
  for (const [difference, isThere] of Object.entries(differences)) {
    if (isThere) throw new UsageError(`'${each.file}' and '${first.file}' are of different scans: ${difference}`);
  }
}

function refuseOtherRules({ file, request }: ShardFile, known: readonly RegisteredRule[]): void {
  const own = ownIds(known);
  const had = request.own ?? [];
  const missing = had.find((id) => !own.includes(id));
  const extra = own.find((id) => !had.includes(id));
  if (missing !== undefined) {
    throw new UsageError(`'${file}' was scanned with a rule '${missing}' that is not here; give the same --rules`);
  }
  if (extra !== undefined) {
    throw new UsageError(`'${file}' was scanned without the rule '${extra}'; give the same --rules`);
  }
}

function refuseUnknownRules({ file, found }: ShardFile, known: readonly RegisteredRule[]): void {
  const ids = new Set(known.map(({ id }) => id));
  const said = [...found.findings, ...found.hidden, ...found.failures].flatMap((each) => each.rule ?? []);
  const unknown = said.find((id) => !ids.has(id));
  if (unknown !== undefined) throw new UsageError(`'${file}' is broken: it speaks of a rule '${unknown}'`);
}

function refuseIncomplete(shards: readonly ShardFile[], { count }: ShardFile): void {
  for (const [at, each] of shards.entries()) {
    const before = shards[at - 1];
    if (before?.index === each.index) {
      throw new UsageError(`'${before.file}' and '${each.file}' are both shard ${nameOf(each)}; name each once`);
    }
    if (each.index > count) throw new UsageError(`'${each.file}' is broken: there is no shard ${nameOf(each)}`);
  }
  const missing = shards.findIndex(({ index }, at) => index !== at + 1);
  const at = missing >= 0 ? missing : shards.length;
  if (at < count) throw new UsageError(`shard ${nameOf({ index: at + 1, count })} is missing; name the files of all`);
}

function nameOf({ index, count }: Pick<ShardFile, "index" | "count">): string {
  return `${String(index)}/${String(count)}`;
}

function joined(shards: readonly ShardFile[], first: ShardFile, job: Job): RunResult {
  if (split(job.found, first).digest !== first.digest) {
    throw new UsageError(
      "the shards were made of other files than are here; merge where they were scanned, same commit",
    );
  }
  const paths = new Set(job.paths);
  for (const { file, found } of shards) {
    const placed: readonly Pick<Finding, "path">[] = [...found.findings, ...found.hidden, ...found.commented];
    const stranger = placed.find(({ path }) => !paths.has(path));
    if (stranger) throw new UsageError(`'${file}' is broken: it speaks of '${stranger.path}', which was not scanned`);
  }
  return merged(shards.map(({ found }) => found));
}
