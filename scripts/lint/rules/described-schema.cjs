"use strict";
// A schema is the reference page of the settings it parses: the published JSON Schema and `.env.template` come from it.

/** Whether a call chain such as `z.int().min(1).describe("…")` describes itself with a text. @param {any} node */
function isDescribed(node) {
  for (let call = node; call?.type === "CallExpression"; call = call.callee.object) {
    if (call.callee.type !== "MemberExpression") return false;
    if (call.callee.property.name === "describe") return call.arguments[0]?.value !== "";
  }
  return false;
}

/** The declared name that a schema expression ends up in, through a function that returns it. @param {any} node */
function schemaName(node) {
  let at = node.parent;
  while (at && /^(ArrowFunctionExpression|CallExpression|MemberExpression)$/.test(at.type)) at = at.parent;
  return at?.type === "VariableDeclarator" && at.id.type === "Identifier" ? at.id.name : "";
}

/** @type {import("eslint").Rule.RuleModule} */
module.exports = {
  meta: {
    type: "problem",
    docs: { description: "schemas of settings are strict, and each of their keys is described" },
    schema: [],
    messages: {
      strict: "an unknown key must be an error: write z.strictObject",
      describe: "{{schema}}.{{key}} is not described; end it with .describe(…), with its unit and its default",
    },
  },
  create(context) {
    return {
      /** @param {any} node */
      "CallExpression[callee.object.name='z'][callee.property.name=/^(object|looseObject)$/]"(node) {
        context.report({ node, messageId: "strict" });
      },
      /** @param {any} node */
      "CallExpression[callee.object.name='z'][callee.property.name='strictObject']"(node) {
        const schema = schemaName(node);
        if (!/^schema$|Schema$/.test(schema) || node.arguments[0]?.type !== "ObjectExpression") return;
        for (const property of node.arguments[0].properties) {
          if (property.type !== "Property" || isDescribed(property.value)) continue;
          const key = context.sourceCode.getText(property.key);
          context.report({ node: property, messageId: "describe", data: { schema, key } });
        }
      },
    };
  },
};
