"use strict";
// Every component is made the same way, so that nobody has to look up how: new Thing(scope, id, props).
const wanted = ["scope", "id", "props"];

/** The name of a constructor parameter, whatever decorates it. @param {any} parameter @returns {string} */
function parameterName(parameter) {
  if (parameter.type === "TSParameterProperty") return parameterName(parameter.parameter);
  if (parameter.type === "AssignmentPattern") return parameterName(parameter.left);
  return parameter.type === "Identifier" ? parameter.name.replace(/^_/, "") : parameter.type;
}

/** @type {import("eslint").Rule.RuleModule} */
module.exports = {
  meta: {
    type: "problem",
    docs: { description: "constructors of components take (scope, id, props)" },
    schema: [],
    messages: {
      shape:
        "the constructor of {{name}} takes ({{found}}); a component takes (scope, id, props), or (scope, id) when it has no props",
      optional:
        "props of {{name}} is optional; write `props: … = {{braces}}` so that the constructor never sees undefined",
    },
  },
  create(context) {
    return {
      /** @param {any} node */
      "ClassDeclaration[superClass] MethodDefinition[kind='constructor']"(node) {
        const owner = node.parent.parent;
        const base = owner.superClass.type === "MemberExpression" ? owner.superClass.property : owner.superClass;
        if (base.type !== "Identifier" || !/(Component|Construct)$/.test(base.name)) return;
        const name = owner.id?.name ?? "the class";
        const parameters = node.value.params;
        const found = parameters.map(parameterName);
        const fits =
          found.length >= 2 && found.length <= 3 && found.every((parameter, index) => parameter === wanted[index]);
        if (!fits) context.report({ node, messageId: "shape", data: { name, found: found.join(", ") } });
        else if (parameters[2]?.optional)
          context.report({ node: parameters[2], messageId: "optional", data: { name, braces: "{}" } });
      },
    };
  },
};
