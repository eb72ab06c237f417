import { all, type Output } from "@pulumi/pulumi";
import type { SecretFileMaterial } from "../render/material";
import { fillSegments } from "../state/fill";
import type { SecretValues } from "./secret-values";

/** Key of a single value inside its Secret, as `ashlar init` names it. */
const VALUE_KEY = "value";

/** `data` of the Secret of a single value. */
export function valueData(value: Output<string>): Output<Record<string, string>> {
  return value.apply((text): Record<string, string> => ({ [VALUE_KEY]: base64(text) }));
}

/** `data` of the Secret of some files, each filled with the secrets that it names and with no other. */
export function filesData(files: readonly SecretFileMaterial[], values: SecretValues): Output<Record<string, string>> {
  const filled = files.map(({ key, segments }) => {
    const names = segments.flatMap((segment) => (typeof segment === "string" ? [] : [segment.secret]));
    return values.map([...new Set(names)]).apply((known) => [key, base64(fillSegments(segments, known))] as const);
  });
  return all(filled).apply((entries) => Object.fromEntries(entries));
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
