import { type Remote, transfer } from "comlink";
import type { StartedWorker, Workers } from "./startWorkers.ts";
import type { ColumnWorkerApi } from "./workers/columnApi.ts";
import type { PoolApi } from "./workers/poolApi.ts";

/** The column workers, each with a line of its own to the pool worker. */
export interface ColumnWorkers {
  /** Starts them, where they are not started yet. */
  start(): void;
}

export function createColumnWorkers(workers: Workers, pool: Remote<PoolApi>): ColumnWorkers {
  const started: StartedWorker<ColumnWorkerApi>[] = [];

  function startAt(position: number): StartedWorker<ColumnWorkerApi> {
    const worker = workers.startColumn();
    const { port1, port2 } = new MessageChannel();
    void worker.api.connect(transfer(port1, [port1]));
    void pool.addColumnWorker(position, transfer(port2, [port2]));
    worker.died.catch(() => pool.removeColumnWorker(position));
    return worker;
  }

  return {
    start() {
      while (started.length < workers.columnWorkers) started.push(startAt(started.length));
    },
  };
}
