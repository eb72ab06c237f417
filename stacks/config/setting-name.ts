/** An argument of `--set` without its value, which may be one that is not to be repeated. */
export function settingName(text: string): string {
  const split = text.indexOf("=");
  return split < 0 ? text : split === 0 ? "=…" : text.slice(0, split);
}
