"use strict";
// Imports in one order for everybody: Node's own, then packages, then ours from far to near, each by name. So a diff
// shows an import that was added and nothing else.

/** The rank of a module: 0 is Node's own, 1 a package, then relative ones, the farthest first. @param {string} name */
function rank(name) {
  if (name.startsWith("node:")) return 0;
  if (!name.startsWith(".")) return 1;
  return 1_000 - (name.match(/\.\.\//g) ?? []).length;
}

/** @param {any} a @param {any} b */
function compare(a, b) {
  const [left, right] = [a.source.value, b.source.value];
  return rank(left) - rank(right) || (left < right ? -1 : left > right ? 1 : 0);
}

/** @type {import("eslint").Rule.RuleModule} */
module.exports = {
  meta: {
    type: "layout",
    fixable: "code",
    docs: { description: "imports are sorted: node, packages, then relative ones from far to near" },
    schema: [],
    messages: {
      order: "the import of {{name}} belongs before the import of {{previous}}; `npm run format` sorts them",
    },
  },
  create(context) {
    const source = context.sourceCode;
    return {
      Program(program) {
        const all = program.body.filter((node) => node.type === "ImportDeclaration");
        // An import for its side effect alone may not move, so it divides the imports around it.
        const blocks = [[]];
        for (const node of all) {
          if (node.specifiers.length === 0) blocks.push([]);
          else blocks.at(-1).push(node);
        }
        for (const block of blocks) {
          const at = block.findIndex((node, index) => index > 0 && compare(block[index - 1], node) > 0);
          if (at === -1) continue;
          const first = block[0];
          const last = block.at(-1);
          const between = source.text.slice(first.range[0], last.range[1]);
          const onlyImports = block.every((node, index) => {
            const next = block[index + 1];
            return next === undefined || source.text.slice(node.range[1], next.range[0]).trim() === "";
          });
          const sorted = block.toSorted(compare).map((node) => source.getText(node));
          context.report({
            node: block[at],
            messageId: "order",
            data: { name: block[at].source.value, previous: block[at - 1].source.value },
            // A comment between imports belongs to one of them, and only a person knows to which.
            fix:
              onlyImports && between !== ""
                ? (fixer) => fixer.replaceTextRange([first.range[0], last.range[1]], sorted.join("\n"))
                : null,
          });
        }
      },
    };
  },
};
