/** Rules whose number is a ceiling: the more, the less they ask. */
const CEILINGS = new Set(["forceExpiredPasswordChange", "maxLength", "maxAuthAge"]);

/**
 * What a password need no longer be like. Nobody can tell which of two texts asks for more, an expression or a list's
 * name, so every changed one is told.
 *
 * @param before Keycloak's line, for example `length(12) and notUsername(undefined)`; empty: nothing is asked
 */
export function loosened(before: string, after: string): readonly string[] {
  const news = rulesOf(after);
  return [...rulesOf(before)].flatMap(([rule, old]) => {
    const now = news.get(rule);
    if (now === undefined) return [`the password policy asks for ${textOf(rule, old)} no more`];
    const [from, to] = [numberOf(old), numberOf(now)];
    if (from === undefined || to === undefined) {
      if (said(old) === said(now)) return [];
      return [`the password policy asks for ${textOf(rule, now)} now; before: ${textOf(rule, old)}`];
    }
    if (!(CEILINGS.has(rule) ? to > from : to < from)) return [];
    return [`the password policy asks for ${textOf(rule, now)} alone; before: ${textOf(rule, old)}`];
  });
}

/** The console writes `undefined` where a rule has no argument. */
const said = (argument: string): string => (argument === "undefined" ? "" : argument);

const textOf = (rule: string, argument: string): string => (said(argument) === "" ? rule : `${rule}(${argument})`);

function numberOf(argument: string): number | undefined {
  return /^\s*-?\d+\s*$/.test(argument) ? Number(argument) : undefined;
}

/**
 * Rules and their arguments, read as the server reads them: it parts them at every such word, even within an expression,
 * takes all from the first parenthesis to the last character, and lets the last rule of a name count. To pair parentheses
 * would be to read other rules than it does: those of an expression need not pair.
 */
function rulesOf(policy: string): ReadonlyMap<string, string> {
  const parts = policy.split(" and ").map((part) => part.trim());
  return new Map(
    parts
      .filter((part) => part !== "")
      .map((part): readonly [rule: string, argument: string] => {
        const open = part.indexOf("(");
        return open < 0 ? [part, ""] : [part.slice(0, open).trim(), part.slice(open + 1, -1)];
      }),
  );
}
