import { z } from "zod";
import { flag, oneOf } from "./fields";
import { plain, type PluginForm } from "./form";
import { pattern } from "./pattern";

const bodySize = () => z.int().min(1).optional();
const format = () => z.enum(["openai", "bedrock", "gemini"]).optional();
const messages = () =>
  z
    .array(
      z.strictObject({
        role: z.enum(["system", "assistant", "user"]).optional(),
        content: z.string().min(1).max(500),
      }),
    )
    .max(15)
    .optional();
const patterns = () => z.array(pattern()).max(10).optional();

/**
 * Plugins that look at what is asked of a language model behind a route. They call nobody.
 *
 * Source: `kong/plugins/ai-prompt-…/schema.lua` of Kong 3.9.3
 */
export const PROMPT_PLUGINS = {
  "ai-prompt-decorator": plain(
    z.strictObject({
      prompts: z.strictObject({ prepend: messages(), append: messages() }).superRefine(oneOf("prepend", "append")),
      max_request_body_size: bodySize(),
      llm_format: format(),
    }),
  ),
  "ai-prompt-guard": plain(
    z
      .strictObject({
        allow_patterns: patterns(),
        deny_patterns: patterns(),
        allow_all_conversation_history: flag(),
        max_request_body_size: bodySize(),
        match_all_roles: flag(),
        llm_format: format(),
      })
      .superRefine(oneOf("allow_patterns", "deny_patterns"))
      .refine((it) => it.match_all_roles !== true || it.allow_all_conversation_history !== true, {
        error: "all roles can be matched only where the conversation's history is looked at",
      }),
  ),
  "ai-prompt-template": plain(
    z.strictObject({
      templates: z.array(z.strictObject({ name: z.string().min(1), template: z.string().min(1) })),
      allow_untemplated_requests: flag(),
      log_original_request: flag(),
      max_request_body_size: bodySize(),
    }),
  ),
} as const satisfies Readonly<Record<string, PluginForm>>;
