import { Platform } from "../../../../constructs/model/platform";
import type { Probe, ProbeForms, Probes } from "../../../../constructs/model/probe";
import { Duration } from "../../../../constructs/model/units";
import { container, podOf, Program } from "./sample";

const every = (forms: ProbeForms, seconds = 5): Probe => ({
  forms,
  every: Duration.seconds(seconds),
  timeout: Duration.seconds(2),
  failures: 3,
});

function probed(probes: Probes) {
  const platform = new Platform("acme");
  new Program(platform, "web", { container: container("web", { probes }) });
  return podOf(platform).containers[0];
}

const timing = { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 };

describe("a probe", () => {
  it("asks by http where it can, then by tcp, and runs a program only where it must", () => {
    const http = { port: 8080, path: "/ready" };
    const tcp = { port: 5432 };
    const exec = ["pg_isready", "-q"];
    expect(probed({ ready: every({ http, tcp, exec }) })?.readinessProbe).toEqual({
      httpGet: { path: "/ready", port: 8080, scheme: "HTTP" },
      ...timing,
    });
    expect(probed({ ready: every({ tcp, exec }) })?.readinessProbe).toEqual({ tcpSocket: { port: 5432 }, ...timing });
    expect(probed({ ready: every({ exec }) })?.readinessProbe).toEqual({ exec: { command: exec }, ...timing });
  });

  it("is one of three questions", () => {
    const tcp = { port: 8080 };
    const web = probed({ started: every({ tcp }, 1), ready: every({ tcp }, 2), live: every({ tcp }, 3) });
    expect(web?.startupProbe?.periodSeconds).toBe(1);
    expect(web?.readinessProbe?.periodSeconds).toBe(2);
    expect(web?.livenessProbe?.periodSeconds).toBe(3);
  });

  it("is rounded up to whole seconds: nothing waits for less than it was told", () => {
    const probe = { ...every({ tcp: { port: 1 } }), every: Duration.parse("1500ms"), timeout: Duration.parse("200ms") };
    expect(probed({ ready: probe as Probe })?.readinessProbe).toMatchObject({ periodSeconds: 2, timeoutSeconds: 1 });
  });

  it("runs programs whose dollars the kubelet would read", () => {
    const exec = ["sh", "-c", "test $(cat /tmp/ready) = yes"];
    expect(probed({ ready: every({ exec }) })?.readinessProbe?.exec?.command?.[2]).toBe(
      "test $$(cat /tmp/ready) = yes",
    );
  });

  it("must ask something", () => {
    expect(() => probed({ live: every({}) })).toThrow(/\[acme\/web\/main\/web\] ASH-INPUT-003: a probe asks nothing/);
  });

  it("has no place on an init step", () => {
    const platform = new Platform("acme");
    new Program(platform, "web", { init: [container("migrate", { probes: { ready: every({ tcp: { port: 1 } }) } })] });
    expect(() => podOf(platform)).toThrow(/\[acme\/web\/main\/migrate\] ASH-TARGET-002: an init step has probes/);
  });
});
