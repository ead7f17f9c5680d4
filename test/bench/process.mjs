/** A case in a process of its own, so that its memory is its own and it can be stopped; no case can hang the benchmark. */
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

/** Until a case says "begin": reading the scenario, working out what waves do. */
const PREPARING_MS = 300_000;
/** What comes after the work that is timed: the certificate, reading a native solver's answer. */
const GRACE_MS = 15_000;

/**
 * The script says `process.send("begin")` where its clock starts and sends one object at its end.
 * @returns that object; or { limit: true } where it took longer than the limit; or { failed } with the reason. All with megabytes.
 */
export function inProcess(script, args, limitMs) {
  const child = fork(path.join(import.meta.dirname, script), args, {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: ["--max-old-space-size=8192"],
  });
  return new Promise((resolve) => {
    let [result, errors] = [null, ""];
    const stop = (answer) => {
      result ??= { ...answer, megabytes: peakOf(child.pid) };
      child.kill("SIGKILL");
    };
    let timer = setTimeout(() => stop({ failed: "not prepared in time" }), PREPARING_MS);
    child.stderr.setEncoding("utf8").on("data", (text) => (errors = (errors + text).slice(-2_000)));
    child.on("message", (message) => {
      clearTimeout(timer);
      if (message === "begin") timer = setTimeout(() => stop({ limit: true }), limitMs + GRACE_MS);
      else result ??= message;
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve(result ?? { failed: reasonIn(errors) ?? `ended with ${signal ?? code}`, megabytes: null });
    });
  });
}

const reasonIn = (errors) =>
  /heap out of memory/.test(errors) ? "out of memory" : (/^\w*Error: .*/m.exec(errors)?.[0] ?? null);

/** Linux only; null elsewhere. */
function peakOf(pid) {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}
