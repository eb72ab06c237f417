import type { z } from "zod";
import { factsOf, leafIssues } from "../../constructs/model/spec";

/**
 * A check that holds a section of a config against the schema of the component that takes it, so that what the
 * component would refuse is told with the section's path and source, together with everything else.
 *
 * @param component the component's own schema
 * @param toProps what the component would be given
 */
export function acceptedBy<Section>(component: z.ZodType, toProps: (section: Section) => unknown) {
  return (section: Section, context: z.RefinementCtx): void => {
    const result = component.safeParse(toProps(section), { reportInput: true });
    for (const issue of (result.error?.issues ?? []).flatMap(leafIssues)) {
      const { path, message, input } = issue;
      const own = issue.code === "custom" ? issue.params : {};
      context.addIssue({ code: "custom", path, message, input, params: { ...own, ...factsOf(issue) } });
    }
  };
}
