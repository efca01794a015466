export { ConfigurationError } from "./config/error.js";
export type { Failure, Finding, Place, ScanResult, Step, SuppressedFinding } from "./engine/finding.js";
export type { Fix, RegisteredRule, Report, Rule } from "./engine/rule.js";
export { RULES } from "./engine/rules.generated.js";
export { scan, type ScanOptions } from "./engine/scan.js";
export { selectRules, type Selection } from "./engine/selection.js";
export { SEVERITIES, type Severity } from "./engine/severity.js";
export type { Position } from "./syntax/positions.js";
export { VERSION } from "./version.js";
