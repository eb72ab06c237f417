import { loosened } from "../../../policies/diff/realms/password-policy";

const asks = (what: string) => `the password policy asks for ${what}`;

describe("a password policy that asks for less", () => {
  it.each<[what: string, before: string, after: string, told: readonly string[]]>([
    [
      "an expression with groups that is gone",
      "length(8) and regexPattern(^(?=.*[0-9]).{12}$)",
      "length(8)",
      [asks("regexPattern(^(?=.*[0-9]).{12}$) no more")],
    ],
    [
      "an expression that lets all pass",
      "regexPattern(^.{16}$)",
      "regexPattern(.)",
      [asks("regexPattern(.) now; before: regexPattern(^.{16}$)")],
    ],
    [
      "a list of forbidden passwords that is another one",
      "passwordBlacklist(big.txt)",
      "passwordBlacklist(empty.txt)",
      [asks("passwordBlacklist(empty.txt) now; before: passwordBlacklist(big.txt)")],
    ],
    [
      "another way to keep them",
      "hashAlgorithm(argon2)",
      "hashAlgorithm(pbkdf2)",
      [asks("hashAlgorithm(pbkdf2) now; before: hashAlgorithm(argon2)")],
    ],
    [
      "what stands behind an expression with groups",
      "regexPattern(^(a|b)+(c)$) and length(12) and notUsername(undefined)",
      "regexPattern(^(a|b)+(c)$) and length(8)",
      [asks("length(8) alone; before: length(12)"), asks("notUsername no more")],
    ],
    [
      "a group that is left out at the end",
      "regexPattern(^.(a))",
      "regexPattern(^.)",
      [asks("regexPattern(^.) now; before: regexPattern(^.(a))")],
    ],
    ["a number instead of the usual one", "length", "length(4)", [asks("length(4) now; before: length")]],
    ["the usual number instead of another", "length(20)", "length", [asks("length now; before: length(20)")]],
    [
      "the last rule of a name, which is the one that counts",
      "length(12)",
      "length(12) and length(4)",
      [asks("length(4) alone; before: length(12)")],
    ],
    [
      "logins that are believed for longer",
      "maxAuthAge(60)",
      "maxAuthAge(3600)",
      [asks("maxAuthAge(3600) alone; before: maxAuthAge(60)")],
    ],
  ])("%s", (_, before, after, told) => {
    expect(loosened(before, after)).toEqual(told);
  });

  // The server ends a rule at the word, so a parenthesis that only the expression knows as a character hides nothing.
  it.each(["\\(", "[(]", "\\Q(\\E", "(?x)#(\n"])("behind an expression with the odd parenthesis of %j", (odd) => {
    const after = `length(12) and regexPattern(${odd}) and length(4) and passwordBlacklist(a))`;
    expect(loosened("length(12)", after)).toEqual([asks("length(4) alone; before: length(12)")]);
  });
});

describe("a password policy that asks for the same or more", () => {
  it.each([
    ["length(12) and regexPattern(^(?=.*[0-9]).{12}$)", "regexPattern(^(?=.*[0-9]).{12}$)  and  length(14)"],
    ["notUsername(undefined) and notEmail", "notUsername and notEmail(undefined)"],
    ["maxLength(64) and forceExpiredPasswordChange(90)", "maxLength(60) and forceExpiredPasswordChange(30)"],
    ["", "passwordBlacklist(big.txt)"],
    ["length(8) and regexPattern(^(a and b)$)", "length(8) and regexPattern(^(a and b)$)"],
  ])("%s: %s", (before, after) => {
    expect(loosened(before, after)).toEqual([]);
  });
});

it.each(["(", "a(", " and ", "[(", "\\(", "x( and "])("a long line of %j is read in a moment", (piece) => {
  const line = piece.repeat(200_000);
  const start = performance.now();
  expect(loosened(line, line)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(5000);
});
