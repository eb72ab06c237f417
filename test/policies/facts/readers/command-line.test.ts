import fc from "fast-check";
import {
  commandWords,
  programArguments,
  readOptions,
  splitWords,
} from "../../../../policies/facts/readers/command-line";
import { container } from "./container";

describe("a line of a shell", () => {
  it.each([
    ["postgres -c ssl=on", ["postgres", "-c", "ssl=on"]],
    [`a 'b c' "d \\"e" f\\ g`, ["a", "b c", 'd "e', "f g"]],
    ["cd /x && exec postgres", ["cd", "/x", ";", "exec", "postgres"]],
    ["a \\\n  b # not this\nc", ["a", "b", ";", "c"]],
    [`say ''`, ["say", ""]],
    ["it#self", ["it#self"]],
  ])("%j becomes words", (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  it("ends for every text", () => {
    fc.assert(fc.property(fc.string(), (line) => splitWords(line).every((word) => typeof word === "string")));
  });
});

describe("what a container runs", () => {
  it("is its command and its arguments", () => {
    expect(commandWords(container({ command: ["postgres"], args: ["-c", "ssl=on"] }))).toEqual([
      "postgres",
      "-c",
      "ssl=on",
    ]);
  });

  it("is the script of a shell", () => {
    expect(commandWords(container({ command: ["/bin/sh", "-ec"], args: ["exec postgres -c ssl=on"] }))).toEqual([
      "exec",
      "postgres",
      "-c",
      "ssl=on",
    ]);
  });

  it("is a script among its files, with the arguments where it hands them on", () => {
    const files = { "/start.sh": '#!/bin/sh\nmkdir -p /data\nexec postgres -D /data "$@" &\n' };
    const words = ["mkdir", "-p", "/data", ";", "exec", "postgres", "-D", "/data", "-c", "ssl=on", ";"];
    expect(commandWords(container({ command: ["sh", "/start.sh"], args: ["-c", "ssl=on"], files }))).toEqual(words);
    expect(commandWords(container({ command: ["/start.sh"], args: ["-c", "ssl=on"], files }))).toEqual(words);
  });
});

describe("the program that a container runs", () => {
  const run = (command: readonly string[]) => programArguments(container({ command }), "serve");

  it.each([
    [["serve", "-x"]],
    [["/usr/bin/serve", "-x"]],
    [["tini", "-g", "--", "serve", "-x"]],
    [["env", "A=b", "serve", "-x"]],
    [["gosu", "web", "serve", "-x"]],
    [["sh", "-c", "A=b exec serve -x"]],
    [["sh", "-c", "mkdir /x && if true; then serve -x; fi"]],
    [["dumb-init", "--", "sh", "-ec", "cd /x; exec serve -x"]],
  ])("is behind what starts it in %j", (command) => {
    expect(run(command)).toEqual(["-x"]);
  });

  it.each([
    [["/bin/other", "serve", "-x"]],
    [["/bin/other", "exec", "serve", "-x"]],
    [["/bin/other", "--", "serve", "-x"]],
    [["/bin/other", ";", "serve", "-x"]],
    [["env", "-u", "serve", "/bin/other"]],
    [["sh", "-c", "exec -a serve /bin/other"]],
    [["sh", "-c", "echo serve -x"]],
    [["sh", "-c", "other", "serve"]],
    [[]],
  ])("is another one in %j", (command) => {
    expect(run(command)).toBeUndefined();
  });
});

it("options are read with and without an equals sign, and once for each time they are given", () => {
  const options = readOptions(
    ["server", "--listen", ":8443", "--allow-cn=a", "--allow-cn=b", "--quiet", "--last"],
    new Set(["quiet"]),
  );
  expect(Object.fromEntries(options)).toEqual({ listen: [":8443"], "allow-cn": ["a", "b"], quiet: [""], last: [""] });
});
