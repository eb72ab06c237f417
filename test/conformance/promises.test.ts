import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import type { Target } from "../../constructs/model/target";
import { problemsOf } from "../../constructs/testing";
import { Sample } from "../support/sample";
import { digests } from "./digests";
import { platform, PROMISES } from "./promises";
import type { Viewer } from "./view";
import { VIEWERS } from "./viewers";

describe.each(Object.entries(VIEWERS) as [Target, Viewer][])("on %s", (target, viewer) => {
  for (const { title, build, keep, refusedBy } of PROMISES) {
    const refused = refusedBy?.[target];
    if (refused !== undefined) {
      test(`${title}: refused here, by the name of the field`, () => {
        const problems = problemsOf(() => viewer(build())).map(({ code, message }) => [code, message.split(" ")[0]]);
        expect(problems).toEqual([["ASH-TARGET-002", refused]]);
      });
      continue;
    }
    test(`${title}`, () => {
      keep(viewer(build()));
      // Rendering changed nothing: the same tree once more, and the same program's tree, give the same bytes.
      const tree = build();
      expect(viewer(tree).text).toBe(viewer(tree).text);
      expect(viewer(build()).text).toBe(viewer(tree).text);
    });
  }

  test("any text arrives unchanged through arguments and environment: dollars, quotes, line breaks", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !text.includes("\0")),
        (text) => {
          const view = viewer(
            platform(
              (root) =>
                void new Sample(root, "server", { container: { args: [`a${text}`], env: { VALUE: `a${text}` } } }),
            ),
          );
          expect(view.environmentOf("server")["VALUE"]).toBe(`a${text}`);
          expect(unescape(target, view.argsOf("server")[0] ?? "")).toBe(`a${text}`);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** What the target itself makes of an argument: Kubernetes reads `$$(` as `$(`. */
function unescape(target: Target, text: string): string {
  return target === "kubernetes" ? text.replace(/\$\$/g, "$") : text;
}

test("a second process renders the same bytes", () => {
  const program = `
    const { createJiti } = require("jiti");
    createJiti(process.cwd() + "/").import(${JSON.stringify(join(__dirname, "digests.ts"))})
      .then(({ digests }) => console.log(JSON.stringify(digests())));
  `;
  const child = spawnSync(process.execPath, ["-e", program], { cwd: join(__dirname, "../.."), encoding: "utf8" });
  expect(child.stderr).toBe("");
  expect(JSON.parse(child.stdout)).toEqual(digests());
});
