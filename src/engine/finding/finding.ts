import type { Position } from "../../syntax/positions.js";
import type { NamedThing } from "../rule.js";
import type { RunResult } from "./run-result.js";
import type { Severity } from "../severity.js";

/** A region of one line in a file. */
export interface Place {
  /** Relative to the run's root, with forward slashes. */
  readonly path: string;
  readonly start: Position;
  /** After the last character. */
  readonly end: Position;
  /** The text of the whole line, without its end. */
  readonly line: string;
}

/** A place with what happens there. */
export interface Step extends Place {
  readonly message: string;
  /** What is there, when it has a name. */
  readonly thing?: NamedThing;
}

/** A stretch of a file's text and what to put in its place; an insertion where start and end are the same. */
export interface FixEdit {
  /** Relative to the run's root, with forward slashes. */
  readonly path: string;
  readonly start: Position;
  /** After the last character. */
  readonly end: Position;
  /** With the line ends of the file. */
  readonly text: string;
}

/** A change to the code after which a finding is gone. */
export interface FindingFix {
  readonly description: string;
  /** Whether it cannot change what the program does other than by removing the bug. */
  readonly isSafe: boolean;
  /** In the order of path and position; they do not overlap. */
  readonly edits: readonly FixEdit[];
}

/** What a run reports: plain data, free of trees, so that it can cross threads and be cached. */
export interface Finding extends Place {
  /** `domain/name`. */
  readonly rule: string;
  /** The classes and functions around it, as in `Crate.label`; empty at the top of a module. */
  readonly within?: string;
  readonly severity: Severity;
  /** Not proved. */
  readonly likely?: true;
  /** One sentence; `[text](n)` links to `related[n - 1]`. */
  readonly message: string;
  readonly related: readonly Step[];
  /** From source to sink; empty when the finding is not about a flow. */
  readonly flow: readonly Step[];
  /** GitHub's `primaryLocationLineHash` of the line, with the `:n` that numbers the file's equal lines. */
  readonly lineHash: string;
  /** The ways to mend it that have one right answer; often there is none. */
  readonly fixes: readonly FindingFix[];
  /** What to do, in the code's own names, where no fix is offered. */
  readonly advice?: string;
  /** A hash of the whole file's text, where that is long enough for another one like it to be a copy. */
  readonly text?: string;
  /** The place behind it, with the name there: findings of the same rule that share both go away together. */
  readonly cause?: Step;
  /** What its file is for, unless it is a part of the program. */
  readonly purpose?: Purpose;
  /** How many findings this one is shown for; itself alone unless given. */
  readonly standsFor?: number;
  /** In a report: the place that it follows from together with others. */
  readonly sharedCause?: SharedCause;
}

/** What a file is for that serves nobody: to be started by hand, to test, to show how, or to be kept. */
export const PURPOSES = ["script", "test", "example", "copy"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A place that several findings follow from. */
export interface SharedCause extends Step {
  /** How many. */
  readonly findings: number;
}

/** A finding that a comment silences. */
export interface SuppressedFinding extends Finding {
  readonly suppression: {
    /** The comment's line, in the finding's file. */
    readonly line: number;
    /** Empty when the comment gives none. */
    readonly reason: string;
    /** The last day on which it does. */
    readonly until?: string;
  };
}

/** Something that makes part of a run's result untrustworthy: it is never silent, and the exit code is 2. */
export interface Failure {
  /** The file it concerns, when it concerns one. */
  readonly path?: string;
  /** The rule that crashed, when one did. */
  readonly rule?: string;
  /** One line: what happened and the way out. */
  readonly message: string;
}

/** One of the parts that a scan is shared out in, for machines that know nothing of each other. */
export interface Shard {
  /** From one to `count`. */
  readonly index: number;
  readonly count: number;
}

/** What the scan of one shard has to say to the others. */
export interface Part extends Shard {
  /** Of the files of all shards. */
  readonly digest: string;
  /** What was found, before comments silenced any of it. */
  readonly found: RunResult;
  /** What was to be scanned, in the words of whoever asked. */
  readonly request?: object;
}

/** An id that a rule has had, where somebody still uses it. */
export interface FormerName {
  readonly name: string;
  /** The id by now. */
  readonly now: string;
  /** Who says it: `pyproject.toml:12`, `command line`, or a comment's place. */
  readonly by: string;
}

/** All that a run found. */
export interface ScanResult {
  /** The absolute path of the directory that all paths are relative to. */
  readonly root: string;
  /** Sorted by path, position, rule, message: the same input gives the same order. */
  readonly findings: readonly Finding[];
  /** What comments in the code silence, in the same order; not among the findings. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly failures: readonly Failure[];
  /** What was put aside in a baseline; the findings are those that are not in it. */
  readonly baseline?: {
    /** How many findings are in it. */
    readonly old: number;
    /** How many in it are not found any more. */
    readonly fixed: number;
  };
  /** Of a scan of one shard: what has to be known to join it with the others. */
  readonly part?: Part;
  /** The former ids of rules that configurations, the command line and comments use. */
  readonly formerNames?: readonly FormerName[];
  /** Globs of the request that left out nothing of the directories that were looked through. */
  readonly unmet?: readonly string[];
  /** The files that were to be scanned, sorted. */
  readonly paths: readonly string[];
  /** How many rules ran on any of them, and whether those told on any what is merely likely. */
  readonly looked?: { readonly rules: number; readonly audit: boolean };
  /** How many files were scanned. */
  readonly files: number;
  /** How many lines they had. */
  readonly lines: number;
}
