"use strict";
// A prop's doc comment is its reference page: what it means and its unit, and what happens when it is left out.
const { eachPropsMember, memberName } = require("../props.cjs");

/** @type {import("eslint").Rule.RuleModule} */
module.exports = {
  meta: {
    type: "problem",
    docs: { description: "members of exported props have a doc comment, and optional ones an @default" },
    schema: [],
    messages: {
      comment: "{{owner}}.{{name}} has no doc comment; say what it is, and its unit",
      default: "{{owner}}.{{name}} is optional and has no @default; say how the program behaves without it",
      empty: "{{owner}}.{{name}} has an empty @default; say how the program behaves without it",
    },
  },
  create(context) {
    const source = context.sourceCode;
    const exported = new Set();
    /** @param {any} member */
    const declarationOf = (member) => {
      let node = member;
      while (node.type !== "TSInterfaceDeclaration" && node.type !== "TSTypeAliasDeclaration") node = node.parent;
      return node;
    };
    const visitors = eachPropsMember((member, owner) => {
      const declaration = declarationOf(member);
      if (declaration.parent.type !== "ExportNamedDeclaration" && !exported.has(declaration.id.name)) return;
      const data = { owner, name: memberName(member) };
      const comment = source
        .getCommentsBefore(member)
        .findLast(({ type, value }) => type === "Block" && value.startsWith("*"));
      const text = (comment?.value ?? "").replace(/^[\s*]+/gm, "").trim();
      if (text.replace(/^@.*/gm, "").trim() === "") context.report({ node: member, messageId: "comment", data });
      if (!member.optional || comment === undefined) return;
      const stated = /@default[^\S\n]*(\S?)/.exec(text);
      if (stated === null) context.report({ node: member, messageId: "default", data });
      else if (stated[1] === "") context.report({ node: member, messageId: "empty", data });
    });
    return {
      /** Names that an `export { … }` anywhere in the file makes public. @param {any} program */
      Program(program) {
        for (const { type, source: from, specifiers } of program.body) {
          if (type === "ExportNamedDeclaration" && !from) for (const { local } of specifiers) exported.add(local.name);
        }
      },
      ...visitors,
    };
  },
};
