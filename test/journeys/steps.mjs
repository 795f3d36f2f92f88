// Steps with a sentence each: what was tried, whether it worked, how long it took.
const failures = [];
let passed = 0;

export function results() {
  return { failures, passed };
}

/** Runs one step and prints its line; a failure is counted and thrown on. */
async function step(journey, sentence, work) {
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1).padStart(5);
  try {
    const result = await work();
    passed += 1;
    console.log(`ok   ${seconds()} s  ${journey}: ${sentence}`);
    return result;
  } catch (error) {
    failures.push(`${journey}: ${sentence}`);
    console.log(`FAIL ${seconds()} s  ${journey}: ${sentence}\n${indent(error)}`);
    throw Object.assign(error, { told: true });
  }
}

/** Runs a journey to its end or to its first failed step; the others go on. */
export async function journey(name, work) {
  try {
    return await work((sentence, act) => step(name, sentence, act));
  } catch (error) {
    if (error.told) return null;
    failures.push(name);
    console.log(`FAIL          ${name}: broke between two steps\n${indent(error)}`);
    return null;
  }
}

export function assert(condition, words) {
  if (!condition) throw new Error(words);
}

export function equal(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

function indent(error) {
  const text = error.told === undefined && error.stack ? error.stack : String(error.message);
  return text
    .split("\n")
    .slice(0, 14)
    .map((line) => `       ${line}`)
    .join("\n");
}
