import { kongDeclaration } from "../../../constructs/kong/entities";
import { assembled } from "./assembled";
import { gateway, problemsOf } from "./sample-gateway";

const withPatterns = (patterns: readonly string[]) =>
  gateway(({ api }) => ({
    plugins: { "bot-detection": { deny: [...patterns] }, "ai-prompt-guard": { deny_patterns: [...patterns] } },
    routes: [{ path: "/a", to: api.server }],
  })).platform;

describe("patterns of plugins", () => {
  it.each([
    ["(?i)badbot", "a++b", "(?>curl|wget)"],
    ["[[:alpha:]]+", "[]a]", "[^]]", "[(?#]x", "[\\]]"],
    ["\\Q(\\E", "\\(", "\\c(", "(?#[)x", "(?P<name>x)(?P=name)"],
    ["(?x) a # ) a comment\n b"],
  ])("are those of PCRE, whatever else reads them: %s", (...patterns) => {
    expect(kongDeclaration.safeParse(assembled(withPatterns(patterns))).error?.issues).toBeUndefined();
  });

  it.each([
    ["a bracket that stays open", "(bot"],
    ["one of a class", "[a-z"],
    ["a class of nothing", "[]"],
    ["one that closes nothing", "bot)"],
    ["a backslash at the end", "bot\\"],
    ["a wildcard of shells", "*bot*"],
    ["more than Kong takes", "b".repeat(501)],
    ["nothing", ""],
  ])("with %s are refused by their place", (_, wrong) => {
    expect(problemsOf(() => withPatterns(["good", wrong]))).toEqual([
      "ASH-INPUT-002 acme/gateway:plugins.ai-prompt-guard.deny_patterns.1",
      "ASH-INPUT-002 acme/gateway:plugins.bot-detection.deny.1",
    ]);
  });
});
