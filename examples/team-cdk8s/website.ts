// A chart as the team has always written them: its own objects, in its own namespace. It calls the reports as any client
// of the platform does: at the public url, through the gateway, with a key.
import { ApiObject, Chart } from "cdk8s";
import type { Construct } from "constructs";

/** Input of {@link Website}. */
export interface WebsiteProps {
  /** The platform's public url. */
  readonly api: string;
}

const NAME = { "app.kubernetes.io/name": "website" };

/** The team's pages, served by nginx. */
export class Website extends Chart {
  public constructor(scope: Construct, id: string, { api }: WebsiteProps) {
    super(scope, id, { namespace: "website", labels: NAME });
    const settings = new ApiObject(this, "settings", {
      apiVersion: "v1",
      kind: "ConfigMap",
      data: { "default.conf.template": nginxConfig(api) },
    });
    new ApiObject(this, "deployment", {
      apiVersion: "apps/v1",
      kind: "Deployment",
      spec: {
        replicas: 2,
        selector: { matchLabels: NAME },
        template: { metadata: { labels: NAME }, spec: pod(settings.name) },
      },
    });
    new ApiObject(this, "service", {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "website" },
      spec: { selector: NAME, ports: [{ name: "http", port: 80, targetPort: "http" }] },
    });
  }
}

/** The image fills in what is a variable of the container, and nothing else. */
function nginxConfig(api: string): string {
  return `server {
  listen 8080;
  root /usr/share/nginx/html;
  location /reports {
    proxy_pass ${api};
    proxy_ssl_server_name on;
    proxy_ssl_verify on;
    proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;
    proxy_set_header apikey "\${REPORTS_KEY}";
  }
}
`;
}

function pod(settings: string) {
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 101, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "nginx",
        image: "docker.io/nginxinc/nginx-unprivileged:1.29.1",
        ports: [{ name: "http", containerPort: 8080 }],
        // The platform's secret `gateway-key-website`, copied into this namespace by the team.
        env: [{ name: "REPORTS_KEY", valueFrom: { secretKeyRef: { name: "gateway-key-website", key: "value" } } }],
        readinessProbe: { tcpSocket: { port: "http" } },
        resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { cpu: "200m", memory: "64Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [
          { name: "settings", mountPath: "/etc/nginx/templates", readOnly: true },
          { name: "conf", mountPath: "/etc/nginx/conf.d" },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "settings", configMap: { name: settings } },
      { name: "conf", emptyDir: { sizeLimit: "1Mi" } },
      { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
    ],
  };
}
