"use strict";
// The design's own rules, where a tool can check them. docs/contributing.md names each beside the rule it guards.
const rules = {
  "component-constructor": require("./rules/component-constructor.cjs"),
  "described-schema": require("./rules/described-schema.cjs"),
  "documented-props": require("./rules/documented-props.cjs"),
  "file-name": require("./rules/file-name.cjs"),
  "import-order": require("./rules/import-order.cjs"),
  "readonly-props": require("./rules/readonly-props.cjs"),
};

module.exports = { meta: { name: "ashlar" }, rules };
