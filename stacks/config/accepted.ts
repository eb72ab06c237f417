import type { z } from "zod";

/**
 * A check that holds a section of a config against the schema of the component that takes it, so that what the
 * component would refuse is told with the section's path and source, together with everything else.
 *
 * @param component the component's own schema
 * @param toProps what the component would be given
 */
export function acceptedBy<Section>(component: z.ZodType, toProps: (section: Section) => unknown) {
  return (section: Section, context: z.RefinementCtx): void => {
    const result = component.safeParse(toProps(section));
    for (const issue of result.error?.issues ?? []) {
      const params = issue.code === "custom" ? issue.params : undefined;
      context.addIssue({ code: "custom", path: issue.path, message: issue.message, params });
    }
  };
}
