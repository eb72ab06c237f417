/** What a platform can be rendered to. Pulumi deploys the artifact of one of these. */
export const TARGETS = ["compose", "kubernetes"] as const;

/** A render target. */
export type Target = (typeof TARGETS)[number];
