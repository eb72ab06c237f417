import { AshlarError } from "../../../../constructs/model/diagnostics";
import type { Platform } from "../../../../constructs/model/platform";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import type { ComposeService } from "../../../../constructs/render/compose/file";

/** A service of a rendered platform, which must be there. */
export function serviceOf(platform: Platform, name: string): ComposeService {
  const { services } = renderCompose(platform).file;
  const service = services[name];
  if (service === undefined) throw new Error(`no service ${name} among ${Object.keys(services).join(", ")}`);
  return service;
}

/** The problems that a render tells, each as `CODE path`. */
export function problemsOf(platform: Platform): readonly string[] {
  try {
    renderCompose(platform);
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
  return [];
}
