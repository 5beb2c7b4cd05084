#!/usr/bin/env node
import { isMainThread } from "node:worker_threads";
import { InputError } from "../formats/inputError.ts";
import { VERSION } from "../version.ts";
import { HELP, parseArguments, UsageError } from "./arguments.ts";
import { balance } from "./balance.ts";
import { count } from "./count.ts";
import { runMatchThread } from "./matchThread.ts";
import { writeOutput } from "./output.ts";
import { formatJson, formatSentences } from "./summary.ts";

const INPUT_WRONG = 1;
const USAGE_WRONG = 2;

async function run(words: readonly string[]): Promise<void> {
  const started = performance.now();
  const command = parseArguments(words);
  if (command.command === "help") return writeOutput(HELP);
  if (command.command === "version") return writeOutput(`${VERSION}\n`);
  const summary = command.command === "count" ? await count(command) : await balance(command);
  const format = command.json ? formatJson : formatSentences;
  process.stderr.write(format(summary, (performance.now() - started) / 1000));
}

async function main(words: readonly string[]): Promise<void> {
  // Who reads the output may stop before its end, as head does.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    process.stderr.write(`The output could not be written: ${error.message}.\n`);
    process.exit(INPUT_WRONG);
  });
  try {
    await run(words);
  } catch (error) {
    if (error instanceof InputError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = INPUT_WRONG;
    } else if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nheadtail --help says more.\n`);
      process.exitCode = USAGE_WRONG;
    } else if ((error as NodeJS.ErrnoException).syscall !== "write") {
      throw error;
    }
  }
}

if (isMainThread) await main(process.argv.slice(2));
else runMatchThread();
