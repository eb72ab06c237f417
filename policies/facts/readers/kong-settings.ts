import type { UnreadContainer } from "../container";
import { booleanOf } from "../json";
import { findFile } from "../mount";

/** A setting and where it stands; the value is undefined when it is filled in elsewhere. */
export interface KongSetting {
  readonly value: string | undefined;
  readonly source: string;
}

/** Settings by Kong's own names for them, for example `proxy_listen`. */
export type KongSettings = (name: string) => KongSetting | undefined;

/** Reads variables first, then the file that the command names or that the program reads by itself. */
export function settingsOf(container: UnreadContainer, words: readonly string[]): KongSettings {
  const option = words.findIndex((word) => word === "-c" || word === "--conf");
  const file = option < 0 ? "/etc/kong/kong.conf" : (words[option + 1] ?? "");
  const text = findFile(container.mounts, file)?.text ?? "";
  return (name) => {
    const variable = `KONG_${name.toUpperCase()}`;
    const found = container.env.find((item) => item.name === variable);
    if (found !== undefined) return { value: found.value, source: variable };
    const line = new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*([^\\n]*?)[ \\t]*$`, "m").exec(text);
    return line?.[1] === undefined ? undefined : { value: line[1].replace(/\s+#.*$/, ""), source: `${file}: ${name}` };
  };
}

/** Whether a setting is switched on. */
export function isOn(setting: KongSetting | undefined): boolean {
  return booleanOf(setting?.value) === true;
}
