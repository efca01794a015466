import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Checker, project } from "../support/report-checker.js";

/** Reports as teams in many places write them, each with what makes it untrue. All that they say is true. */
const HANDS: readonly {
  readonly name: string;
  readonly report: string;
  readonly lies: readonly (readonly [truth: string, lie: string, rule: string])[];
}[] = [
  {
    name: "a German list of findings",
    report: `# Prüfbericht

Gesamt: 2

## Hoch (1)

### BUG-1: Fehler beim Versand gehen verloren

- **Schweregrad:** Hoch
- **Status:** behoben in {1}
- **Datei:** \`services/mail.py\`
- **Regressionstest:** \`test_p1_mail_regression\`

## Mittel (1)

### BUG-2: Fehler beim Anstoßen gehen verloren

- **Schweregrad:** Mittel
- **Status:** noch nicht behoben
- **Datei:** \`services/push.py:5\`

## Geänderte Dateien

1. \`services/mail.py\` - protokolliert jetzt
`,
    lies: [
      ["Gesamt: 2", "Gesamt: 6", "count"],
      ["## Hoch (1)", "## Hoch (4)", "count"],
      ["**Schweregrad:** Mittel", "**Schweregrad:** Kritisch", "severity"],
      ["behoben in {1}", "behoben in {2}", "commit"],
      ["behoben in {1}", "behoben in 0badc0de", "commit"],
      ["noch nicht behoben", "behoben", "resolved"],
      ["`services/push.py:5`", "`services/pull.py:5`", "place"],
      ["`test_p1_mail_regression`", "`test_p1_empty_regression`", "test"],
      ["1. `services/mail.py`", "1. `services/letters.py`", "place"],
    ],
  },
  {
    name: "a report that says in sentences and lists what it has looked at",
    report: `# What was found in the mail service

**Status:** all 2 bugs were looked at

## High-Impact Issues

### BUG-1: Errors of the mail are lost

- **Status:** Fixed in {1}
- **File:** \`mail.py\` (lines 4-5), \`run_mail()\`

The guard \`test_p1_mail_regression\` fails when it is taken out of \`services/mail.py:5\`.

### BUG-2: Errors of the push are lost

- **Status:** Open
- **File:** \`services/push.py\`: the handler of (\`run_push\`), lines 4-5

## By severity

- **HIGH (1 bug):** the mail
- **LOW (1 bug):** the push

| ID | Severity |
| --- | --- |
| BUG-1 | High |
| BUG-2 | Low |

## What came in

- **{1}** writes the error down
- \`tests/test_more.py\`: 1 test that pushes

### Changed (2 files)

1. \`services/mail.py\` - logs
2. \`services/push.py\` - imports

| Measure | Before | After | Change |
| --- | --- | --- | --- |
| Lost errors | 20 | 1 (of the push) | -95% |
| Lines | 10 | 9 | -10% |
`,
    lies: [
      ["all 2 bugs", "all 3 bugs", "count"],
      ["(lines 4-5), ", "(lines 400-500), ", "place"],
      [", lines 4-5\n", ", lines 400-500\n", "place"],
      ["`services/mail.py:5`", "`services/mail.py:500`", "place"],
      ["`run_mail()`", "`run_mailers()`", "place"],
      ["(`run_push`)", "(`run_pushers`)", "place"],
      ["`test_p1_mail_regression`", "`test_p1_letter_regression`", "test"],
      ["HIGH (1 bug)", "HIGH (4 bugs)", "count"],
      ["- **{1}** writes", "- **0badc0de1** writes", "commit"],
      ["test_more.py`: 1 test", "test_more.py`: 9 tests", "test"],
      ["Changed (2 files)", "Changed (3 files)", "sum"],
      ["-95%", "-59%", "sum"],
    ],
  },
  {
    name: "a Spanish table with a summary",
    report: `# Informe

Se identificaron **2 fallos**:

| Severidad | Cantidad |
| --- | --- |
| 🟠 ALTO | 1 |
| 🟡 MEDIO | 1 |

## FALLOS

### ALTO-1 — El correo calla

**Archivo:** \`services/mail.py\`
**Estado:** ✅ CORREGIDO

### MEDIO-1 — El aviso calla

**Archivo:** \`services/push.py\`
**Estado:** ❌ PENDIENTE

## Tabla

| ID | Severidad | Estado |
| --- | --- | --- |
| ALTO-1 | 🟠 | ✅ Corregido |
| MEDIO-1 | 🟡 | Pendiente |

**Total corregidos:** 1/2
`,
    lies: [
      ["**2 fallos**", "**5 fallos**", "fine"],
      ["| 🟠 ALTO | 1 |", "| 🟠 ALTO | 3 |", "count"],
      ["| MEDIO-1 | 🟡 | Pendiente |", "| MEDIO-1 | 🟡 | ✅ Corregido |", "status"],
      ["**Total corregidos:** 1/2", "**Total corregidos:** 2/2", "count"],
      ["`services/mail.py`", "`services/correo.py`", "place"],
    ],
  },
  {
    name: "Chinese headings with numbers",
    report: `# 修复报告

## 发现的问题

### 1. 邮件错误丢失

**文件**：\`services/mail.py\`
**状态**：已修复 (提交 {1})

### 2. 推送错误丢失

**文件**：\`services/push.py:5\`
**状态**：未修复
`,
    lies: [
      ["services/mail.py", "services/mails.py", "place"],
      ["提交 {1}", "提交 {2}", "commit"],
      ["**状态**：未修复", "**状态**：已修复", "resolved"],
    ],
  },
  {
    name: "Russian sections of what was mended",
    report: `# Отчёт

## ✅ Исправленные критические баги

### 1. ✅ Почта молчит
**Статус:** ИСПРАВЛЕНО
**Файл:** \`services/mail.py\`

## Открытые средние проблемы

### 2. Уведомления молчат
**Статус:** ОТКРЫТО
**Файл:** \`services/push.py:5\`

## Статистика

- **Всего найдено багов:** 2
- **Исправлено критических:** 1/1
- **Исправлено средних:** 0/1
`,
    lies: [
      ["**Всего найдено багов:** 2", "**Всего найдено багов:** 3", "count"],
      ["**Исправлено критических:** 1/1", "**Исправлено критических:** 2/2", "count"],
      ["**Исправлено средних:** 0/1", "**Исправлено средних:** 1/1", "count"],
      ["**Статус:** ОТКРЫТО", "**Статус:** ИСПРАВЛЕНО", "resolved"],
    ],
  },
  {
    name: "French items with ticks",
    report: `# Rapport

## Anomalies

- [x] BUG-01 — le courriel se tait
- [ ] BUG-02 — la notification se tait

### BUG-01 — le courriel se tait

- **Statut** : CORRIGÉ — commit \`{1}\`
- **Fichier** : \`services/mail.py\`

### BUG-02 — la notification se tait

- **Statut** : ouvert
- **Fichier** : \`services/push.py:5\`
`,
    lies: [
      ["- [ ] BUG-02", "- [x] BUG-02", "status"],
      ["CORRIGÉ — commit", "en cours — commit", "status"],
      ["commit `{1}`", "commit `c0ffee1`", "commit"],
    ],
  },
  {
    name: "a Portuguese table of tests",
    report: `# Relatório

| Plataforma | Testes | OK | Falha | Taxa |
| --- | --- | --- | --- | --- |
| Hub | 10 | 10 | 0 | 100% |
| Campo | 17 | 16 | 1 | 94% |
| Solo | 23 | 14 | 9 | 61% |
| **TOTAL** | **50** | **40** | **10** | **80%** |

## Bugs Encontrados

### BUG-1 — O correio cala
- **Severidade**: Alto
- **Arquivo**: \`services/mail.py\`
`,
    lies: [
      ["| Campo | 17 | 16 | 1 | 94% |", "| Campo | 17 | 16 | 1 | 98% |", "fine"],
      ["| **TOTAL** | **50** |", "| **TOTAL** | **52** |", "sum"],
      ["| Solo | 23 | 14 | 9 |", "| Solo | 23 | 14 | 8 |", "sum"],
    ],
  },
  {
    name: "what was mended when, by ids of two lists",
    report: `# Tracker

We identified **1 high-severity** and **1 medium-severity** issues, and 1 debt.

| ID | Severity | Where | Status |
| --- | --- | --- | --- |
| D-01 | HIGH | services/mail.py:4 | Fixed |
| D-02 | MEDIUM | services/push.py:5 | Open |
| TD-01 | LOW | services/push.py | Open |

Lint went down: 94% reduction in warnings (217 → 13), see commit \`{2}\`.

## D-01: Errors of the mail are lost

**Fixed:** 2030-01-01, v2.1, commits \`{1}\`, \`{2}\`
**Test coverage:** \`tests/test_jobs.py\`

## Plan

### Priority 2: Medium

- TD-01 tidy up

### Steps

| ID | Step | Status |
| --- | --- | --- |
| D-01 | log it | Done |
`,
    lies: [
      ["**1 high-severity**", "**3 high-severity**", "fine"],
      ["94% reduction", "97% reduction", "sum"],
      ["see commit `{2}`", "see commit `0ddba11`", "fine"],
      ["**Fixed:** 2030-01-01,", "**Fixed:** 2029-12-20,", "commit"],
      ["commits `{1}`, `{2}`", "commits `{2}`, `{0}`", "fine"],
      ["commits `{1}`, `{2}`", "commit `{2}`", "commit"],
      ["`tests/test_jobs.py`", "`tests/test_tasks.py`", "test"],
      ["| D-01 | log it | Done |", "| D-01 | log it | Open |", "status"],
    ],
  },
  {
    name: "items by severity that begin with where the bug is",
    report: `# Hunt, second round

P0 files looked at: 40

- Critical: 0
- High: 2
- Medium: 1

All in all: 3 findings (2 high, 1 medium)

Round 2 findings (4 high) of the last hunt are left out, and so are of its 9 issues (3 high, 4 low) some.

High repaired: 2 / 2

## High findings

- \`services/mail.py:4\` - The mail is lost without a trace. Fix by logging it.
- \`services/mail.py:4\` - The caller takes it for sent.

## Medium findings

- \`services/push.py:5\`: The push is lost.

## Parts

| Part | Files | Critical | High | Medium | Total |
| --- | ---: | ---: | ---: | ---: | ---: |
| mail | 1 | 0 | 2 | 4 | 6 |
| push | 1 | 2 | 4 | 3 | 9 |
| both | 2 | 0 | 3 | 2 | 5 |
`,
    lies: [
      ["- High: 2", "- High: 3", "count"],
      ["- Medium: 1", "- Medium: 2", "count"],
      ["3 findings (2 high, 1 medium)", "3 findings (3 high, 1 medium)", "sum"],
      ["services/push.py:5", "services/pushes.py:5", "place"],
      ["| push | 1 | 2 | 4 | 3 | 9 |", "| push | 1 | 2 | 4 | 3 | 8 |", "sum"],
    ],
  },
  {
    name: "headings that are about several bugs",
    report: `# Session

## Phase 3: Fixes

### Unused names (9 Issues)

#### FIX-001: Names of tasks (6 instances)

#### FIX-002-004: Names that begin with a dash

### Long lines (2 issues)

#### FIX-005: Output

#### FIX-006: Mail

**Total**: 11 bugs fixed
`,
    lies: [
      ["(9 Issues)", "(12 Issues)", "count"],
      ["(2 issues)", "(5 issues)", "count"],
    ],
  },
  {
    name: "ids with letters, and a dashboard of what is open",
    report: `# Tracker

| Priority | Open | Fixed | Total |
| --- | --- | --- | --- |
| 🟡 Medium | 0 | 1 | 1 |
| 🟢 Low | 1 | 2 | 3 |

## Open issues

### 🟢 LOW priority (1 open)

#### BUG-L01: Versions in comments
**Status:** ✅ Fixed (v3.1)

#### BUG-L02: Hints that are missing
**Status:** Open

#### BUG-L03: Prefixes
**Status:** ✅ Fixed (v3.1)

### 🟡 MEDIUM priority (0 open)

#### BUG-M01: Memory
**Status:** ✅ Fixed (v3.0)
`,
    lies: [
      ["| 🟢 Low | 1 | 2 | 3 |", "| 🟢 Low | 2 | 1 | 3 |", "count"],
      ["priority (1 open)", "priority (3 open)", "count"],
    ],
  },
  {
    name: "headings that say at their end what became of a bug, and ranges in words",
    report: `# Critical bug fixes

Fixed 2 critical bugs and saw through 1 false alarm.

## Bug 1: A helper was passed and not called ✅ FIXED

## Bug 2: The page and the code differ ❌ FALSE ALARM

## Bug 3: Paths of another system ✅ FIXED
`,
    lies: [
      ["Fixed 2 critical bugs", "Fixed 4 critical bugs", "fine"],
      ["system ✅ FIXED", "system ⏳ PENDING", "fine"],
    ],
  },
  {
    name: "numbers with ranges, ticks in a bug, and a table with what is no bug",
    report: `# Audit

- **3 HIGH** issues of the disk

## CRITICAL (P0)

### 1. No route

- [x] **Fixed** ✅

## HIGH (P1)

### 2. No bound

- [ ] **Fixed**

### 3-4. Errors that are lost

- [ ] **Fixed**

## Progress

| Category | Total | Fixed | Remaining |
| --- | --- | --- | --- |
| CRITICAL | 1 | 1 | 0 |
| HIGH | 3 | 0 | 3 |
| To do in the code | 29 | 0 | 29 |
| **TOTAL** | **33** | **1** | **32** |
`,
    lies: [
      ["**3 HIGH** issues", "**4 HIGH** issues", "count"],
      ["| CRITICAL | 1 | 1 | 0 |", "| CRITICAL | 1 | 0 | 1 |", "count"],
      ["- [x] **Fixed** ✅", "- [ ] **Fixed**", "count"],
    ],
  },
  {
    name: "bugs of two severities that are counted together, and a table with several rows of one",
    report: `# Summary

**Bugs fixed:** 4 critical and high-priority bugs

### Bug #1-3: Names that are cut (CRITICAL)

**Severity:** P0

### Bug #4: A loop (HIGH)

**Severity:** P1

## Progress

| Priority | Part | Fixed | Total |
| --- | --- | --- | --- |
| **P0** | Clock | 1 | 1 |
| **P0** | Disk | 0 | 2 |
| **P1** | Net | 0 | 2 |
`,
    lies: [["| **P0** | Clock | 1 | 1 |", "| **P0** | Clock | 1 | 1 |\n| P2 | Disk | 0 | 3 |", "fine"]],
  },
  {
    name: "a section that is called critical and holds all sorts of bugs",
    report: `# Review

## 1. Critical bugs identified

### BUG #1: The probe fails

**Severity**: CRITICAL

### BUG #2: It lies

**Severity**: HIGH

### BUG #3: It is slow

**Severity**: LOW
`,
    lies: [["**Severity**: HIGH", "**Severity**: CRITICAL", "severity"]],
  },
  {
    name: "ranges in words",
    report: `# Quality

- Low priority: 10

## Low

### BUG-001: A name that nobody reads

### BUG-002: Another one

### BUG-003 through BUG-010: Lines that are too long
`,
    lies: [["Low priority: 10", "Low priority: 21", "fine"]],
  },
  {
    name: "ids with days in them",
    report: `# Ledger

| ID | Severity | Status | File |
| --- | --- | --- | --- |
| BUG-2030-01-001 | High | Resolved | \`services/mail.py\` |
| BUG-2030-01-002 | Medium | Open | \`services/push.py\` |
| BUG-20300109-1 | Medium | Open | \`services/push.py\` |
| BUG-20300109-2 | Low | Resolved | \`services/mail.py\` |

## BUG-2030-01-002

**Status:** Open
`,
    lies: [["**Status:** Open", "**Status:** Resolved", "status"]],
  },
  {
    name: "files that are to be written, and kinds of things that are no bugs",
    report: `# Critical review

## Critical (1)

### 1. The mail is lost

**Severity:** Critical

## Summary

It is lost without a trace.

### 2. The push is lost

**Severity:** Medium
**File:** \`services/push.py\`

## Style issues (90 total)

| Code | Count | Open |
| --- | --- | --- |
| Imports | 60 | - |
| Lines | 30 | 12 |
| **Total** | **90** | **14** |

**Bugs found:** 2

- Initial state (May 3): 90 warnings, 7 critical bugs
- Target: 0 critical bugs

## Tests

- File: \`tests/test_pushes.py\` (NEW)
- Verified by: \`tests/test_pushes.py\`
- Verified by: \`tests/test_jobs.py\`
`,
    lies: [
      ["## Critical (1)", "## Critical (3)", "fine"],
      ["| **Total** | **90** |", "| **Total** | **91** |", "sum"],
      ["**90** | **14** |", "**90** | **11** |", "sum"],
      ["tests/test_jobs.py", "tests/test_jobless.py", "test"],
    ],
  },
  {
    name: "ids that say what the bug is, and bugs that are new among known ones",
    report: `# Hunt

All bugs are filed:

- **2 P1 bugs** (the mail)
- **1 P2 bugs**

| Bug | Issue |
| --- | --- |
| P1-2030-01-31-mail-is-lost | The mail is lost |
| P1-2030-01-31-mail-is-slow | The mail is slow |
| P2-2030-01-31-push-is-lost | The push is lost |

**Total NEW bugs:** 1 in all (1 P1)

- File: [path/to/file.py]
- File: services/.../mail.py
- File: .venv/lib/python3.12/site-packages/mail.py
`,
    lies: [["[path/to/file.py]", "[services/pushes.py]", "place"]],
  },
  {
    name: "numbers below a title, labels with a severity, and a total of totals",
    report: `# Critical fixes of the first phase

All 7 P0 issues identified in the audit of May are done.

## Fixes

### 1. Links (4 fixes)

### 2. Landmarks

| Part | Agents | Files |
| --- | --- | --- |
| Mail | 3 | 2 |
| Push | 4 | 2 |
| **TOTAL** | **7** | **3** |
| Others | 5 | 1 |
| **GRAND TOTAL** | **12** | **4** |
`,
    lies: [
      ["| **GRAND TOTAL** | **12** |", "| **GRAND TOTAL** | **19** |", "sum"],
      ["| **12** | **4** |", "| **12** | **9** |", "sum"],
    ],
  },
  {
    name: "issues with labels in a section of what comes first",
    report: `# Issues

## High priority issues (create first)

### Issue 1: The mail is lost

**Labels**: \`bug\`, \`P0\`

### Issue 2: The push is lost

**Labels**: \`bug\`, \`P0\`

## Summary

- **P0 (Critical)**: 2 issues
- **P1 (High)**: 0 issues
`,
    lies: [["- **P0 (Critical)**: 2 issues", "- **P0 (Critical)**: 3 issues", "count"]],
  },
  {
    name: "a word for two severities, and ticks before what was mended",
    report: `# Fixes

## High priority issues

### ✅ FIX #1: The mail

**Priority**: P0 (High)

### ✅ FIX #2: The push

**Priority**: P1 (High)

## After the fixes

- ✅ **0 P0 issues**
- ✅ **0 P1 issues**
`,
    lies: [["- ✅ **0 P1 issues**", "- ✅ **4 P1 issues**", "count"]],
  },
  {
    name: "what is left of what was found",
    report: `# Open bugs

| Priority | Total | Fixed | Open |
| --- | --- | --- | --- |
| P1 | 4 | 3 | 1 |
| P2 | 3 | 2 | 1 |

## P1 Open

### BUG-4: The mail is lost

- File: services/mail.py

## P2 Open

### BUG-7: The push is lost

- File: services/push.py
`,
    lies: [],
  },
  {
    name: "a word behind the title, files below a heading and the commit of git",
    report: `# Fixes

### BUG-1: The mail is lost - FIXED

- **Status**: FIXED
- **Git Commit**: {1}
- **Fix**: The error is written down
- **File**: \`services/mail.py\`

#### Files Changed

- \`services/mail.py\` - one line
`,
    lies: [
      ["lost - FIXED", "lost - OPEN", "status"],
      ["**Git Commit**: {1}", "**Git Commit**: 0badc0de", "commit"],
      ["- **File**: `services/mail.py`", "- **File**: `services/letters.py`", "place"],
    ],
  },
  {
    name: "numbers below a heading for statistics, and places below a label",
    report: `# Bug Report

## Bug Statistics

- **Total Bugs Documented**: 3
- **High Priority Bugs**: 1
- **Medium Priority Bugs**: 2

## High Priority Bugs

### BUG-1: Errors are lost

**Status:** Fixed

**Location:**
- \`services/mail.py\`

## Medium Priority Bugs

### BUG-2: More

**Status:** Open

### BUG-3: Again

**Status:** Open
`,
    lies: [
      ["Documented**: 3", "Documented**: 5", "count"],
      ["High Priority Bugs**: 1", "High Priority Bugs**: 2", "count"],
      ["Medium Priority Bugs**: 2", "Medium Priority Bugs**: 4", "count"],
      ["- `services/mail.py`", "- `services/mailer.py`", "place"],
    ],
  },
  {
    name: "a table of measures",
    report: `# Report

## Summary

| Metric | Value |
| --- | --- |
| Total findings | 3 |
| Critical | 1 |
| High findings | 2 |
| Fixed | 1 |
| Open | 2 |
| Fix rate | 33% |

## Critical

### BUG-1: Errors are lost

**Status:** Fixed

## High

### BUG-2: More

**Status:** Open

### BUG-3: Again

**Status:** Open
`,
    lies: [
      ["findings | 3", "findings | 5", "count"],
      ["Critical | 1", "Critical | 2", "count"],
      ["High findings | 2", "High findings | 4", "count"],
      ["Fixed | 1", "Fixed | 2", "count"],
      ["Open | 2", "Open | 1", "count"],
      ["33%", "66%", "sum"],
    ],
  },
  {
    name: "a total with more rows behind it",
    report: `# Report

| Severity | Count |
| --- | --- |
| High | 1 |
| Medium | 2 |
| Low | 4 |
| **Total** | **7** |
| Fixed | 1 |
| Remaining | 6 |
`,
    lies: [["**7**", "**9**", "sum"]],
  },
  {
    name: "headings that count what is in a list",
    report: `# Report

## Findings

#### Critical Issues (1)

1. **Mail** - \`services/mail.py:4\`: errors are lost

#### High Issues (2)

1. **Push** - \`services/push.py:5\`: errors are lost
2. **Both** - nothing is retried

#### Low Issues (3)

1. **A** - a
2. **B** - b
3. **C** - c
`,
    lies: [
      ["Critical Issues (1)", "Critical Issues (3)", "count"],
      ["High Issues (2)", "High Issues (1)", "count"],
      ["Low Issues (3)", "Low Issues (8)", "count"],
    ],
  },
  {
    name: "numbers with notes",
    report: `# Report

**Total Issues Found:** 3+

**Fixed:** 1 (of the mail)
**Remaining:** 2 (low risk)

### BUG-1: Errors are lost

**Status:** Fixed

### BUG-2: More

**Status:** Open

### BUG-3: Again

**Status:** Open
`,
    lies: [
      ["3+", "13+", "count"],
      ["Fixed:** 1", "Fixed:** 2", "count"],
      ["Remaining:** 2", "Remaining:** 1", "count"],
    ],
  },
  {
    name: "a table of files and their tests",
    report: `# Report

### BUG-1: Errors are lost

**Status:** Fixed

## Files

| File | Test File | What |
| --- | --- | --- |
| \`services/mail.py\` | \`tests/test_jobs.py\` | logs |
| services/push.py | \`tests/test_jobs.py\` | logs |
`,
    lies: [
      ["| `services/mail.py`", "| `services/mailer.py`", "place"],
      ["| services/push.py", "| services/pusher.py", "place"],
      ["logs |\n| services/push.py | `tests/test_jobs.py`", "logs |\n| services/push.py | `tests/test_job.py`", "test"],
    ],
  },
  {
    name: "a table that numbers bugs",
    report: `# Report

| Severity | Count |
| --- | --- |
| High | 1 |
| Medium | 2 |

Total issues: 3

| # | Severity | File | Issue | Status |
| --- | --- | --- | --- | --- |
| 1 | High | \`services/mail.py\` | lost | Fixed |
| 2 | Medium | \`services/push.py\` | lost | Open |
| 3 | Medium | \`services/push.py\` | lost again | Open |
`,
    lies: [
      ["| High | 1 |", "| High | 2 |", "count"],
      ["| Medium | 2 |", "| Medium | 3 |", "count"],
      ["Total issues: 3", "Total issues: 4", "count"],
      ["| High | `services/mail.py`", "| High | `services/mails.py`", "place"],
      ["| 2 | Medium", "| 2 | High", "count"],
    ],
  },
  {
    name: "letters with numbers, and dispositions",
    report: `# Review

## Critical (1)

### C1. Errors are lost

**File:** \`services/mail.py\`
**Status:** Fixed

## High (2)

### H1. More

**File:** \`services/push.py:5\`
**Status:** Open

### H2. Again

**Status:** Open

## Dispositions

| Finding | Disposition |
| --- | --- |
| C1 | Fixed in {1} |
| H1 | Open |
| H2 | Open |
`,
    lies: [
      ["Critical (1)", "Critical (2)", "count"],
      ["High (2)", "High (3)", "count"],
      ["services/mail.py", "services/mailer.py", "place"],
      ["H1 | Open", "H1 | Fixed", "status"],
      ["in {1}", "in 0badc0de", "commit"],
      ["in {1}", "in {2}", "commit"],
    ],
  },
  {
    name: "a table of dispositions alone",
    report: `# Dispositions

| Finding | Disposition |
| --- | --- |
| C1 mail is lost | Fixed in {1} |
| H1 push is lost (\`services/push.py\`) | Open |
`,
    lies: [["in {1}", "in 0badc0de", "commit"]],
  },
  {
    name: "tests in sentences",
    report: `# Report

### BUG-1: Errors are lost

**Status:** Fixed

It is covered by \`tests/test_jobs.py::test_p1_mail_regression\` since then.

## Tests

All of \`tests/test_jobs.py::TestPush::test_push\` pass.
`,
    lies: [
      ["test_p1_mail_regression", "test_p1_mails_regression", "test"],
      ["::test_push`", "::test_pull`", "test"],
    ],
  },
  {
    name: "lines and functions",
    report: `# Report

### BUG-1: Errors are lost

**Status:** Open
**File:** \`services/push.py:5\`
**Function:** \`run_push\`

### BUG-2: Errors are lost

**Status:** Open
**Location:** \`services/push.py\`, \`run_push()\` (line 5)
`,
    lies: [
      ["services/push.py:5", "services/push.py:500", "place"],
      ["**Function:** `run_push`", "**Function:** `run_pushing`", "place"],
      ["`run_push()`", "`run_pusher()`", "place"],
    ],
  },
  {
    name: "what stood there before",
    report: `# Report

### BUG-1: Errors of the mail are lost

**Status:** Fixed
**File:** \`services/mail.py\`

**Before:**
\`\`\`python
    except Exception:
        pass
\`\`\`

**After:**
\`\`\`python
    except Exception:
        log.exception("no mail")
\`\`\`

### BUG-2: Errors of the push are lost

**Status:** Open
**File:** \`services/push.py\`

Current code:
\`\`\`python
    try:
        deliver_push()
    except Exception:
        pass
\`\`\`

Fixed code:
\`\`\`python
    try:
        deliver_push()
    except Exception:
        log.exception("no push")
\`\`\`
`,
    lies: [["**Status:** Open", "**Status:** Fixed", "resolved"]],
  },
  {
    name: "ids of three parts, and commits behind a sign",
    report: `# Audit

## Findings

| ID | Sev | File | State |
| --- | --- | --- | --- |
| REL-11-1 | High | \`services/mail.py:4\` | fixed@{1} |
| REL-11-2 | Low | \`mail.py:2, 4\` | open |
| REL-11-3 | Low | \`services/push.py:5\` | open |

**Counts:** 0 critical · 1 high · 2 low
`,
    lies: [
      ["fixed@{1}", "fixed@0badc0de", "commit"],
      ["1 high", "2 high", "count"],
      ["REL-11-3 | Low | `services/push.py:5`", "REL-11-3 | Low | `services/push.py:5, 700`", "place"],
      ["`services/push.py:5` | open", "`services/push.py:5` | resolved", "resolved"],
    ],
  },
  {
    name: "commits and numbers of tests of no bug",
    report: `# Report

## Today

| SHA | What |
| --- | --- |
| {1} | logs of the mail |
| {2} | logs of the push |

There are 3 regression tests in tests/test_jobs.py (commit {2}).

| What | Before | After | Improvement |
| --- | --- | --- | --- |
| Errors that are lost | 40 | 10 | 75% ↓ |
| Seconds | 20 | 5 | 75% ↓ |
`,
    lies: [
      ["| {1} |", "| 0badc0de |", "commit"],
      ["3 regression tests", "16 regression tests", "test"],
      ["(commit {2})", "(commit 0badc0de1)", "commit"],
      ["40 | 10 | 75%", "40 | 10 | 89%", "sum"],
    ],
  },
  {
    name: "what is done below a heading for what is to come",
    report: `# Report

## Phase 4: Fix Implementation

### BUG-1: Errors of the mail are lost

**Status:** ✅ FIXED
**File:** \`services/mail.py:4\`

### BUG-2: Errors of the push are lost

**Status:** ✅ FIXED
**File:** \`services/mail.py:2\`
`,
    lies: [
      ["`services/mail.py:4`", "`services/mail.py:718`", "place"],
      ["`services/mail.py:2`", "`services/watcher.py`", "place"],
    ],
  },
  {
    name: "numbers that stand before their headings",
    report: `# Report

**High Priority Issues:** 2
**Medium Priority Issues:** 2

| Bug | Status |
| --- | --- |
| **MAIL (1/1)** | |
| #3 | **FIXED** — logs now |
| #4 | **OPEN** — to be seen |

## Bug #3: The mail

- **Status**: **FIXED** (in May)

## Bug #4: The push

- **Status**: **OPEN** (in June)

## High (HIGH-1 to HIGH-2)

### ⚠️ HIGH-1: a

- **Fix**: logs
- **Status**: Fixed
- **Test**: \`test_p1_mail_regression\`, \`test_more.py::test_push_more\`

### ⚠️ HIGH-2: b

- **Status**: Open

- more of these

## Medium

### ℹ️ MEDIUM-1: c

- **Status**: Open

### ℹ️ MEDIUM-2: d

- **Status**: Open
`,
    lies: [
      ["High Priority Issues:** 2", "High Priority Issues:** 6", "count"],
      ["Medium Priority Issues:** 2", "Medium Priority Issues:** 1", "count"],
      ["| #4 | **OPEN**", "| #4 | **FIXED**", "status"],
      ["`test_p1_mail_regression`", "`test_p1_mails_regression`", "test"],
      ["test_more.py::test_push_more", "test_more.py::test_push_once", "test"],
    ],
  },
];

describe("a report in somebody's own hand", () => {
  let checker: Checker;
  let clean = (): void => undefined;
  before(async () => {
    const history = project((done) => (clean = done));
    checker = await Checker.of(history);
  });
  after(() => clean());

  for (const { name, report, lies } of HANDS) {
    it(`is believed when it is true: ${name}`, async () => {
      assert.deepEqual(await checker.untruths(report), []);
    });

    for (const [truth, lie, rule] of lies) {
      const isLie = rule !== "fine";
      it(`is ${isLie ? "found out" : "believed"} when it says ${JSON.stringify(lie)}: ${name}`, async () => {
        assert.ok(report.includes(truth));
        const untruths = await checker.untruths(report.replace(truth, lie));
        assert.equal(
          untruths.some((one) => one.endsWith(` triage/${rule}`)),
          isLie,
          untruths.join(", "),
        );
      });
    }
  }

  const quiet: readonly (readonly [what: string, report: string])[] = [
    [
      "the name of something that is no bug",
      "## Parts\n\n| Part | Status |\n| --- | --- |\n| SAT-1 | Open |\n\n### SAT-1 bus\n\n**Status:** Resolved\n",
    ],
    [
      "bugs behind a fence within a fence",
      "## By severity\n\n- **HIGH (2 bugs):** a and b\n\n## High\n\n### BUG-1 a\n\n```markdown\n## Running\n\n```bash\nrun\n```\n```\n\n### BUG-2 b\n\n```python\nrun()\n```\n",
    ],
    [
      "what something does, and how grave it is",
      "## High-Impact Issues\n\n### BUG-1 a\n\n- Severity: High\n\n### BUG-2 b\n\n- Severity: High\n\n### BUG-3 c\n\n- Severity: Medium\n",
    ],
    [
      "a test that is still to be written, and a line of a file that is to come",
      "### BUG-1 a\n\nSomebody should write `test_letters_are_kept_somewhere`, and put it into `services/letters.py:40`.\n",
    ],
    [
      "bugs of one name in two lists",
      "## Pages\n\n### Issue 1: a\n\n- Severity: High\n- Status: Open\n\n## Server\n\n### Issue 1: b\n\n- Severity: Low\n- Status: Fixed\n",
    ],
    [
      "a bug that is mended in one chapter and was open in others",
      "### BUG-1 a\n\n**Status:** Open\n\n| ID | Status |\n| --- | --- |\n| BUG-1 | Fixed |\n\n| ID | Status |\n| --- | --- |\n| BUG-1 | Open |\n\n| ID | Status |\n| --- | --- |\n| BUG-1 | Fixed |\n",
    ],
    [
      "how soon what is critical has to be mended",
      "## Critical findings that we missed\n\n### 1. a (P0)\n\n### 2. b (P1)\n",
    ],
    ["a section whose title has a word for severities", "## Low hanging fruit\n\n### BUG-1 a\n\n- Severity: High\n"],
    [
      "files with spaces in their paths, of other systems, and below folders that nobody knows",
      "### BUG-1 a\n\n- File: `mail services/mailer.py`\n- File: `C:\\tools\\services\\mailer.py`\n- File: `mail-repo/services/mailer.py`\n- File: mailer.py\n",
    ],
    [
      "files that are said to be gone or to come",
      "### BUG-1 a\n\n- File: `services/mailer.py` was removed\n- File: add `services/mailer.py`\n- File: `services/mailer.py` → `services/mail.py`\n",
    ],
    [
      "a report on another tree",
      "### BUG-1 a\n\n- File: `services/a.py`\n- File: `services/b.py`\n- File: `services/c.py`\n",
    ],
    [
      "a test that lies in a folder, and one that other code has",
      "### BUG-1 a\n\n- Test: `test_jobs.py`, run with TestRunner.py\n- Test: test_mailer.py\n",
    ],
    ["commits that were written anew", "### BUG-1 a\n\n- Fixed in: 0badc0de1, 1badc0de1 and 2badc0de1\n"],
    [
      "times of another team",
      "### BUG-1 a\n\n- Severity: High\n- First seen: 2030-01-01\n- Deadline: 2030-03-01\n\n| Severity | Effort |\n| - | - |\n| High | 4 hours |\n",
    ],
    [
      "files that are guessed",
      "### BUG-1 a\n\n- File: `services/mailer.py` (likely, or `services/mail.py`)\n- File: `services/pushes.py` (or wherever it is pushed)\n- File: `services/jobs.py` (or equivalent)\n",
    ],
    ["a file of tests that is called without its ending", "### BUG-1 a\n\n- Test: `test_jobs`, as a whole\n"],
    ["a test of a branch somewhere", "### BUG-1 a\n\n- Test: PR #12 has `test_mail_of_branch`\n"],
    [
      "what is put off and what is accepted, in columns of their own",
      "| Severity | Total | Open | Deferred | Accepted |\n| - | - | - | - | - |\n| High | 2 | 1 | 1 | 0 |\n\n### BUG-1: a [HIGH]\n\n**Status:** deferred\n\n### BUG-2: b [HIGH]\n\n**Status:** open\n",
    ],
    [
      "a rank, and a kind of risk",
      "## Critical\n\n### 1. BUG-1 a\n\nPriority: #2 - VERY HIGH\n\n### 2. BUG-2 b (HIGH RISK)\n\nSeverity: CRITICAL\n",
    ],
    [
      "what is to be done, box by box",
      `# Mail\n\n### BUG-1 a\n\n- File: \`services/mailer.py\`\n\n${"- [ ] do it\\n".repeat(12)}`.replaceAll(
        "\\n",
        "\n",
      ),
    ],
    [
      "files that somebody is to make, below a label",
      "### BUG-1 a\n\n- File: `services/mail.py`\n- Recommendation: split it\n- File: `services/mailer.py`\n- Files to create: `services/pushes.py`\n\n## Solution\n\n- File: `services/mailer.py`\n",
    ],
    [
      "bugs of which others stand in a list",
      "| Severity | Count |\n| - | - |\n| High | 1 |\n| Medium | 4 |\n\n## High\n\n### BUG-1: a\n\n## Medium\n\n- two more of the mail\n\n### BUG-2: b\n\n### BUG-3: c\n\n## Low\n\n### BUG-4: d\n",
    ],
    [
      "a total of bugs of which some are called in a way of their own",
      "**Total bugs:** 3\n\n**High:** 1\n\n**Medium:** 1\n\n## High bugs\n\n### Bug #1: a\n\n## Medium bugs\n\n### Bug #2: b\n\n## Fixed bugs\n\n### Bug #F1: c\n",
    ],
    [
      "things that are told of below a bug's heading",
      "## Issues\n\n### 1. Errors of the page\n\n#### Test: the list\n\n- Severity: High\n- Status: Open\n\n#### Test: the form\n\n- Severity: Low\n- Status: Fixed\n\n### 2. Others\n",
    ],
    [
      "what is struck out",
      "| ID | Severity |\n| - | - |\n| C-1 | ~~LOW~~ **RESOLVED** |\n| C-2 | HIGH |\n\n## Critical\n\n### C-1: a\n",
    ],
    [
      "a section that is called critical and holds bugs of two severities",
      "## Critical fixes of May\n\n### 1. a (P0 Critical)\n\n### 2. b (P0 Critical)\n\n### 3. c (P1 High)\n\n### 4. d (P1 High)\n",
    ],
    [
      "a total of bugs of which those of some severities are not listed",
      "| Severity | Count |\n| - | - |\n| High | 1 |\n| Medium | 2 |\n| Low | 4 |\n| Total | 7 |\n\n## High (1)\n\n### BUG-1: a\n\n## Medium (2)\n\n### BUG-2: b\n\n### BUG-3: c\n\n## Low\n\nOf style.\n",
    ],
    [
      "numbers that are no share of each other",
      "Runs / retries / losses: 4,173 / 2,017 (12%) / 390 (9%), 9/10 (95% sure), and 4,173/2,017 (48%)\n",
    ],
    [
      "what covers a part",
      "| Layer | Total | Covered | Partly | Share |\n| - | - | - | - | - |\n| a | 20 | 9 | 2 | 50% |\n| b | 31 | 5 | 3 | 16% |\n| c | 57 | 31 | 5 | 54% |\n",
    ],
    [
      "numbers with a note or words beside them",
      "| Area | Total | Good | Bad | Odd |\n| - | - | - | - | - |\n| a | 4 | 3 | 1 | 0 |\n| b | 5 | 2 | 3 | 0 |\n| c | 6 | 2 | 3 | 1 (new) |\n| d | 7* | 3 | 3 | 0 |\n| Total | 21 | 10 | 10 | 1 |\n",
    ],
    [
      "a total of some of the rows",
      "| File | Lines before | Lines after |\n| - | - | - |\n| a | 30 | 10 |\n| b | 40 | 20 |\n| c | 8 | 8 |\n| Total | 70 | 30 |\n",
    ],
    [
      "bugs that stand in paragraphs",
      "| Severity | Count |\n| - | - |\n| High | 1 |\n| Medium | 1 |\n| Low | 2 |\n\n## High\n\n### BUG-1: a\n\n## Medium\n\n### BUG-2: b\n\n## Low\n\nL1 - a name\n\nL2 - a line\n",
    ],
    [
      "counts of which most are of something else",
      "| Severity | Count |\n| - | - |\n| High | 1 |\n| Medium | 5 |\n| Low | 7 |\n\n## High\n\n### BUG-1: a\n\n## Medium\n\n### BUG-2: b\n\n## Low\n\n### BUG-3: c\n",
    ],
    [
      "bugs of a kind that are counted apart",
      "# Review\n\n- **Security vulnerabilities**: 1 HIGH, 2 MEDIUM, 36 LOW\n- Security issues: 39 (known, low actual risk)\n- Lint warnings and style issues: 7 high\n\n### BUG-001: a\n\n**Severity**: HIGH\n\n### BUG-002: b\n\n**Severity**: HIGH\n",
    ],
    [
      "counts that are not listed below them",
      "## High-priority issues (15)\n\n- several, in many files\n\n## Scan\n\n| ID | Severity |\n| --- | --- |\n| SEC-1 | HIGH |\n",
    ],
    [
      "files in all",
      "| Metric | Count |\n| --- | --- |\n| Total files analyzed | 113 |\n\n### BUG-1 a\n\n- Severity: P1\n",
    ],
    ["what is left over", "### BUG-1 a\n\nSafety margin: 70% (3 of 10)\n"],
    [
      "a place on somebody's disk",
      "### BUG-1 a\n\n- File: /home/ada/src/service/main.py\n- Test: /home/ada/tests/test_main.py\n",
    ],
    ["something like a file", "### BUG-1 a\n\n- File: web/dialog.tsx or similar, src/actions/*.py\n"],
    ["a file that is missing, which is the bug", "### BUG-1: there is no settings.toml\n\n- Severity: P1\n"],
    ["an underscored name", "### BUG-1 a\n\n- File: `services/mail.py`, __Status:__ open\n"],
    ["a tick at a step", "## Bugs\n\n### BUG-1 a\n\n- Status: open\n\n## Checks\n\n- [x] BUG-1 retested on staging\n"],
    [
      "measurements",
      "| Run | Time | Size | Share |\n| --- | --- | --- | --- |\n| a | 3 | 9 | 12% |\n| b | 4 | 7 | 55% |\n| c | 5 | 2 | 71% |\n",
    ],
    ["what is grave and can wait", "### BUG-1 a\n\n- Severity: Medium\n- Priority: High\n"],
    [
      "how urgent a critical bug is",
      "## Critical bugs\n\n### BUG-1 a\n\n- Priority: High\n\n### BUG-2 b\n\n- Priority: High\n\n### BUG-3 c\n",
    ],
    [
      "items that a heading counts",
      "## High (1)\n\n### BUG-1 a\n\n## Medium (1)\n\n### BUG-2 b\n\n## Low (`3`)\n\n1. a name\n2. a line\n3. a space\n",
    ],
    [
      "paragraphs that a heading counts",
      "## High\n\n### The mail (3 bugs)\n\n- BUG-1: a\n\n**BUG-2:** `mail.py`\n\n**BUG-3:** `push.py`\n\n**BUG-4:** `push.py`\n",
    ],
    [
      "the bugs of each file",
      "## Critical\n\n### BUG-1 a\n\n### BUG-2 b\n\n## High\n\n### BUG-3 c\n\n## File-by-file\n\n**mail.py**\n\n- Issues: 1 CRITICAL, 0 HIGH\n\n**push.py**\n\n- Issues: 1 CRITICAL, 1 HIGH\n",
    ],
    [
      "what there was before",
      "## High\n\n### BUG-1 a\n\n## Medium\n\n### BUG-2 b\n\n## Numbers\n\n### Before the fixes\n\n- High issues: 14\n",
    ],
    [
      "what a scanner found",
      "## High\n\n### BUG-1 a\n\n## Medium\n\n### BUG-2 b\n\n## Gates that pass\n\n- The scanner\n  - HIGH: **0**\n",
    ],
    [
      "bugs of which it lists some",
      "- **High:** 22 bugs\n- **Medium:** 35 bugs\n\n## High\n\n### BUG-1 a\n\n## Medium\n\n### BUG-2 b\n",
    ],
    [
      "bugs beside which it lists other findings",
      "**Total issues:** 3\n\n## High\n\n### H-1: a\n\n## Medium\n\n### M-1: b\n\n### M-2: c\n\n## Wishes\n\n- W-1: d\n- W-2: e\n",
    ],
    [
      "some of the bugs that are counted in brackets",
      "## High\n\n### BUG-1 a\n\n## Medium\n\n### BUG-2 b\n\n### BUG-3 c\n\nWe looked at 2 real bugs (1 high, 1 medium) at length.\n",
    ],
    [
      "bugs that have to be mended first",
      "## Critical\n\n### BUG-1 a\n\n### BUG-2 b\n\nBlockers: 1 critical bug must be fixed before the release.\n",
    ],
    [
      "what a release mends",
      "### BUG-1: a [HIGH]\n\n**Status:** fixed\n\n### BUG-2: b [HIGH]\n\n**Status:** open\n\nThis release addresses all of it: 1 high bug is gone.\n",
    ],
    [
      "what is called resolved in a way of its own",
      "| Severity | Count | Fixed |\n| --- | --- | --- |\n| High | 2 | 1 |\n\n### BUG-1: a [HIGH] (gone since May)\n\n### BUG-2: b [HIGH]\n",
    ],
    ["fixes that are told of apart", "Total bugs: 1\n\n### BUG-1: a\n\n## Details\n\n### Fix 1: The mail (BUG-1)\n"],
    [
      "numbers in the middle of ids",
      "- Medium: 2\n\n### BUG-P2-01: a\n\n**Priority**: P2 (Medium)\n\n### BUG-P2-02: b\n\n**Priority**: P2 (Medium)\n",
    ],
    [
      "lines of a file and ranges of ids",
      "- High: 4\n\n## High\n\n### BUG-1: a\n\n### BUG-2-4: b\n\n## Places\n\n| ID | File |\n| --- | --- |\n| BUG-1 | services/mail.py:4, 6 |\n",
    ],
    [
      "a severity that the bug's own heading has",
      "High: 1\n\nCritical: 1\n\n## First critical fixes\n\n### BUG-1: a ⚠️ CRITICAL\n\n### BUG-2: b 🔴 HIGH\n",
    ],
    ["an address of a device", "The tree was fixed: it says `/soc/` and not `/soc@3000000/`.\n"],
    ["a number that is no commit", "### BUG-1 a\n\n- Resolution: 1234567 rows were written anew\n"],
    [
      "commits of other repositories",
      "Audited project: `team/server` (commit `0badc0de`).\n\nThe upstream commit 0badc0de is not ours.\n",
    ],
    [
      "several repositories",
      "### BUG-1 a\n\n- File: ../worker/queue.py\n- Fixed in: 0badc0de\n\n### BUG-2 b\n\n- File: worker_settings.py\n",
    ],
    ["something that is called like a file", "### BUG-1 a\n\n- File: `services/mail.py` (Next.js 16)\n"],
    ["files by a pattern", "### BUG-1 a\n\n- Files: `Mobile*Page.tsx`\n"],
    [
      "a bug that the fix of another one brought",
      "## Low\n\n### ENH-03: a\n\n## High, since the fixes\n\n| ID | Severity |\n| - | - |\n| **ENH-03-bis** | High |\n| **ENH-04-bis** | High |\n",
    ],
    [
      "files of services that are missing",
      "### BUG-1 a\n\n## Missing backend services\n\n| Service | File | Status |\n| - | - | - |\n| Mail | `services/mailer.py` | INCOMPLETE |\n",
    ],
    [
      "tests that are the fix of what had none",
      "### BUG-1 the push is untested\n\n- File: `services/push.py`\n- Fixed in: {3}, 2 new tests\n",
    ],
    ["a line that a file had once", "### BUG-1 a\n\n- File: `services/push.py:9`\n- Method: `deliver_push()`\n"],
    [
      "code that stands there, within what it was to become",
      "### BUG-1 a\n\n- Status: Fixed\n- File: `services/mail.py`\n\nBefore:\n```python\ntry:\n    deliver_mail()\nexcept Exception:\n```\n\nAfter:\n```python\ntry:\n    deliver_mail()\nexcept Exception:\n    log.warning('no mail')\n```\n",
    ],
    [
      "code of which no more is told than how it was",
      "### BUG-1 a\n\n- Status: Fixed\n- File: `services/push.py`\n\nBefore:\n```python\ntry:\n    deliver_push()\nexcept Exception:\n```\n",
    ],
    [
      "rows of letters that are priorities, and numbers of steps",
      "| P | Status | Time |\n| - | - | - |\n| P1 | Open | 2 h |\n| P2 | Done | 3 h |\n\n## Next steps\n\n| # | Severity | Step |\n| - | - | - |\n| 1 | High | log |\n| 2 | Low | test |\n\nTotal bugs: 1\n\n### BUG-1 a\n",
    ],
    [
      "a heading that counts what its list picks from",
      "## Critical issues (4)\n\nFor example:\n\n- a\n- b\n\n## High issues (1)\n\n- a\n\n## Low issues (1)\n\n- a\n",
    ],
    ["a test that is to be run", "### BUG-1 a\n\nRun `tests/test_jobs.py::test_push_of_all` when it is mended.\n"],
    ["tests by a pattern", "### BUG-1 a\n\n- Tests: `test_push_<shape>_<end>`, `test_push_*`\n"],
    ["tests that are required", "### BUG-1 a\n\n**Tests Required:**\n\n- `test_push_of_all()`\n"],
    ["tests that are required in Spanish", "### BUG-1 a\n\n**Tests Requeridos**:\n\n1. `test_push_of_all()`\n"],
    [
      "tests of a plan",
      "## Implementation Plan\n\n### Phase 1 (P1)\n\n#### 1.1 BUG-1 a\n\n- Change: log it\n- Test: `test_push_of_all`\n",
    ],
    [
      "bugs of another report that have the same numbers",
      "## Corrections to prior audits\n\n| Prior finding | Status |\n| --- | --- |\n| BUG-1 (HIGH) | FIXED |\n\n## Findings\n\n### BUG-1 a\n\n- **Status**: OPEN\n",
    ],
    [
      "how urgent one item of a bug is",
      "## High\n\n### BUG-1 a\n\n- Severity: High\n\n1. **The mail**\n   - Priority: P0\n   - Severity: Critical\n2. **The push**\n",
    ],
    [
      "a total of some",
      "| Severity | Count |\n| --- | --- |\n| HIGH | 1 |\n| LOW | 1 |\n| **Total (new)** | **2** |\n\n## High\n\n### BUG-1 a\n\n### BUG-2 b\n\n- Status: Existing\n\n## Low\n\n### BUG-3 c\n",
    ],
    ["a name that ends in an underscore", "### BUG-1 a\n\n- File: `services/mail.py`, `services/push_.py` (NEW)\n"],
    [
      "files that somebody is to make",
      "### BUG-1 a\n\n- Severity: P1\n\n## What comes next\n\n### Add tests of the whole\n\n**File:** `web/all.spec.js`\n",
    ],
    ["a wish", "### BUG-1 no sockets\n\n- Status: PLANNED for May\n- File: web/useSockets.ts\n"],
    [
      "what was done, below a label",
      "### BUG-1: a ✅ RESOLVED\n\n**Resolution:**\n\n1. Added 10 new tests of what the parser makes of it\n",
    ],
    ["a tick at what is only better", "### BUG-1: a ⚠️ PARTIALLY FIXED\n\n**Status:** ✅ Better, with a timeout\n"],
    ["colours", "| Colour | Use |\n| --- | --- |\n| #22d3ee | links |\n| #4a90e2 | text |\n\nTotal issues: 1\n"],
    [
      "words that are numbers of other things",
      "### BUG-1 a\n\n- Severity: P1\n\n## Load\n\nWe ran 5 high load tests with 2 issues at 18:00, 3 critical.\n",
    ],
  ];
  it("is believed about the files of a plan", async () => {
    const report =
      "### BUG-1 a\n\n- File: `services/mail.py`, `services/mailer.py`\n- Test: `tests/test_mailer.py`, test_mailer\n";
    assert.deepEqual(await checker.untruths(`# Plan of the repairs\n\n${report}`), []);
    assert.equal((await checker.untruths(`# Repairs\n\n${report}`)).length, 3);
  });

  for (const [what, report] of quiet) {
    it(`is believed about ${what}`, async () => {
      assert.deepEqual(await checker.untruths(`# Report\n\n${report}`), []);
    });
  }
});
