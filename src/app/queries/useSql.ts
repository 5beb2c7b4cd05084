import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { SqlAnswer, SqlStage } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";
import { useLatestBalance } from "./useBalance.ts";

/** Rows of an answer that are shown, copied and saved. */
export const MOST_ROWS = 100_000;
/** Milliseconds that an answer is kept while another panel is open. */
const KEPT = 600_000;

/** A statement and what came of it. */
export interface Answered {
  readonly statement: string;
  readonly answer: SqlAnswer;
}

/** A table of many captions that waits for a yes. */
export interface ManyCaptions {
  readonly captions: number;
  readonly bytes: number;
  readonly answer: (isWanted: boolean) => void;
}

export interface Sql {
  /** Of this pool; the last one. */
  readonly answered: Answered | null;
  /** What is being done, while a statement runs. */
  readonly stage: SqlStage | null;
  readonly manyCaptions: ManyCaptions | null;
  /** Whether it can run: what hangs on t must be known. */
  readonly isReady: boolean;
  run(statement: string): Promise<void>;
  stop(): void;
}

/** Asks the tables of the pool, at the rested t. Leaving the panel stops what runs. */
export function useSql(): Sql {
  const engine = useEngine();
  const client = useQueryClient();
  const poolId = useSession((session) => session.pool?.id);
  const balance = useLatestBalance();
  const [stage, setStage] = useState<SqlStage | null>(null);
  const [manyCaptions, setManyCaptions] = useState<ManyCaptions | null>(null);
  const running = useRef<AbortController | null>(null);
  const queryKey = ["sql answer", poolId];
  const { data } = useQuery<Answered>({ queryKey, queryFn: skipToken, gcTime: KEPT });
  useEffect(() => () => running.current?.abort(), []);

  async function run(statement: string): Promise<void> {
    if (balance === null || running.current !== null) return;
    const controller = new AbortController();
    running.current = controller;
    setStage("opening");
    const { signal } = controller;
    const onManyCaptions = (captions: number, bytes: number) =>
      new Promise<boolean>((resolve) =>
        setManyCaptions({ captions, bytes, answer: resolve }),
      ).finally(() => setManyCaptions(null));
    try {
      const request = { statement, balance, mostRows: MOST_ROWS };
      const answer = await engine.sql(request, { signal, onStage: setStage, onManyCaptions });
      client.setQueryData(queryKey, { statement, answer });
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      const problem = `It could not be run: ${(error as Error).message}`;
      client.setQueryData(queryKey, { statement, answer: { problem, place: null } });
    } finally {
      running.current = null;
      setStage(null);
      setManyCaptions(null);
    }
  }

  return {
    answered: data ?? null,
    stage,
    manyCaptions,
    isReady: balance !== null,
    run,
    stop: () => running.current?.abort(),
  };
}
