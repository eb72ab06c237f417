import fc from "fast-check";
import { composeBytes, composeCpu, kubernetesBytes, kubernetesCpu } from "../../../policies/facts/quantity";

describe("amounts of Kubernetes", () => {
  it.each([
    ["500m", 500],
    ["2", 2000],
    [0.5, 500],
    ["0.1", 100],
    ["1.5", 1500],
    ["1e1", 10_000],
    ["100u", 1],
    ["1k", 1_000_000],
  ])("processor time %s is %d millicores", (text, millicores) => {
    expect(kubernetesCpu(text)).toBe(millicores);
  });

  it.each([
    ["512Mi", 512 * 2 ** 20],
    ["512M", 512e6],
    ["1.5Gi", 1.5 * 2 ** 30],
    ["128e6", 128e6],
    [1024, 1024],
    ["100m", 1],
    [".5Ki", 512],
    ["1Ei", 2 ** 60],
  ])("%s is %d bytes", (text, bytes) => {
    expect(kubernetesBytes(text)).toBe(bytes);
  });

  it.each(["", "lots", "-1", "1 Gi", "1GB", "1gi", null, undefined, {}, "Mi", "1e999"])("%p is no amount", (value) => {
    expect(kubernetesBytes(value)).toBeUndefined();
    expect(kubernetesCpu(value)).toBeUndefined();
  });

  it("reads every number of millicores that it can be written as", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (millicores) => {
        expect(kubernetesCpu(`${millicores}m`)).toBe(millicores);
        expect(kubernetesCpu(String(millicores / 1000))).toBe(millicores);
      }),
    );
  });
});

describe("amounts of Compose", () => {
  it.each([
    ["512M", 512 * 2 ** 20],
    ["512m", 512 * 2 ** 20],
    ["512MiB", 512 * 2 ** 20],
    ["1.5gb", 1.5 * 2 ** 30],
    ["64kb", 64 * 1024],
    ["10b", 10],
    ["536870912", 536870912],
    [536870912, 536870912],
  ])("%s is %d bytes: all of Docker's units are binary", (text, bytes) => {
    expect(composeBytes(text)).toBe(bytes);
  });

  it.each(["", "lots", "-1", "1e3", "5 parsecs", undefined, true])("%p is no size", (value) => {
    expect(composeBytes(value)).toBeUndefined();
  });

  it("counts processors in parts of one", () => {
    expect([composeCpu("0.5"), composeCpu(2), composeCpu("0.001"), composeCpu("500m"), composeCpu(-1)]).toEqual([
      500,
      2000,
      1,
      undefined,
      undefined,
    ]);
  });
});
