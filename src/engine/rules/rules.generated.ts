// Written by `npm run generate` from the files in rules/; edit those.
import asyncioAwaitOfSyncCall from "../../../rules/asyncio/await-of-sync-call.js";
import asyncioBlockingCall from "../../../rules/asyncio/blocking-call.js";
import asyncioDanglingTask from "../../../rules/asyncio/dangling-task.js";
import asyncioForgottenAwait from "../../../rules/asyncio/forgotten-await.js";
import asyncioGatherOfSyncCall from "../../../rules/asyncio/gather-of-sync-call.js";
import asyncioTaskFromSyncCall from "../../../rules/asyncio/task-from-sync-call.js";
import authUncheckedCredentials from "../../../rules/auth/unchecked-credentials.js";
import authUnverifiedToken from "../../../rules/auth/unverified-token.js";
import callsWrongArguments from "../../../rules/calls/wrong-arguments.js";
import deserializeUntrustedPickle from "../../../rules/deserialize/untrusted-pickle.js";
import errorsRaiseThatFails from "../../../rules/errors/raise-that-fails.js";
import errorsSwallowedException from "../../../rules/errors/swallowed-exception.js";
import functionsEndlessRecursion from "../../../rules/functions/endless-recursion.js";
import httpNoTimeout from "../../../rules/http/no-timeout.js";
import importsMissingModule from "../../../rules/imports/missing-module.js";
import importsMissingName from "../../../rules/imports/missing-name.js";
import injectEvalOfConfig from "../../../rules/inject/eval-of-config.js";
import injectSqlValueInText from "../../../rules/inject/sql-value-in-text.js";
import loopsConditionNeverChanges from "../../../rules/loops/condition-never-changes.js";
import memoryOnlyGrows from "../../../rules/memory/only-grows.js";
import namesReadBeforeAssignment from "../../../rules/names/read-before-assignment.js";
import namesUnboundInHandler from "../../../rules/names/unbound-in-handler.js";
import namesUndefinedName from "../../../rules/names/undefined-name.js";
import objectsNoneThenUsed from "../../../rules/objects/none-then-used.js";
import objectsUnknownMember from "../../../rules/objects/unknown-member.js";
import ormNoSuchColumn from "../../../rules/orm/no-such-column.js";
import ormUntrackedChange from "../../../rules/orm/untracked-change.js";
import pythonSyntaxError from "../../../rules/python/syntax-error.js";
import resourcesCloseSkippedByException from "../../../rules/resources/close-skipped-by-exception.js";
import resourcesNeverClosed from "../../../rules/resources/never-closed.js";
import retryWithoutWait from "../../../rules/retry/without-wait.js";
import secretsPublicSigningKey from "../../../rules/secrets/public-signing-key.js";
import stateMutatedDefault from "../../../rules/state/mutated-default.js";
import stateOverrideNotRestored from "../../../rules/state/override-not-restored.js";
import stateSharedClassAttribute from "../../../rules/state/shared-class-attribute.js";
import suppressionMalformed from "../../../rules/suppression/malformed.js";
import suppressionMissingReason from "../../../rules/suppression/missing-reason.js";
import suppressionUnknownRule from "../../../rules/suppression/unknown-rule.js";
import suppressionUnused from "../../../rules/suppression/unused.js";
import testsAlwaysTrue from "../../../rules/tests/always-true.js";
import testsAssertOnlyInHandler from "../../../rules/tests/assert-only-in-handler.js";
import testsAssertsNothing from "../../../rules/tests/asserts-nothing.js";
import testsComparisonWithoutAssert from "../../../rules/tests/comparison-without-assert.js";
import testsDeadAssert from "../../../rules/tests/dead-assert.js";
import testsEnvironmentLeaks from "../../../rules/tests/environment-leaks.js";
import testsFixtureCalled from "../../../rules/tests/fixture-called.js";
import testsFixtureInTestcase from "../../../rules/tests/fixture-in-testcase.js";
import testsMockAssertNotCalled from "../../../rules/tests/mock-assert-not-called.js";
import testsMockAssertTypo from "../../../rules/tests/mock-assert-typo.js";
import testsModuleStubLeaks from "../../../rules/tests/module-stub-leaks.js";
import testsNeverAwaited from "../../../rules/tests/never-awaited.js";
import testsNeverCollected from "../../../rules/tests/never-collected.js";
import testsNoRunningLoop from "../../../rules/tests/no-running-loop.js";
import testsPatchMissesUser from "../../../rules/tests/patch-misses-user.js";
import testsPatchTarget from "../../../rules/tests/patch-target.js";
import testsPatchedForEver from "../../../rules/tests/patched-for-ever.js";
import testsReturnedComparison from "../../../rules/tests/returned-comparison.js";
import testsShadowed from "../../../rules/tests/shadowed.js";
import testsSleepInsteadOfWait from "../../../rules/tests/sleep-instead-of-wait.js";
import testsSwallowedAssert from "../../../rules/tests/swallowed-assert.js";
import threadsCheckThenAct from "../../../rules/threads/check-then-act.js";
import threadsCoarseSweep from "../../../rules/threads/coarse-sweep.js";
import threadsStopLessLoop from "../../../rules/threads/stop-less-loop.js";
import threadsTargetCalled from "../../../rules/threads/target-called.js";
import threadsUnjoinedThread from "../../../rules/threads/unjoined-thread.js";
import timeNaiveWithAware from "../../../rules/time/naive-with-aware.js";
import valuesNeverAMember from "../../../rules/values/never-a-member.js";
import valuesNotAMapping from "../../../rules/values/not-a-mapping.js";
import webFailOpenAuth from "../../../rules/web/fail-open-auth.js";
import webWildcardCors from "../../../rules/web/wildcard-cors.js";
import zmqBindThenConnect from "../../../rules/zmq/bind-then-connect.js";
import zmqRebind from "../../../rules/zmq/rebind.js";
import type { RegisteredRule } from "../rule.js";

/** Every rule, sorted by id. */
export const RULES: readonly RegisteredRule[] = [
  { id: "asyncio/await-of-sync-call", rule: asyncioAwaitOfSyncCall },
  { id: "asyncio/blocking-call", rule: asyncioBlockingCall },
  { id: "asyncio/dangling-task", rule: asyncioDanglingTask },
  { id: "asyncio/forgotten-await", rule: asyncioForgottenAwait },
  { id: "asyncio/gather-of-sync-call", rule: asyncioGatherOfSyncCall },
  { id: "asyncio/task-from-sync-call", rule: asyncioTaskFromSyncCall },
  { id: "auth/unchecked-credentials", rule: authUncheckedCredentials },
  { id: "auth/unverified-token", rule: authUnverifiedToken },
  { id: "calls/wrong-arguments", rule: callsWrongArguments },
  { id: "deserialize/untrusted-pickle", rule: deserializeUntrustedPickle },
  { id: "errors/raise-that-fails", rule: errorsRaiseThatFails },
  { id: "errors/swallowed-exception", rule: errorsSwallowedException },
  { id: "functions/endless-recursion", rule: functionsEndlessRecursion },
  { id: "http/no-timeout", rule: httpNoTimeout },
  { id: "imports/missing-module", rule: importsMissingModule },
  { id: "imports/missing-name", rule: importsMissingName },
  { id: "inject/eval-of-config", rule: injectEvalOfConfig },
  { id: "inject/sql-value-in-text", rule: injectSqlValueInText },
  { id: "loops/condition-never-changes", rule: loopsConditionNeverChanges },
  { id: "memory/only-grows", rule: memoryOnlyGrows },
  { id: "names/read-before-assignment", rule: namesReadBeforeAssignment },
  { id: "names/unbound-in-handler", rule: namesUnboundInHandler },
  { id: "names/undefined-name", rule: namesUndefinedName },
  { id: "objects/none-then-used", rule: objectsNoneThenUsed },
  { id: "objects/unknown-member", rule: objectsUnknownMember },
  { id: "orm/no-such-column", rule: ormNoSuchColumn },
  { id: "orm/untracked-change", rule: ormUntrackedChange },
  { id: "python/syntax-error", rule: pythonSyntaxError },
  { id: "resources/close-skipped-by-exception", rule: resourcesCloseSkippedByException },
  { id: "resources/never-closed", rule: resourcesNeverClosed },
  { id: "retry/without-wait", rule: retryWithoutWait },
  { id: "secrets/public-signing-key", rule: secretsPublicSigningKey },
  { id: "state/mutated-default", rule: stateMutatedDefault },
  { id: "state/override-not-restored", rule: stateOverrideNotRestored },
  { id: "state/shared-class-attribute", rule: stateSharedClassAttribute },
  { id: "suppression/malformed", rule: suppressionMalformed },
  { id: "suppression/missing-reason", rule: suppressionMissingReason },
  { id: "suppression/unknown-rule", rule: suppressionUnknownRule },
  { id: "suppression/unused", rule: suppressionUnused },
  { id: "tests/always-true", rule: testsAlwaysTrue },
  { id: "tests/assert-only-in-handler", rule: testsAssertOnlyInHandler },
  { id: "tests/asserts-nothing", rule: testsAssertsNothing },
  { id: "tests/comparison-without-assert", rule: testsComparisonWithoutAssert },
  { id: "tests/dead-assert", rule: testsDeadAssert },
  { id: "tests/environment-leaks", rule: testsEnvironmentLeaks },
  { id: "tests/fixture-called", rule: testsFixtureCalled },
  { id: "tests/fixture-in-testcase", rule: testsFixtureInTestcase },
  { id: "tests/mock-assert-not-called", rule: testsMockAssertNotCalled },
  { id: "tests/mock-assert-typo", rule: testsMockAssertTypo },
  { id: "tests/module-stub-leaks", rule: testsModuleStubLeaks },
  { id: "tests/never-awaited", rule: testsNeverAwaited },
  { id: "tests/never-collected", rule: testsNeverCollected },
  { id: "tests/no-running-loop", rule: testsNoRunningLoop },
  { id: "tests/patch-misses-user", rule: testsPatchMissesUser },
  { id: "tests/patch-target", rule: testsPatchTarget },
  { id: "tests/patched-for-ever", rule: testsPatchedForEver },
  { id: "tests/returned-comparison", rule: testsReturnedComparison },
  { id: "tests/shadowed", rule: testsShadowed },
  { id: "tests/sleep-instead-of-wait", rule: testsSleepInsteadOfWait },
  { id: "tests/swallowed-assert", rule: testsSwallowedAssert },
  { id: "threads/check-then-act", rule: threadsCheckThenAct },
  { id: "threads/coarse-sweep", rule: threadsCoarseSweep },
  { id: "threads/stop-less-loop", rule: threadsStopLessLoop },
  { id: "threads/target-called", rule: threadsTargetCalled },
  { id: "threads/unjoined-thread", rule: threadsUnjoinedThread },
  { id: "time/naive-with-aware", rule: timeNaiveWithAware },
  { id: "values/never-a-member", rule: valuesNeverAMember },
  { id: "values/not-a-mapping", rule: valuesNotAMapping },
  { id: "web/fail-open-auth", rule: webFailOpenAuth },
  { id: "web/wildcard-cors", rule: webWildcardCors },
  { id: "zmq/bind-then-connect", rule: zmqBindThenConnect },
  { id: "zmq/rebind", rule: zmqRebind },
];
