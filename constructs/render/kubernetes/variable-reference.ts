// The kubelet expands `$(NAME)` in commands, arguments, environment values and exec probes, and reads `$$` as `$`.

/** A reference to a variable that stands before it in the same container's environment. */
export function variableReference(name: string): string {
  return `$(${name})`;
}

/**
 * Text that the kubelet leaves as it is. A `$` is doubled where it could be read as an escape or a reference: before
 * another one, before a parenthesis, and at the end, where a reference may follow. Before a character outside ASCII as
 * well: there the kubelet takes one byte for a character and would write two others.
 */
export function escapeReferences(text: string): string {
  return text.includes("$") ? text.replace(/\$(?=[$(]|[^\0-\x7f]|$)/g, "$$$$") : text;
}
