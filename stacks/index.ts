export { baas, baasPlatform } from "./baas/baas";
export { baasSchema, type BaasConfig } from "./baas/config";
export { BAAS_PRESETS } from "./baas/presets";
export { configJsonSchema } from "./config/json-schema";
export { loadConfig, type ConfigSources, type LoadedConfig } from "./config/load-config";
export { defineStack, PRESETS, type Preset, type Stack, type StackDefinition } from "./config/stack";
export { envTemplate } from "./config/template";
export { loadModule, type ModuleContext, type ModuleExport } from "./module";
export { STACK_NAMES, STACKS, type StackEntry } from "./registry";
