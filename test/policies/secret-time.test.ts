import { sealText, sealWords } from "../../policies/diff/sealed";
import { sealedBody } from "../../policies/diff/sealed-body";
import { secretArguments, secretsInShell } from "../../policies/secret-arguments";
import { secretLines } from "../../policies/secret-lines";
import { isHarmlessName, isPossibleName, isSecretFile, isSecretParent } from "../../policies/secret-names";
import { isSecretHeader, isSecretPair, LONGEST_LINE, looksSecret, urlPasswords } from "../../policies/secret-values";
import { shellCommands } from "../../policies/shell-words";

/** What is repeated, what stands in front of it, and what behind, so that a pattern fails late. */
const HOSTILE: readonly (readonly [part: string, front?: string, back?: string])[] = [
  ["echo a|"],
  ["a b ", "mysql "],
  [">a ", "user "],
  ["x ", "<a ", "> "],
  ["name='a' ", "<a "],
  ["cookie:"],
  ["-eyJ"],
  ["password $a$"],
  ["default "],
  ["machine a "],
  [" ", "a:", "\rx\rx"],
  [" ", "a: x", "x"],
  [" ", "password:", "x\rx"],
  [" ", "", "x"],
  ["\n"],
  ["1", "{SHA"],
  ["#", "a: !", "\rx"],
  ["b", "htpasswd -", "!"],
  ["IS_"],
  ["_PASSWORD", "", "_FILE"],
  ["a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a://x:"],
  ["$(a ", 'a "'],
  ["'a b' ", "sh -c "],
  ["- ", "", "x"],
  ["\\:1:", "a:"],
  ["[", "a: "],
  ['"a:b",', "["],
  ["secret.txt."],
];

const EVERY: Readonly<Record<string, (text: string, sure: "certain" | "possible") => unknown>> = {
  looksSecret,
  urlPasswords,
  isSecretHeader,
  secretsInShell,
  "isSecretPair, by its name": (text, sure) => isSecretPair(text, "value", sure),
  "isSecretPair, by its value": (text, sure) => isSecretPair("PASSWORD", text, sure),
  "secretArguments, one word": (text, sure) => secretArguments(["curl", text], sure),
  "secretArguments, many words": (text, sure) => secretArguments(text.split(" "), sure),
  "secretLines of a document": (text, sure) => secretLines("app.yml", text, sure),
  "secretLines of a program": (text, sure) => secretLines("run.sh", text, sure),
  "secretLines of passwords": (text, sure) => secretLines(".pgpass", text, sure),
  shellCommands: (text) => shellCommands(text),
  "the names": (text) => [isHarmlessName(text), isPossibleName(text), isSecretParent(text), isSecretFile(text)],
  sealText: (text) => sealText("text", text),
  sealWords: (text) => sealWords(text.split(" ")),
  sealedBody: (text) => sealedBody({ command: ["sh", "-c", text], other: text }, new Map()),
};

/** The shortest of a few runs, in milliseconds: other work on a machine only makes a run longer. What is quick is run once. */
function fastest(run: () => unknown): number {
  let least = Infinity;
  for (let turn = 0; turn < 3 && least > QUICK; turn += 1) {
    const started = performance.now();
    run();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

/** In milliseconds; what took squares and cubes of the length took seconds. */
const QUICK = 400;

describe("the time that a hostile text takes", () => {
  it.each(Object.entries(EVERY))(
    "grows with its length alone: %s",
    (_name, ask) => {
      const slow = HOSTILE.flatMap(([part, front = "", back = ""]) =>
        (["certain", "possible"] as const).flatMap((sure) => {
          const time = (length: number) => {
            const text = `${front}${part.repeat(Math.floor((length - 100) / part.length))}${back}`;
            return fastest(() => ask(text, sure));
          };
          // Just below the bound from which lines are no longer read closely, and above it.
          const [long, beyond] = [time(LONGEST_LINE), time(LONGEST_LINE * 2)];
          const short = long > QUICK ? time(LONGEST_LINE / 4) : 0;
          // Four times the length takes four times as long, sixteen times if it were a square; what is quick proves nothing.
          const isSlow = (long > QUICK && long > short * 10) || long > 3_000 || beyond > 6_000;
          return isSlow ? [{ part, sure, short, long, beyond }] : [];
        }),
      );
      expect(slow).toEqual([]);
    },
    120_000,
  );
});

describe("a line that nobody wrote", () => {
  const long = "x ".repeat(LONGEST_LINE);

  it("is hidden as a whole", () => {
    expect(secretLines("app.yml", `a: b\nb: ${long}\n`, "possible").map(({ index }) => index)).toEqual([1]);
    expect(secretArguments(["run", long], "possible").map(({ index }) => index)).toEqual([1]);
  });

  it("accuses only by its beginning and by keys of a known form", () => {
    expect(secretLines("run.sh", long, "certain")).toEqual([]);
    expect(secretArguments(["run", long], "certain")).toEqual([]);
    expect(secretLines("app.yml", `password: hunter2 # ${long}`, "certain")).toHaveLength(1);
    expect(secretLines("app.yml", `${long} AKIA${"A1B2".repeat(4)}`, "certain")).toHaveLength(1);
    expect(secretArguments(["sh", "-c", `${long}\nmysql -phunter2`], "certain").map(({ name }) => name)).toEqual(["p"]);
  });
});

describe("forms that are searched and not matched", () => {
  it.each([
    ["echo hunter2 | docker login --password-stdin", true],
    ["echo -n hunter2|docker login -u me --password-stdin", true],
    ['echo "$PASSWORD" | docker login --password-stdin', false],
    ["echo $P; echo hunter2 | x --password-stdin | cat", true],
    ["cat file | docker login --password-stdin", false],
    ["docker login --password-stdin; echo a | cat", false],
    ["echo done\ncat file | docker login --password-stdin", false],
    ["ALTER ROLE app PASSWORD $x$one$x$", true],
    ["ALTER ROLE app PASSWORD $x$$x$", false],
    ["Cookie: session=abc", true],
    ["Cookie: session", false],
  ])("%j is a secret: %p", (text, expected) => {
    expect(looksSecret(text, "possible")).toBe(expected);
  });
});
