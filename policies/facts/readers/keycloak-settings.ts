import type { UnreadContainer } from "../container";
import { booleanOf } from "../json";
import { findFile } from "../mount";

/** A setting and where it stands; the value is undefined when it is filled in elsewhere. */
export interface KeycloakSetting {
  readonly value: string | undefined;
  readonly source: string;
  readonly place: "argument" | "variable" | "file";
}

/** Settings by Keycloak's own names for them, for example `http-host`. */
export type KeycloakSettings = (name: string) => KeycloakSetting | undefined;

const DEFAULT_FILE = "/opt/keycloak/conf/keycloak.conf";

/** Reads arguments first, then variables, then the file of settings, as Keycloak does. */
export function settingsOf(container: UnreadContainer, words: readonly string[]): KeycloakSettings {
  const given = readArguments(words);
  const file = given.get("config-file") ?? given.get("cf") ?? DEFAULT_FILE;
  const text = findFile(container.mounts, file)?.text ?? "";
  return (name) => {
    const argument = given.get(name);
    if (argument !== undefined) return { value: argument, source: `--${name}`, place: "argument" };
    const variable = `KC_${name.toUpperCase().replaceAll("-", "_")}`;
    const found = container.env.find((item) => item.name === variable);
    if (found !== undefined) return { value: found.value, source: variable, place: "variable" };
    const line = new RegExp(`^[ \\t]*${name}[ \\t]*[=:][ \\t]*([^\\n]*?)[ \\t]*$`, "m").exec(text);
    return line?.[1] === undefined ? undefined : { value: line[1], source: `${file}: ${name}`, place: "file" };
  };
}

/** `--name=value` and `--name value`. */
function readArguments(words: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  words.forEach((word, index) => {
    const [, name, inline] = /^--?([a-z][a-z-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) return;
    const next = words[index + 1];
    given.set(name, inline ?? (next === undefined || next.startsWith("-") ? "" : next));
  });
  return given;
}

/** Whether a switch is on. One that is filled in elsewhere may be. */
export function mayBeOn(setting: KeycloakSetting | undefined): boolean {
  if (setting === undefined) return false;
  return setting.value === undefined || booleanOf(setting.value) === true;
}
