import type { Example } from "./example";

/** The least Compose projects that break one rule, and the same mended. */
export const COMPOSE_EXAMPLES: Readonly<Record<string, Example>> = {
  "BASE-001": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    user: 10001:10001
`,
  },
  "BASE-002": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    security_opt: [no-new-privileges:true]
`,
  },
  "BASE-003": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    privileged: true
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    cap_add: [NET_BIND_SERVICE]
`,
  },
  "BASE-004": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    cap_add: [SYS_ADMIN]
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
`,
  },
  "BASE-005": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    read_only: true
    tmpfs: [/tmp]
`,
  },
  "BASE-007": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    network_mode: host
    pid: host
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    networks: [web]
networks:
  web: {}
`,
  },
  "BASE-008": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    volumes: ['data:/data', './config:/etc/web:ro']
volumes:
  data: {}
`,
  },
  "BASE-009": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:latest
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
`,
  },
  "BASE-010": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2@sha256:3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f
`,
  },
  "BASE-012": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    environment:
      DB_PASSWORD: correct-horse
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    environment:
      DB_PASSWORD_FILE: /run/secrets/db
    secrets: [db]
secrets:
  db: { file: ../secrets/db }
`,
  },
  "BASE-013": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    expose: ['8080']
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    expose: ['8080']
    healthcheck:
      test: [CMD, /web, --healthy]
`,
  },
  "BASE-014": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    networks: [web]
networks:
  web: { internal: true }
`,
  },
  "BASE-015": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    ports: ['8080:8080']
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    ports: ['127.0.0.1:8080:8080']
`,
  },
  "BASE-016": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    user: 10001:0
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    user: 10001:10001
`,
  },
  "BASE-017": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    sysctls: { net.core.somaxconn: 1024 }
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    sysctls: { net.ipv4.tcp_syncookies: 1 }
`,
  },
  "BASE-022": {
    broken: `services:
  web:
    # with BASE-022: { allowed: [ghcr.io/acme] }
    image: docker.io/somebody/web:1.4.2
`,
    mended: `services:
  web:
    # with BASE-022: { allowed: [ghcr.io/acme] }
    image: ghcr.io/acme/web:1.4.2
`,
  },
  "BASE-036": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    environment:
      - MODE=fast
      - MODE=safe
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    environment:
      - MODE=safe
`,
  },
  "BASE-038": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    restart: unless-stopped
`,
  },
  "BASE-039": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    ports: ['127.0.0.1:8080:80']
  admin:
    image: ghcr.io/acme/admin:1.4.2
    ports: ['127.0.0.1:8080:80']
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    ports: ['127.0.0.1:8080:80']
  admin:
    image: ghcr.io/acme/admin:1.4.2
    ports: ['127.0.0.1:8081:80']
`,
  },
  "BASE-040": {
    broken: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    volumes: ['files:/files']
  worker:
    image: ghcr.io/acme/worker:1.4.2
    volumes: ['files:/files']
volumes:
  files: {}
`,
    mended: `services:
  web:
    image: ghcr.io/acme/web:1.4.2
    volumes: ['files:/files']
  worker:
    image: ghcr.io/acme/worker:1.4.2
    volumes: ['files:/files:ro']
volumes:
  files: {}
`,
  },
  "BASE-041": {
    broken: `services:
  web:
    image: docker.io/library/postgres:17.6
    environment:
      POSTGRES_USER: app
    healthcheck:
      test: [CMD-SHELL, pg_isready -U $POSTGRES_USER]
`,
    mended: `services:
  web:
    image: docker.io/library/postgres:17.6
    environment:
      POSTGRES_USER: app
    healthcheck:
      test: [CMD-SHELL, pg_isready -U $$POSTGRES_USER]
`,
  },
};
