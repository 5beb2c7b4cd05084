import { proxy, type Remote, transfer } from "comlink";
import { InputError } from "../formats/inputError.ts";
import { answerOf, cancellationOf } from "./answers.ts";
import type { Workers } from "./startWorkers.ts";
import type { Engine, RemoteTable } from "./types.ts";
import type { ConvertApi } from "./workers/convertApi.ts";
import type { ReadRange } from "./workers/plannedSource.ts";

/** Reads tables that are elsewhere, each time in a worker of its own: cancelled, it is gone at once. */
export function createRemoteTables(
  startConvert: Workers["startConvert"],
): Pick<Engine, "lookAtTable" | "tableText"> {
  async function ask<T>(
    { name, read }: RemoteTable,
    signal: AbortSignal,
    question: (api: Remote<ConvertApi>, read: ReadRange) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const { cancelled, release } = cancellationOf(signal);
    const worker = startConvert();
    const died = worker.died.catch(({ message }: Error) => {
      throw new InputError(
        `${name} could not be read: the worker that does it stopped (${message}). Download the file and open it here.`,
      );
    });
    died.catch(() => {});
    const readRange = async (start: number, end: number) => {
      const bytes = await read(start, end);
      return transfer(bytes, [bytes]);
    };
    try {
      return await answerOf(question(worker.api, proxy(readRange)), died, cancelled);
    } finally {
      worker.stop();
      release();
    }
  }

  const fileOf = ({ name, size }: RemoteTable) => ({ name, size });

  return {
    lookAtTable: (table, signal) =>
      ask(table, signal, (api, read) => api.lookAtTable(fileOf(table), read)),
    tableText: (table, take, { signal, onRows }) =>
      ask(table, signal, (api, read) => api.tableText(fileOf(table), read, take, proxy(onRows))),
  };
}
