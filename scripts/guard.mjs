// Runs a command in its own process group and leaves nothing of it behind: when the command ends, when asked to stop,
// or when whoever started the guard is gone, even by kill -9 (the pipe on stdin then closes).
import { spawn } from "node:child_process";

const STOP_WITHIN_MS = 5_000;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
let stopping = false;

child.on("exit", (code) => sweep(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
process.stdin.on("error", stop).on("close", stop).resume();

function stop() {
  if (stopping) return;
  stopping = true;
  process.kill(-process.pid, "SIGTERM");
  setTimeout(() => sweep(1), STOP_WITHIN_MS);
}

/** A clean end leaves nothing behind. After any other the whole group is killed, the guard with it. */
function sweep(code) {
  if (code === 0 && !stopping) process.exit(0);
  process.kill(-process.pid, "SIGKILL");
}
