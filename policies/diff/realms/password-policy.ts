/** Rules whose number is a ceiling: the more, the less they ask. */
const CEILINGS = new Set(["forceExpiredPasswordChange", "maxLength"]);

/**
 * What a password need no longer be like.
 *
 * @param before Keycloak's line, for example `length(12) and notUsername(undefined)`; empty: nothing is asked
 */
export function loosened(before: string, after: string): readonly string[] {
  const news = rulesOf(after);
  return [...rulesOf(before)].flatMap(([rule, old]) => {
    const now = news.get(rule);
    if (now === undefined) return [`the password policy asks for ${textOf(rule, old)} no more`];
    const [from, to] = [Number(old), Number(now)];
    if (!(CEILINGS.has(rule) ? to > from : to < from)) return [];
    return [`the password policy asks for ${textOf(rule, now)} alone; before: ${textOf(rule, old)}`];
  });
}

const textOf = (rule: string, argument: string): string =>
  argument === "" || argument === "undefined" ? rule : `${rule}(${argument})`;

/** Rules and their arguments. A list in parentheses may hold the word between two rules, so it is read as a whole. */
function rulesOf(policy: string): ReadonlyMap<string, string> {
  const rules = policy.matchAll(/([A-Za-z][\w-]*)(?:\(([^)]*)\))?(?:\s+and\s+|\s*$)/g);
  return new Map([...rules].map(([, rule = "", argument = ""]) => [rule, argument.trim()]));
}
