import { describeRule } from "./judge";

const db = "compose.services.db";

describeRule("BASE-041", {
  compose: {
    "finds a variable of the container in its healthcheck": {
      edits: [
        [`${db}.environment`, { POSTGRES_USER: "app" }],
        [`${db}.healthcheck.test`, ["CMD-SHELL", "pg_isready -U $POSTGRES_USER -d ${POSTGRES_USER}"]],
      ],
      finds: ["services.db.healthcheck.test"],
      says: /\$POSTGRES_USER/,
    },
    "finds what Compose refuses": {
      edits: [["compose.services.provision.command", "sh -c 'echo $(date)'"]],
      finds: ["services.provision.command"],
      says: /refuses/,
    },
    "accepts doubled signs, and variables of the one who starts it": {
      edits: [
        [`${db}.environment`, { POSTGRES_USER: "app" }],
        [`${db}.healthcheck.test`, ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER -p ${PORT:-5432} # $$(date)"]],
      ],
      finds: [],
    },
    "accepts a variable that comes from outside under the same name": {
      edits: [
        [`${db}.environment`, { POSTGRES_USER: "${POSTGRES_USER}" }],
        [`${db}.healthcheck.test`, ["CMD-SHELL", "pg_isready -U ${POSTGRES_USER}"]],
      ],
      finds: [],
    },
  },
});
