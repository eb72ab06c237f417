import { readFileSync } from "node:fs";
import { join } from "node:path";
import { baasIn } from "../support/baas";
import { ComposeProject } from "./support/compose-project";
import { Docker } from "./support/docker";
import { Running, waitUntil, execute } from "./support/process";
import { RunningProject } from "./support/running-project";
jest.setTimeout(400000);
it("x", async () => {
  const docker = await Docker.start();
  const project = await ComposeProject.create(baasIn("dev"));
  const stack = new RunningProject(docker, project);
  let second: Running | undefined;
  const ps = async (t: string) => { const a = await stack.inspectAll(); console.log(t + "\n" + [...a].map(([n, s]) => `${n} ${s.State.Status} ${s.State.Health?.Status} rc=${s.RestartCount} exit=${s.State.ExitCode} ${(s.State as any).Error}`).join("\n")); };
  try {
    await stack.loadImages();
    await stack.up();
    await ps("up");
    // sandbox crash
    await stack.crash("rest-sandbox");
    await new Promise((r) => setTimeout(r, 20000));
    await ps("sandbox crashed");
    const alive = async () => (await stack.aside("rest", [], "ghcr.io/cloudnative-pg/postgresql:17.11-202608170816-standard-bookworm", "bash", "-c", "timeout 3 bash -c 'exec 3<>/dev/tcp/rest/8443' && echo open"));
    console.log("path after sandbox crash", JSON.stringify(await alive()));
    await stack.up();
    await ps("up again after sandbox crash");
    console.log("path after sandbox crash+up", JSON.stringify(await alive()));
    const r = await stack.compose(["restart", "rest-sandbox"]);
    console.log("compose restart sandbox", JSON.stringify(r));
    await stack.up();
    console.log("path after restart sandbox", JSON.stringify(await alive()));
    const pid = Number(readFileSync(join(docker.folder, "docker.pid"), "utf8"));
    for (let round = 0; round < 3; round++) {
      const p = Number(readFileSync(join(docker.folder, "docker.pid"), "utf8"));
      const t = Date.now();
      process.kill(p, "SIGTERM");
      await waitUntil(() => { try { process.kill(p, 0); return readFileSync(`/proc/${p}/status","utf8`, "utf8") === ""; } catch { return true; } }, "gone", 60000).catch((e) => console.log(String(e)));
      await new Promise((x) => setTimeout(x, 3000));
      console.log("daemon stop took", Date.now() - t);
      second = await Running.start("/usr/sbin/dockerd", ["--config-file", join(docker.folder, "daemon.json")], { log: join(docker.folder, "dockerd2.log") });
      await second.until(async () => (await docker.try(["version"])).code === 0, "answers", 60000);
      await new Promise((x) => setTimeout(x, 15000));
      await ps("after daemon restart " + round);
      console.log("path", JSON.stringify(await alive()));
    }
    await stack.up();
    await ps("up after all");
    console.log("path", JSON.stringify(await alive()));
    console.log((await execute("grep", ["-E", "level=(error|warn)", join(docker.folder, "dockerd2.log")])).stdout);
  } finally {
    await stack.compose(["down", "--volumes", "--timeout", "2"]);
    await second?.stop();
    await docker.stop();
    project.remove();
  }
});
