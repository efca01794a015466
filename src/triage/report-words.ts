/*
 * The words that reports are written with, by what they mean: in English, German, French, Spanish, Portuguese, Italian,
 * Russian, Chinese and Japanese.
 */

const R = String.raw;

/** How grave a bug is called, from the gravest on. */
export const SEVERITY_WORDS = [
  word(R`critical|blocker|kritisch\p{L}{0,2}|critiques?|crític[oa]s?|critic[oaie]|критич\p{L}*`, "严重|致命"),
  word(R`high|major|hoch|hohe\p{L}?|élevée?s?|haute|majeure?s?|alt[oa]s?|высок\p{L}*`, "高危|高优先级"),
  word(R`medium|moderate|mittel|mittlere\p{L}?|moyenne?s?|medi[oa]s?|médi[oa]s?|средн\p{L}*`, "中等|中危|中优先级"),
  word(
    R`low|minor|niedrige?\p{L}?|gering\p{L}{0,2}|faibles?|mineure?s?|menor(?:es)?|baj[oa]s?|baix[oa]s?|bass[oa]|низк\p{L}*|мелк\p{L}*`,
    "低危|轻微|低优先级",
  ),
] as const;

/** A bug that is not there any more. */
export const RESOLVED_WORD = word(
  R`resolved|fixed|closed|done|completed?|behoben|gelöst|erledigt|gefixt|geschlossen|corrigée?s?|résolue?s?|fermée?s?|` +
    R`corregid[oa]s?|resuelt[oa]s?|solucionad[oa]s?|cerrad[oa]s?|corrigid[oa]s?|resolvid[oa]s?|fechad[oa]s?|` +
    R`risolt[oa]|corrett[oa]|chius[oa]|исправлен\p{L}*|решен[оаы]?|закрыт[оаы]?|устранен\p{L}*`,
  "已修复|已解决|已关闭|已完成|修复完成|修正済み?|解決済み?|対応済み?|✅",
);

/** A bug that is still there. */
export const OPEN_WORD = word(
  R`(?:not|never|to be|will be|being)(?: yet)? (?:resolved|fixed|closed|done)|unresolved|unfixed|not started|needs? (?:an? |further |more )?(?:fix(?:ing)?|investigation|work)|partially|reopened|open|in progress|new|confirmed|pending|` +
    R`(?:nicht|noch nicht|teilweise) (?:behoben|gelöst|erledigt)|offen\p{L}{0,2}|in arbeit|(?:non|pas|partiellement) (?:corrigée?s?|résolue?s?)|ouverte?s?|en cours|` +
    R`(?:no|sin) (?:corregid[oa]s?|resuelt[oa]s?)|abiert[oa]s?|pendientes?|en progreso|não (?:corrigid[oa]s?|resolvid[oa]s?)|abert[oa]s?|pendentes?|em andamento|` +
    R`non (?:risolt[oa]|corrett[oa])|apert[oa]|in corso|не (?:исправлен\p{L}*|решен[оаы]?|закрыт[оаы]?)|открыт[оаы]?|в работе|частично`,
  "未修复|未解决|待修复|待处理|待解决|进行中|处理中|部分修复|未修正|未対応|未解決|対応中|確認待ち",
);

/** A bug that somebody lives with. */
export const ACCEPTED_WORD = word(
  R`accepted|won'?t fix|wontfix|deferred|suppressed|by design|not a bug|false (?:positive|alarm)|akzeptiert|acceptée?s?|aceptad[oa]s?|aceit[oa]s?|accettat[oa]`,
  "已接受|不修复|误报",
);

/** What bugs are called where they are counted. */
export const BUG_NOUN =
  "(?:bugs?|issues?|findings?|defects?|discrepanc(?:y|ies)|vulnerabilit(?:y|ies)|fehlern?|befunde?|probl[eè]m(?:e|en|es|as?)?|" +
  "anomalies?|constats?|fallos?|errores|hallazgos?|erros?|falhas?|achados?|difetti|баг(?:ов|а|и)?|ошиб(?:ок|ки|ка)|проблем[аы]?)";

/** What `#4` may be called elsewhere: `Bug 4`. */
export const CALLED_IN_IDS = ["BUG", "ISSUE", "PROBLEM", "PROBLEMA", "DEFECT", "FEHLER"];

/** Headings of sections whose numbered headings are bugs. */
export const BUG_SECTION = word(BUG_NOUN, "问题|缺陷|漏洞|修复内容|不具合|バグ");

/** Headings of sections whose items are files. */
export const FILES_SECTION = word(
  R`(?:modified|changed|created|touched) files|files (?:modified|changed|created|touched)|geänderte dateien|` +
    R`archivos modificados|arquivos modificados|fichiers modifiés|измен[её]нные файлы`,
  "修改的文件|修复的文件|变更文件|修改文件",
);

/** What the number of all bugs is called. */
export const TOTAL_WORD = word(
  R`(?:grand )?total(?:es)?|overall|gesamt|summe|insgesamt|всего|итого|totale`,
  "总计|合计|共计|合計|総計",
);

/** What columns that count bugs are called, by the status of those that they count. */
export const COUNT_TITLES = {
  all: /^(?:count|bugs?|total|number|#|no\.?|issues?|findings?|found|qty|reported|bug count|number of bugs|total bugs|anzahl|nombre|cantidad|quantidade|numero|количество|数量|(?:不具合|バグ)?件数)$/iu,
  open: /^(?:open|active|remaining|unresolved|offen|ouverts?|abiertos?|abertos?|pendientes?|pendentes?|открыт\p{L}*|未修复)(?: bugs)?$/iu,
  resolved:
    /^(?:resolved|fixed|closed|behoben|corrigés?|corregidos?|resueltos?|corrigidos?|исправлено|已修复)(?: bugs)?$/iu,
  accepted:
    /^(?:accepted|deferred|won'?t fix|wontfix|suppressed|by design|akzeptiert|acceptés?|aceptados?|aceitos?)$/iu,
} as const;

/** What a column holds that says how much time there is to mend a bug. */
export const TIME_TITLE =
  /(?<!\p{L})(?:sla|within|deadline|due|fix by|time to (?:fix|mend|resolve)|resolution time|innerhalb|frist|plazo|prazo)(?!\p{L})/iu;

/** What a label says of a bug by what it begins with. */
export const LABELS = {
  severity: begin(
    "severity|sev|priority|class|level|prio|schwere|schweregrad|priorität|gravité|sévérité|priorité|severidad|gravedad|prioridad|severidade|gravidade|prioridade|severità|gravità|приоритет|критичность|серь[её]зность",
    "严重程度|严重性|优先级|级别|優先度|重要度|重大度|深刻度",
  ),
  status:
    /^(?:status|state|disposition|resolution|current status|zustand|statut|état|estado|situação|stato|статус|состояние|状态|当前状态|ステータス|状態|判定)$/iu,
  firstSeen: begin(
    "first (?:seen|reported|found|observed|noticed|detected)|discovered|found|reported|opened|detected|introduced|created|date|seen|logged|gefunden|entdeckt|gemeldet|découvert|signalé|detectado|encontrado|descoberto|reportado|найден[оа]?|обнаружен[оа]?",
    "发现时间|发现日期|报告时间|検出日|発見日|報告日",
  ),
  deadline: begin(
    "deadline|due|fix by|sla|target|resolve by|frist|fällig|échéance|plazo|vencimiento|prazo|scadenza|срок",
    "截止日期|期限",
  ),
  fix: begin(
    "fix(?:ed)? (?:commit|in|by|with)|fix commits?|(?:git )?commits?|resolved(?: (?:in|by|with|at))?|fixed|resolution|sha|hash|behoben(?: (?:in|mit|durch))?|corrigé (?:dans|par)|corregido en|resuelto en|corrigido em|resolvido em|коммит",
    "修复提交|提交",
  ),
  test: begin(
    "(?:regression )?tests?|guard|covered|validated|verified|test (?:case|coverage)|regressionstests?|tests? de (?:non-)?régression|pruebas?|testes?|тесты?",
    "回归测试|测试用例",
  ),
  place: begin(
    "locations?|files?|paths?|where|affected|modules?|sources?|components?|dateie?n?|fundort|ort|fichiers?|emplacement|ubicación|archivos?|arquivos?|localização|файлы?|расположение",
    "文件|位置|涉及文件|修改文件|修复的文件|ファイル|修正箇所|該当箇所",
  ),
  /** A function that it is in. */
  code: begin(
    "functions?|methods?|funktion(?:en)?|methoden?|fonctions?|méthodes?|funciones|función|métodos?|funções|função|функци[яи]|методы?",
    "函数|方法",
  ),
  /** What is said for people alone. */
  prose: begin(
    R`descri\p{L}*|beschreibung|problem\p{L}*|problèm\p{L}*|ursache|auswirkung|lösung|caus\p{L}*|correctif|symptôme\p{L}*|contexte|solu\p{L}*|esperado|recom\p{L}*|конкретно|описание|причина|решение|что сделано|влияние`,
    "问题|描述|原因|根本原因|解决方案|修复方案|修复内容|影响|验证|代码变更|预期效果|問題|根本原因|影響|再現手順|改善提案|対応結果",
  ),
} as const;

/** Headings of the parts of what is told of one bug. */
export const DETAIL_TITLE = begin(
  R`issues?|problems?|fix|solutions?|impacts?|causes?|root causes?|evidence|recommend\p{L}*|before|after|changes?|what|why|how|` +
    R`steps?|expected|actual|results?|tests?|testing|verif\p{L}*|code|implementation|details?|background|context|example`,
  "现状|建议|修复|方案",
);

/** Headings of sections that count what was or will be, or what is in a part of the whole. */
export const PART_TITLE = word(
  R`before|baseline|initial(?:ly)?|previous(?:ly)?|original(?:ly)?|target|goals?|history|phase|sprint|round|week|iteration|` +
    R`(?:file|module|component|package|category|area)[- ]by[- ](?:file|module|component|package|category|area)|by (?:file|module|component|package|area)|per (?:file|module|component|package|area)|` +
    R`vorher|avant|antes|ранее|до исправлен\p{L}*`,
  "修复前|优化前",
);

/** What a table or heading says that tells of another report's bugs. */
export const PRIOR_WORD = word(
  R`prior|previous|earlier|last (?:audit|review|report|round)|vorherig\p{L}*|précédent\p{L}*|anterior(?:es)?|precedent[ei]|предыдущ\p{L}*`,
  "上次|之前",
);

/** What says that a list holds some of what there is. */
export const PARTIAL_WORD =
  /(?<!\p{L})(?:including|such as|e\.g\.|for example|top \d+|recommended|selected|highlights|notable|examples?|and others|etc)(?!\p{L})|\d\+? more|…|\.\.\.|等/iu;

/** Headings of sections that say how many bugs there are. */
export const SUMMARY_TITLE = word(
  R`summary|overview|statistics|stats|totals?|dashboard|at a glance|results?|status|score|counts?|distribution|breakdown|severity|severities|priorit\p{L}*|` +
    R`zusammenfassung|überblick|übersicht|résumé|synthèse|resumen|estadísticas?|resumo|estatísticas?|riepilogo|итоги?|сводка|статистика|резюме`,
  "总结|概览|概述|统计|摘要|汇总",
);

/** Headings of sections whose numbered headings are something to do, and no bugs. */
export const STEPS_TITLE = word(
  R`next steps?|steps?|how to|recommend\p{L}*|action items?|action plan|roadmap|checklist|verif\p{L}*|testing|test plan|usage|instructions?|` +
    R`to do|todo|changes made|nächste schritte|empfehlungen|prochaines étapes|recommandations|próximos pas[so]s|recomenda\p{L}*|рекомендац\p{L}*|следующие шаги`,
  "建议|下一步|步骤|计划",
);

/** How a heading or label says that it sorts by what comes first, and not by how grave it is. */
export const PRIORITY_WORD = word(R`priorit\p{L}*|prioridad\p{L}*|prioridade|prio|приоритет\p{L}*`, "优先级");

/** How it says that it sorts by how grave it is. */
export const GRAVITY_WORD = word(
  R`severity|schwere\p{L}*|gravité|sévérité|gravedad|severidad|severidade|gravidade|severità|gravità|критичност\p{L}*|серь[её]зност\p{L}*`,
  "严重",
);

/** Headings of sections of what is of no severity at all. */
export const REMARK_TITLE = word(
  R`info|informational|informative|observations?|notes?|nits?|hinweise?|remarques?|observaciones|observações|замечани[ея]`,
  "提示|信息|备注|参考",
);

/** Titles of documents that say what is to be made. */
export const PLAN_TITLE = word(
  R`plan(?:s|ning)?|roadmap|proposal|prd|design|spec(?:ification)?s?|rfc|blueprint|plano|piano|план`,
  "计划|方案|设计",
);

/** A report of bugs that are there, whatever else its title announces. */
export const REPORT_TITLE = word(R`(?:bug|issue|defect|incident)s? reports?`, "(?:bug|缺陷|问题|故障) ?报告");

/** What a heading or label is called that says what ought to be, or how: files beside it may be still to be made. */
export const TO_COME_TITLE = word(
  R`(?:how to )?fix(?:es)?|solutions?|recommend\p{L}*|remediat\p{L}*|propos\p{L}*|suggest\p{L}*|actions?|implement\p{L}*|migration|refactor\p{L}*|` +
    R`to (?:create|add|write|build|modify|change|update|fix)|missing (?:\p{L}+ )?(?:services?|features?|files?|endpoints?|modules?|components?|pages?)|needed|required|requerid[oa]s?|requis\p{L}*|necess[aá]ri[oa]s?|erforderlich\p{L}*|create|new|next|future|todo|lösung(?:en)?|correctifs?|soluci[oó]n(?:es)?|soluç(?:ão|ões)|решени[ея]`,
  "修复方案|解决方案|建议",
);

const GRADE = SEVERITY_WORDS.map(({ source }) => source).join("|");
/** A heading that says how grave bugs are, and nothing else, or by a number and a word, as in `P0 (critical): today`. */
export const GRADE_TITLE = new RegExp(
  R`^\P{L}*(?:P[0-3]\P{L}{1,5}(?:${GRADE})|(?:P[0-3]\b\P{L}*)?(?:(?:${GRADE})\P{L}*)?(?:(?:severity|priority|risk|impact|level)\P{L}*)?(?:${BUG_NOUN}\P{L}*)?(?:\([^()]{0,60}\)\P{L}*)?$)`,
  "iu",
);

/** A bug that is to be mended, or a thing that is to be made. */
export const PLANNED_WORD = word(
  R`planned|proposed|geplant|planifiée?s?|planificad[oa]s?|planejad[oa]s?|запланирован\p{L}*`,
  "计划中",
);

/** A test that is said to guard, whatever the bug's status. */
export const GUARD_LABEL = /regress|régress|regres|guard|covered|回归/iu;

/** Words that stand alone, and those of a script that leaves no room between words. */
function word(spaced: string, joined: string): RegExp {
  return new RegExp(R`(?<![\p{L}\p{N}_])(?:${spaced})(?![\p{L}\p{N}_])|${joined}`, "iu");
}

function begin(spaced: string, joined: string): RegExp {
  return new RegExp(R`^(?:(?:${spaced})(?![\p{L}\p{N}_])|${joined})`, "iu");
}
