/** Reads a file as `java.util.Properties` does. */
export function readProperties(source: string): Record<string, string> {
  const entries: [string, string][] = [];
  for (const line of source.split("\n").slice(0, -1)) {
    const start = line.replace(/^[ \t\f]+/, "");
    if (start === "" || /^[#!]/.test(start)) throw new Error(`not an entry: ${line}`);
    const end = /(?<!\\)(?:\\\\)*[=: \t\f]/.exec(start);
    if (end === null) throw new Error(`no separator: ${line}`);
    const at = end.index + end[0].length - 1;
    entries.push([unescapeJava(start.slice(0, at)), unescapeJava(start.slice(at + 1).replace(/^[ \t\f]+/, ""))]);
  }
  return Object.fromEntries(entries);
}

function unescapeJava(text: string): string {
  const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f" };
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code: string | undefined, letter: string) =>
    code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(parseInt(code, 16)),
  );
}

/** Reads a file as PostgreSQL reads its configuration: `name = 'value'`. */
export function readPostgresql(source: string): Record<string, string> {
  const letters: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
  const entries = [...source.matchAll(/([a-z_.]+) = '((?:[^'\\\n]|\\.|'')*)'\n/gy)];
  if (entries.map(([all]) => all).join("") !== source) throw new Error(`not a configuration: ${source}`);
  return Object.fromEntries(
    entries.map(([, name = "", value = ""]) => [
      name,
      value.replace(/\\(.)|''/g, (_, letter?: string) => (letter === undefined ? "'" : (letters[letter] ?? letter))),
    ]),
  );
}

/** Reads a file as PostgreSQL reads `pg_hba.conf`: tokens between blanks, a comma or a quote has a meaning. */
export function readHostTable(source: string): readonly (readonly string[])[] {
  return source
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      if (line.endsWith("\\")) throw new Error("the line goes on");
      const fields: string[] = [];
      for (let at = 0; at < line.length;) {
        let field = "";
        let quoted = false;
        let wasQuote = false;
        for (; at < line.length && (quoted || !/[ \t\r]/.test(line[at] ?? "")); at += 1) {
          const character = line[at] ?? "";
          if (!quoted && /[#,]/.test(character)) throw new Error(`a comment or a list begins: ${line}`);
          if (character !== '"' || wasQuote) field += character;
          wasQuote = quoted && character === '"' ? !wasQuote : false;
          if (character === '"') quoted = !quoted;
        }
        fields.push(field);
        at += 1;
      }
      return fields;
    });
}
