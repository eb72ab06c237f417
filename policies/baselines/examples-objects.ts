import type { Example } from "./example";

/** The least objects around pods that break one rule, and the same mended. */
export const OBJECT_EXAMPLES: Readonly<Record<string, Example>> = {
  "BASE-025": {
    broken: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }
`,
    mended: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - { apiGroups: [''], resources: [configmaps], verbs: [get, watch] }
`,
  },
  "BASE-026": {
    broken: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: ServiceAccount, name: web, namespace: shop }
`,
    mended: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: ServiceAccount, name: web, namespace: shop }
`,
  },
  "BASE-027": {
    broken: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - { apiGroups: [''], resources: [pods/exec], verbs: [create] }
`,
    mended: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - { apiGroups: [''], resources: [pods, pods/log], verbs: [get, list] }
`,
  },
  "BASE-028": {
    broken: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - { apiGroups: [''], resources: [secrets], verbs: [get, list] }
`,
    mended: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - { apiGroups: [''], resources: [secrets], verbs: [get], resourceNames: [web-tls] }
`,
  },
  "BASE-029": {
    broken: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
rules:
  - { apiGroups: [''], resources: [serviceaccounts], verbs: [impersonate] }
`,
    mended: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
rules:
  - { apiGroups: [''], resources: [serviceaccounts], verbs: [get] }
`,
  },
  "BASE-031": {
    broken: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: website }
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
    mended: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
  },
  "BASE-033": {
    broken: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: web, port: { number: 80 } } }
`,
    mended: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  tls:
    - { hosts: [shop.example], secretName: shop-tls }
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: web, port: { number: 80 } } }
`,
  },
  "BASE-034": {
    broken: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
`,
    mended: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - topologyKey: kubernetes.io/hostname
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: web } }
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
`,
  },
  "BASE-035": {
    broken: `apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
`,
    mended: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
`,
  },
};
