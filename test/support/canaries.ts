import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import { commit, directory, git, write } from "./git.js";

/** Names of filters, in Latin-1: a byte that is no UTF-8, and what a reader of settings could stumble over. */
const FILTERS = [
  "plain",
  "EVIL",
  "a.b",
  "a=b",
  "\xff",
  "\xc3\xa9",
  'q"q',
  "b\\b",
  "\x01",
  "*",
  "-c",
  "lfs",
  "..",
  "filter.x",
];

/** Filters whose settings git finds in a file beside the configuration. */
const FILTERS_ELSEWHERE = ["included", "included-here", "included-on-branch", "worktree"];

const HOOKS = [
  ...["applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "prepare-commit-msg", "commit-msg"],
  ...["post-commit", "pre-rebase", "post-checkout", "post-merge", "pre-merge-commit", "pre-push", "post-rewrite"],
  ...["reference-transaction", "post-index-change", "pre-receive", "update", "post-receive", "post-update"],
];

/** Settings that are commands, each the name of its canary. */
const COMMANDS = [
  ...["core.fsmonitor", "core.sshCommand", "core.gitProxy", "core.askPass", "core.editor", "core.pager", "pager.log"],
  ...["sequence.editor", "credential.helper", "diff.external", "diff.commanded.command", "diff.texted.textconv"],
  ...["diff.python.textconv", "merge.merged.driver", "gpg.program", "gpg.x509.program", "gpg.ssh.program"],
  ...["gpg.ssh.defaultKeyCommand", "interactive.diffFilter", "trailer.evil.command", "difftool.evil.cmd"],
  ...["tar.evil.command", "remote.packed.uploadpack", "remote.packed.receivepack", "man.evil.cmd", "browser.evil.cmd"],
] as const;

/** Settings without which the others would not be asked. */
const ABETTING = [
  ...["core.repositoryFormatVersion=1", "extensions.worktreeConfig=true", "protocol.allow=always"],
  ...["log.showSignature=true", "diff.texted.xfuncname=^(.*)$", "difftool.prompt=false", "diff.orderFile=/dev/null"],
  ...["remote.ssh.url=ssh://example.invalid/x", "remote.proxied.url=git://example.invalid/x", "pager.diff=true"],
  ...["branch.main.remote=.", "branch.main.merge=refs/heads/other"],
  ...["remote.packed.url=.", "man.viewer=evil", "push.default=current", "submodule.recurse=true", "index.threads=true"],
];

/**
 * A repository that makes git run a program wherever one can be named: each such program is a canary, which leaves a
 * file of its name behind. Beside it lie a second working tree, a submodule, a working tree whose `.git` is a file that
 * leads to a hostile directory, and a partial clone that wants to fetch.
 */
export class HostileRepository {
  readonly root: string;
  /** Other working trees of that kind. */
  readonly others: readonly string[];
  /** One that lacks what an older commit holds, and whose origin is hostile. */
  readonly partial: string;
  readonly #ran: string;
  readonly #programs: string;
  /** The names of the canaries. */
  readonly canaries: string[] = [];

  constructor(t: TestContext) {
    const around = directory(t);
    const at = (name: string): string => path.join(around, name);
    [this.root, this.#ran, this.#programs] = [at("hostile"), at("ran"), at("programs")];
    for (const made of [this.root, this.#ran, this.#programs]) mkdirSync(made);
    this.build(at("upstream"), at("linked"));
    this.separate(at("separate"), at("elsewhere"));
    this.clonePartly(at("origin"), at("partial"));
    this.others = [at("linked"), path.join(this.root, "sub"), at("separate")];
    this.partial = at("partial");
    this.forget();
  }

  /** Which canaries ran since they were forgotten. */
  get ran(): string[] {
    const files = new Set(readdirSync(this.#ran));
    return this.canaries.filter((_, index) => files.has(String(index)));
  }

  forget(): void {
    for (const file of readdirSync(this.#ran)) rmSync(path.join(this.#ran, file));
  }

  /** Does what people do with a repository, in copies of all of them. */
  provoke(): void {
    for (const tree of [...this.others, this.partial]) this.look(tree);
    const copy = `${this.root}-copy`;
    cpSync(this.root, copy, { recursive: true, verbatimSymlinks: true });
    for (const [input, ...args] of ORDINARY) this.ordinary(copy, args, input);
    this.ordinary(copy, ["am"], LETTER);
    this.ordinary(path.join(copy, "sub"), ["commit", "--quiet", "--allow-empty", "-m", "More"]);
    this.ordinary(copy, ["submodule", "update"]);
    this.terminal(copy, ["diff", "--no-ext-diff", "--no-textconv", "HEAD~1"]);
    this.terminal(copy, ["log"]);
    for (const place of IMPOSTORS) {
      spawnSync("git", ["status"], { cwd: copy, env: { ...process.env, PATH: `${place}:${process.env.PATH ?? ""}` } });
    }
    write(copy, { "mailed.txt": "y\n" });
    this.terminal(copy, ["add", "--patch"], "q\n");
  }

  private look(tree: string): void {
    for (const args of [["status"], ["diff"], ["show", "HEAD~1:missing.py"]]) this.ordinary(tree, args);
    // Git gives up at the first process that says nothing.
    for (const file of readdirSync(tree)) if (/^f\d/.test(file)) this.ordinary(tree, ["hash-object", file]);
  }

  private ordinary(cwd: string, args: readonly string[], input = ""): void {
    spawnSync("git", [...AUTHOR, ...args], { cwd, input, env: environment(), timeout: 10_000 });
  }

  /** Pagers and questions want one. */
  private terminal(cwd: string, args: readonly string[], input = ""): void {
    const program = "import pty, sys; pty.spawn(['git', *sys.argv[1:]])";
    spawnSync("python3", ["-c", program, ...args], { cwd, input, env: environment(), timeout: 10_000 });
  }

  /** A program, as a canary; a monitor of files that fails is not believed. */
  private canary(name: string): string {
    const [file, index] = [path.join(this.#programs, String(this.canaries.length)), this.canaries.length];
    this.canaries.push(name);
    const code = name.endsWith("core.fsmonitor") ? 1 : 0;
    writeFileSync(file, `#!/bin/sh\n: > '${path.join(this.#ran, String(index))}'\nexit ${String(code)}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  private build(upstream: string, linked: string): void {
    const { root } = this;
    git(root, "init", "--quiet", "--initial-branch=main");
    const names = [...FILTERS, ...FILTERS_ELSEWHERE];
    const files = ["smudged", "commanded", "texted", "python", "merged", ...names.keys()].map(
      (name) => `f${String(name)}.py`,
    );
    const all = (text: string): void => write(root, Object.fromEntries(files.map((file) => [file, text])));
    all("x = 1\n");
    write(root, { "lost.py": "x = 1\n" });
    writeFileSync(path.join(root, ".gitattributes"), attributes(names), "latin1");
    commit(root);
    git(root, "switch", "--quiet", "--create", "other");
    all("x = 0\n");
    commit(root);
    git(root, "switch", "--quiet", "main");
    this.submodule(upstream);
    all("x = 2\n");
    commit(root);
    git(root, "worktree", "add", "--quiet", "--detach", linked);
    sign(root);
    write(root, { "staged.py": BUGGY });
    git(root, "add", "staged.py");
    this.configure();
    this.impostors();
    for (const tree of [root, linked]) write(tree, Object.fromEntries(files.map((file) => [file, BUGGY])));
    write(root, { "sub/a.py": BUGGY, "new.py": BUGGY });
  }

  private submodule(upstream: string): void {
    mkdirSync(upstream);
    git(upstream, "init", "--quiet");
    write(upstream, { "a.py": "x = 1\n", ".gitattributes": "*.py filter=sub\n" });
    commit(upstream);
    commit(upstream);
    git(this.root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", upstream, "sub");
    const config = path.join(this.root, ".git/modules/sub/config");
    for (const key of ["filter.sub.clean", "core.fsmonitor"])
      appendFileSync(config, setting(key, this.canary(`sub ${key}`)));
  }

  private configure(): void {
    const inside = (name: string): string => path.join(this.root, ".git", name);
    const add = (key: string, value: string, file = "config"): void =>
      appendFileSync(inside(file), setting(key, value), "latin1");
    for (const each of ABETTING) add(each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1));
    for (const key of COMMANDS) add(key, this.canary(key));
    add("alias.evil", `!${this.canary("alias")}`);
    add("alias.rev-parse", `!${this.canary("alias")}`);
    add("remote.ext.url", `ext::${this.canary("ext::")}`);
    add("submodule.sub.update", `!${this.canary("submodule.update")}`);
    for (const name of FILTERS) add(`filter.${name}.clean`, this.canary(`filter ${name}`));
    add("filter.smudged.smudge", this.canary("smudge"));
    add("include.path", "one");
    add("includeIf.gitdir:**.path", "two");
    add("includeIf.onbranch:main.path", "three");
    for (const [index, file] of ["one", "two", "three", "config.worktree"].entries()) {
      const name = FILTERS_ELSEWHERE[index] ?? "";
      add(`filter.${name}.clean`, this.canary(`filter ${name}`), file);
    }
    mkdirSync(inside("hooks"), { recursive: true });
    for (const hook of HOOKS) cpSync(this.canary(hook), inside(`hooks/${hook}`));
  }

  /** Programs that are found where no program of the system is. */
  private impostors(): void {
    for (const place of IMPOSTORS) {
      mkdirSync(path.join(this.root, place), { recursive: true });
      cpSync(this.canary(`git in ${place}`), path.join(this.root, place, "git"));
    }
  }

  /** `.git` is a file. */
  private separate(tree: string, elsewhere: string): void {
    mkdirSync(tree);
    git(tree, "init", "--quiet", "--separate-git-dir", elsewhere);
    const files = ["a", ...FILTERS.keys()].map((name) => `${name === "a" ? "" : "f"}${String(name)}.py`);
    write(tree, Object.fromEntries(files.map((file) => [file, "x = 1\n"])));
    writeFileSync(path.join(tree, ".gitattributes"), attributes(FILTERS), "latin1");
    commit(tree);
    commit(tree);
    const add = (key: string, value: string): void =>
      appendFileSync(path.join(elsewhere, "config"), setting(key, value), "latin1");
    add("core.hooksPath", path.join(elsewhere, "others"));
    mkdirSync(path.join(elsewhere, "others"));
    cpSync(this.canary("core.hooksPath"), path.join(elsewhere, "others/post-index-change"));
    add("core.fsmonitor", this.canary("away core.fsmonitor"));
    for (const name of FILTERS) add(`filter.${name}.process`, this.canary(`process ${name}`));
    write(elsewhere, { "info/attributes": "[attr]evil filter=macro\na.py evil\n" });
    add("filter.macro.clean", this.canary("filter macro"));
    write(tree, Object.fromEntries(files.map((file) => [file, BUGGY])));
  }

  /** Git would fetch what is missing. */
  private clonePartly(origin: string, tree: string): void {
    mkdirSync(origin);
    git(origin, "init", "--quiet");
    for (const text of ["x = 1\n", "x = 2\n"]) {
      write(origin, { "missing.py": text });
      commit(origin);
    }
    git(origin, "config", "uploadpack.allowFilter", "true");
    git(path.dirname(tree), "clone", "--quiet", "--filter=blob:none", `file://${origin}`, tree);
    git(tree, "config", "remote.origin.uploadpack", this.canary("lazy fetch"));
    write(tree, { "missing.py": BUGGY });
  }
}

/** Directories where a hostile tree has a `git`. */
const IMPOSTORS = [".", "bin"];

/** Where somebody careless looks for programs, in a working tree before anywhere else. */
export function careless(tree: string): string {
  return `:.:bin:${path.join(tree, "bin")}:${process.env.PATH ?? ""}`;
}

const AUTHOR = ["-c", "user.name=Eve", "-c", "user.email=eve@example.org"];

const BUGGY = "try:\n    deliver()\nexcept Exception:\n    pass\n";

/** What people do: what they type in, and the arguments of git. Later ones build on what earlier ones have done. */
const ORDINARY: readonly (readonly [input: string, ...args: string[]])[] = [
  ["", "status"],
  ["", "diff-index", "--patch", "--ext-diff", "HEAD"],
  ["", "diff-files", "--patch", "--textconv"],
  ["", "checkout", "--", "fsmudged.py"],
  ["", "commit", "-S", "--all", "-m", "x"],
  ["", "-c", "gpg.format=x509", "commit", "-S", "--all", "-m", "x"],
  ["", "-c", "gpg.format=ssh", "commit", "-S", "--all", "-m", "x"],
  ["", "-c", "gpg.format=ssh", "-c", "user.signingKey=/dev/null", "commit", "-S", "--all", "-m", "x"],
  ["", "difftool", "--tool=evil", "HEAD~1", "--", "f0.py"],
  ["", "commit", "--all", "-m", "x"],
  ["", "commit", "--amend", "--allow-empty"],
  ["", "reset", "--quiet", "--hard"],
  ["", "rebase", "--interactive", "--force-rebase", "HEAD~1"],
  ["", "rebase", "--abort"],
  ["", "reset", "--quiet", "--hard"],
  ["", "merge", "--no-edit", "other"],
  ["", "reset", "--quiet", "--hard"],
  ["", "merge", "--no-edit", "--strategy=ours", "other"],
  ["", "log", "--show-signature", "--all"],
  ["", "fetch", "ssh"],
  ["", "fetch", "proxied"],
  ["", "fetch", "ext"],
  ["", "fetch", "packed"],
  ["", "push", "packed", "HEAD:refs/heads/pushed"],
  ["", "push", ".", "HEAD:refs/heads/pushed"],
  ["protocol=https\nhost=example.invalid\n\n", "credential", "fill"],
  ["", "evil"],
  ["Text\n", "interpret-trailers", "--trailer", "evil"],
  ["", "archive", "--format=evil", "--output=/dev/null", "HEAD"],
  ["", "help", "--man", "log"],
  ["", "web--browse", "--tool=evil", "x"],
];

/** A commit as it comes by mail. */
const LETTER = `From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: Eve <eve@example.org>
Date: Fri, 1 Jan 2027 12:00:00 +0000
Subject: [PATCH] Add a file

---
diff --git a/mailed.txt b/mailed.txt
new file mode 100644
--- /dev/null
+++ b/mailed.txt
@@ -0,0 +1 @@
+x
`;

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(kept), GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", TERM: "xterm" };
}

/** Latin-1. */
function attributes(filters: readonly string[]): string {
  const lines = filters.map((name, index) => `f${String(index)}.py filter=${name}\n`);
  const others = ["fsmudged.py filter=smudged", "fcommanded.py diff=commanded", "ftexted.py diff=texted"];
  return [...lines, ...others, "fpython.py diff=python", "fmerged.py merge=merged"].join("\n");
}

/** A setting as it stands in a configuration file. */
function setting(key: string, value: string): string {
  const [first, last] = [key.indexOf("."), key.lastIndexOf(".")];
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
  const middle = first < last ? ` ${quoted(key.slice(first + 1, last))}` : "";
  return `[${key.slice(0, first)}${middle}]\n\t${key.slice(last + 1)} = ${quoted(value)}\n`;
}

/** Gives the last commit a signature, which somebody would have to check. */
function sign(root: string): void {
  const text = git(root, "cat-file", "commit", "HEAD");
  const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n";
  const file = path.join(root, ".git/signed");
  writeFileSync(file, text.replace(/^(committer .*\n)/m, `$1${signature}`));
  git(root, "update-ref", "HEAD", git(root, "hash-object", "-t", "commit", "-w", file).trim());
}
