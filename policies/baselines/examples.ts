import type { Example } from "./example";
import { COMPOSE_EXAMPLES } from "./examples-compose";
import { OBJECT_EXAMPLES } from "./examples-objects";
import { POD_EXAMPLES } from "./examples-pods";

/** Examples by the code of their rule, for the rule's page. */
export const EXAMPLES: Readonly<Record<string, Example>> = { ...COMPOSE_EXAMPLES, ...POD_EXAMPLES, ...OBJECT_EXAMPLES };
