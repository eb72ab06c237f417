import { existsSync, readFileSync } from "node:fs";
import { load, YAMLException } from "js-yaml";
import { AshlarError } from "../../constructs/model/diagnostics";
import type { PolicySettings } from "../../policies/settings";

/**
 * Reads the settings of rules: YAML or JSON, rule codes with their settings.
 *
 * @throws AshlarError ASH-INPUT-006 (no such file), ASH-INPUT-004 (no YAML), ASH-INPUT-002 (not a mapping)
 */
export function readRuleConfig(file: string): PolicySettings {
  if (!existsSync(file)) AshlarError.throw("ASH-INPUT-006", { path: file, message: "no such file" });
  const settings = parse(file);
  if (settings === undefined || settings === null) return {};
  if (isMapping(settings) && Object.values(settings).every(isMapping)) return settings as PolicySettings;
  return AshlarError.throw("ASH-INPUT-002", {
    path: file,
    message: "the settings of rules are not a mapping",
    value: settings,
    allowed: "rule codes with settings, for example BASE-001: { level: advisory }",
  });
}

function parse(file: string): unknown {
  try {
    return load(readFileSync(file, "utf8"), { filename: file });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    return AshlarError.throw("ASH-INPUT-004", { path: `${file}:${line + 1}:${column + 1}`, message: error.reason });
  }
}

const isMapping = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
