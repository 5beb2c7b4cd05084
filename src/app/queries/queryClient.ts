import { QueryClient } from "@tanstack/react-query";

/** Answers come from workers of this page: they never grow stale, need no network and are not retried. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 30_000,
        retry: false,
        refetchOnWindowFocus: false,
        structuralSharing: false,
      },
    },
  });
}
