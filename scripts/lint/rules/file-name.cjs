"use strict";
// One noun a file, and the file is named by its noun: a reader finds the room by the word in the error message.
const { basename } = require("node:path");

const drawers = new Set(["utils", "util", "helpers", "helper", "common", "misc", "shared", "lib"]);

/** @type {import("eslint").Rule.RuleModule} */
module.exports = {
  meta: {
    type: "suggestion",
    docs: { description: "files are named in kebab case by the one noun they hold" },
    schema: [],
    messages: {
      kebab: "{{file}} is not in kebab case; write lower case words with hyphens between them",
      drawer: "{{file}} is a drawer, not a noun; name the file by the one thing it holds",
    },
  },
  create(context) {
    return {
      Program(node) {
        const file = basename(context.filename);
        const words = file.replace(/(\.(test|config|d))?\.[cm]?[jt]s$/, "").replace(/^\./, "");
        const data = { file };
        if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(words)) context.report({ node, messageId: "kebab", data });
        else if (drawers.has(words)) context.report({ node, messageId: "drawer", data });
      },
    };
  },
};
