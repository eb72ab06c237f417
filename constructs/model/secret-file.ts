import type { ConfigContent, ConfigFile, ConfigValue } from "./config-file";
import { isExpression, secretsOf } from "./expression";

/** Whether a file holds a secret's value, and so must never stand in a ConfigMap or a readable folder. */
export function isSecretFile(config: ConfigFile): boolean {
  return contentHoldsSecret(config.content);
}

function contentHoldsSecret(content: ConfigContent): boolean {
  switch (content.format) {
    case "json":
    case "yaml":
      return valueHoldsSecret(content.value);
    case "properties":
      return Object.values(content.entries).some(valueHoldsSecret);
    case "postgresql":
      return Object.values(content.settings).some(valueHoldsSecret);
    case "postgresql-table":
    case "text":
    case "program":
      return false;
    default:
      return content satisfies never;
  }
}

function valueHoldsSecret(value: ConfigValue): boolean {
  if (isExpression(value)) return secretsOf(value).length > 0;
  if (Array.isArray(value)) return value.some((entry: ConfigValue) => valueHoldsSecret(entry));
  return typeof value === "object" && value !== null && Object.values(value).some((entry) => valueHoldsSecret(entry));
}
