import type { Example } from "./example";

/** The least pods that break one rule, and the same mended. */
export const POD_EXAMPLES: Readonly<Record<string, Example>> = {
  "BASE-006": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      securityContext: { seccompProfile: { type: RuntimeDefault } }
`,
  },
  "BASE-011": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  automountServiceAccountToken: false
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
  },
  "BASE-018": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
  volumes:
    - name: files
      nfs: { server: 10.0.0.7, path: /files }
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
  volumes:
    - name: files
      persistentVolumeClaim: { claimName: files }
`,
  },
  "BASE-019": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        httpGet: { host: 10.0.0.7, port: 80 }
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        httpGet: { port: 80 }
`,
  },
  "BASE-020": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe:
        httpGet: { port: web }
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe:
        httpGet: { port: http }
`,
  },
  "BASE-021": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        httpGet: { path: /ready, port: 8080 }
      livenessProbe:
        httpGet: { path: /ready, port: 8080 }
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        httpGet: { path: /ready, port: 8080 }
      livenessProbe:
        httpGet: { path: /alive, port: 8080 }
        failureThreshold: 10
`,
  },
  "BASE-023": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      imagePullPolicy: Never
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      imagePullPolicy: IfNotPresent
`,
  },
  "BASE-024": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  serviceAccountName: web
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
  },
  "BASE-030": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: DB_PASSWORD
          valueFrom: { secretKeyRef: { name: db, key: password } }
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env: [{ name: DB_PASSWORD_FILE, value: /run/secrets/db/password }]
      volumeMounts: [{ name: db, mountPath: /run/secrets/db, readOnly: true }]
  volumes:
    - name: db
      secret: { secretName: db }
`,
  },
  "BASE-032": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
  },
  "BASE-037": {
    broken: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits: { cpu: 500m, memory: 256Mi }
`,
    mended: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits: { cpu: 500m, memory: 256Mi, ephemeral-storage: 1Gi }
`,
  },
};
