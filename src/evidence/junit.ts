import { readXml, type Attributes } from "./xml.js";

/** How a test ended; the further down, the worse. */
export const OUTCOMES = ["skipped", "xfailed", "passed", "failed", "error"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is said of a failure. */
export interface FailureText {
  readonly message: string;
  /** The class of the error, where the writer names one. */
  readonly type: string;
  /** The traceback, or its end. */
  readonly text: string;
}

/** A `<testcase>`: one go at a test. */
export interface Attempt {
  readonly classname: string;
  readonly name: string;
  /** Where a writer says so. */
  readonly file: string | undefined;
  readonly seconds: number;
  readonly outcome: Outcome;
  /** Why it was skipped. */
  readonly reason: string;
  readonly failures: readonly FailureText[];
  /** Whether it says itself that it was tried before, and failed. */
  readonly isRetried: boolean;
  /** The number of the `<testsuite>` that it stands in. */
  readonly suite: number;
}

/** A JUnit file, as it was written. */
export interface JunitFile {
  readonly attempts: readonly Attempt[];
  /** Of its suites, in their order. */
  readonly timestamps: readonly string[];
  readonly hostnames: readonly string[];
  /** Of its suites, or of its tests where the suites do not say. */
  readonly seconds: number;
}

/** UTF-16 units of a traceback that are kept: its end says where. */
const LONGEST_TEXT = 20_000;
const MOST_ATTEMPTS = 1_000_000;

const FAILURES: Readonly<Record<string, "failed" | "error">> = { failure: "failed", error: "error" };
/** What Surefire writes of the attempts before the last one. */
const EARLIER = new Set(["flakyFailure", "flakyError", "rerunFailure", "rerunError"]);

/** What a file with another root is, and which option takes it. */
const OTHERS: Readonly<Record<string, string>> = { coverage: "a coverage report, which --coverage takes" };

/** XML of another kind. */
export class NotJunit extends Error {}

/** An attempt that is being read. */
type Draft = { -readonly [Member in keyof Attempt]: Attempt[Member] } & { failures: FailureText[] };

/**
 * Reads JUnit XML as pytest, unittest-xml-reporting, nose2, Surefire and others write it. Numbers in attributes such as
 * `tests` are not believed: a test that fails and then fails to clean up is two elements and counts once there.
 *
 * @throws NotJunit when it is other XML; Error with one readable line when it cannot be read
 */
export function readJunit(xml: string): JunitFile {
  const reader = new JunitReader();
  readXml(xml, reader);
  return reader.file;
}

class JunitReader {
  readonly #attempts: Attempt[] = [];
  readonly #timestamps: string[] = [];
  readonly #hostnames = new Set<string>();
  /** Seconds of the suites that are open, from the outside in. */
  readonly #open: (number | undefined)[] = [];
  #seconds = 0;
  #suites = 0;
  #isRoot = true;
  #case: Draft | undefined;
  /** The failure that is being read. */
  #failure: { readonly message: string; readonly type: string; text: string[] } | undefined;

  readonly open = (name: string, attributes: Attributes): void => {
    if (this.#isRoot) refuseOther(name);
    this.#isRoot = false;
    if (name === "testsuite") this.#beginSuite(attributes);
    else if (name === "testcase") this.#beginCase(attributes);
    else if (this.#case) this.#say(this.#case, name, attributes);
  };

  readonly text = (text: string): void => {
    this.#failure?.text.push(text.slice(-LONGEST_TEXT));
  };

  readonly close = (name: string): void => {
    if (name === "testsuite") this.#open.pop();
    else if (name === "testcase") this.#endCase();
    else if (this.#failure && (name in FAILURES || EARLIER.has(name))) {
      const { message, type, text } = this.#failure;
      this.#case?.failures.push({ message, type, text: text.join("").slice(-LONGEST_TEXT) });
      this.#failure = undefined;
    }
  };

  get file(): JunitFile {
    const ofTests = this.#attempts.reduce((sum, { seconds }) => sum + seconds, 0);
    return {
      attempts: this.#attempts,
      timestamps: this.#timestamps,
      hostnames: [...this.#hostnames],
      seconds: this.#seconds > 0 ? this.#seconds : ofTests,
    };
  }

  #beginSuite(attributes: Attributes): void {
    const seconds = secondsIn(attributes.get("time"));
    // A suite's time holds that of the suites within it.
    if (this.#open.every((outer) => outer === undefined)) this.#seconds += seconds ?? 0;
    this.#open.push(seconds);
    this.#suites++;
    const timestamp = attributes.get("timestamp") ?? "";
    if (timestamp !== "") this.#timestamps.push(timestamp);
    const hostname = attributes.get("hostname") ?? "";
    if (hostname !== "") this.#hostnames.add(hostname);
  }

  #beginCase(attributes: Attributes): void {
    this.#case = {
      classname: attributes.get("classname") ?? "",
      name: attributes.get("name") ?? "",
      file: attributes.get("file"),
      seconds: secondsIn(attributes.get("time")) ?? 0,
      outcome: "passed",
      reason: "",
      failures: [],
      isRetried: false,
      suite: this.#suites,
    };
  }

  #say(draft: Draft, element: string, attributes: Attributes): void {
    const [message, type] = [attributes.get("message") ?? "", attributes.get("type") ?? ""];
    const outcome = FAILURES[element];
    if (outcome !== undefined) draft.outcome = worse(draft.outcome, outcome);
    if (EARLIER.has(element)) draft.isRetried = true;
    if (outcome !== undefined || EARLIER.has(element)) this.#failure = { message, type, text: [] };
    if (element !== "skipped") return;
    // nose2 has one element for three things.
    if (message === "test passes unexpectedly") {
      draft.outcome = "failed";
      draft.failures.push({ message, type, text: "" });
    } else draft.outcome = /xfail/i.test(type) || message === "expected test failure" ? "xfailed" : "skipped";
    draft.reason = message;
  }

  #endCase(): void {
    const done = this.#case;
    // An element without a name tells of the runner, not of a test: pytest-timeout leaves one.
    if (done && (done.name !== "" || done.failures.length > 0)) this.#attempts.push(done);
    if (this.#attempts.length > MOST_ATTEMPTS) throw new Error("it has more than a million tests");
    this.#case = undefined;
  }
}

/** The worse of two outcomes. */
export function worse(a: Outcome, b: Outcome): Outcome {
  return OUTCOMES.indexOf(a) < OUTCOMES.indexOf(b) ? b : a;
}

function refuseOther(root: string): void {
  if (root === "testsuites" || root === "testsuite") return;
  throw new NotJunit(`it is no JUnit XML but ${OTHERS[root] ?? `has <${root}> for its root`}`);
}

/** Some writers group thousands, as in `1,234.5`. */
function secondsIn(text: string | undefined): number | undefined {
  const seconds = Number((text ?? "").replaceAll(",", ""));
  return text !== undefined && text !== "" && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
