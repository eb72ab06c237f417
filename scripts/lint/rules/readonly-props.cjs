"use strict";
// Props are read, frozen and shared; a mutable member would invite a caller to change a platform behind its back.
const { eachPropsMember, memberName } = require("../props.cjs");

const mutableCollections = new Map([
  ["Array", "readonly T[]"],
  ["Map", "ReadonlyMap"],
  ["Set", "ReadonlySet"],
]);

/** @type {import("eslint").Rule.RuleModule} */
module.exports = {
  meta: {
    type: "problem",
    fixable: "code",
    docs: { description: "members of props are readonly, and so are their collections" },
    schema: [],
    messages: {
      member: "{{owner}}.{{name}} is not readonly; props never change after construction",
      method: "{{owner}}.{{name}} is a method; write it as a readonly property with a function type",
      collection: "{{owner}}.{{name}} holds a mutable collection; write {{cure}}",
    },
  },
  create(context) {
    return eachPropsMember((member, owner) => {
      const data = { owner, name: memberName(member) };
      if (member.type === "TSMethodSignature") {
        context.report({ node: member, messageId: "method", data });
        return;
      }
      if (!member.readonly) {
        context.report({
          node: member,
          messageId: "member",
          data,
          fix: (fixer) => fixer.insertTextBefore(member, "readonly "),
        });
      }
      const type = member.typeAnnotation?.typeAnnotation;
      const cure = type?.type === "TSArrayType" ? "readonly T[]" : mutableCollections.get(type?.typeName?.name);
      if (cure !== undefined) context.report({ node: type, messageId: "collection", data: { ...data, cure } });
    });
  },
};
