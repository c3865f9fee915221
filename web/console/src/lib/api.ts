import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { Changes, Client, TesseraError, Wishes, type Answer, type Document, type Problem } from "@tessera/client";
import { createContext, useContext, useEffect, useEffectEvent, useMemo, useState } from "react";

import type { Language } from "./preferences.js";
import type { Session } from "./session.js";

export { TesseraError, type Answer, type Document, type Problem };

const FRESH_MS = 15_000;
const TRIES_WHEN_LIMITED = 8;

/** The gateway in one language, for one session. */
export class Api {
  readonly client: Client;
  private socket: Changes | undefined;

  constructor(
    readonly language: Language,
    private readonly session: Session,
    private readonly development: boolean,
    client?: Client,
  ) {
    this.client =
      client ?? new Client({ url: "/graphql", token: session.tokens, language, documents: this.documents });
  }

  /** All subscriptions go by one socket, opened with the first of them. */
  get changes(): Changes {
    const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`;
    const { language, documents } = this;
    return (this.socket ??= new Changes({ url, token: this.session.tokens, language, documents }));
  }

  close(): void {
    void this.socket?.close();
    this.socket = undefined;
  }

  private get documents(): "text" | "id" {
    return this.development ? "text" : "id";
  }
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("there is no ApiContext around this");
  return api;
}

/** The cache of answers. A caller who asks too much waits for as long as the gateway says. */
export function newCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // The client has tried again what fails on the way.
        retry: (failed, error) =>
          error instanceof TesseraError && error.code === "RATE_LIMITED" && failed < TRIES_WHEN_LIMITED,
        retryDelay: (_, error) => waitOf(error),
      },
      mutations: { retry: false },
    },
  });
}

/** For how long the gateway asks a caller to wait, in milliseconds. */
export function waitOf(error: unknown): number {
  const [problem] = error instanceof TesseraError ? error.problems : [];
  return problem?.retryAfterMs ?? 1_000;
}

const idOf = (document: Pick<Document<unknown, unknown>, "__meta__">) => String(document.__meta__?.["id"]);

/** The key of a query in the cache. The language is in it: names from the services are in one language. */
export const keyOf = <V>(language: Language, document: Document<unknown, V>, variables: V) =>
  [idOf(document), language, variables] as const;

export type Asked<Data> = UseQueryResult<Answer<Data>, Error>;

/** Asks for a screen. What was on it stays while the next page of it comes. */
export function useAsk<Data, V>(
  document: Document<Data, V>,
  variables: V,
  options: {
    enabled?: boolean;
    keep?: boolean;
    /** What was answered before is asked again at once. */
    fresh?: boolean;
    everyMs?: number | ((data: Data | undefined) => number);
  } = {},
): Asked<Data> {
  const { client, language } = useApi();
  const { everyMs } = options;
  return useQuery({
    queryKey: keyOf(language, document, variables),
    queryFn: () => (client.send as (d: Document<Data, V>, v: V) => Promise<Answer<Data>>)(document, variables),
    enabled: options.enabled ?? true,
    ...(options.keep && { placeholderData: keepPreviousData }),
    ...(options.fresh && { staleTime: 0 }),
    ...(everyMs && {
      refetchInterval: typeof everyMs === "number" ? everyMs : (query: { state: { data?: Answer<Data> } }) => everyMs(query.state.data?.data),
    }),
  });
}

interface Refusal {
  readonly code: string;
  readonly field: string | null;
  readonly message: { readonly zh: string; readonly en: string };
}

interface Refused<Payload> extends Refusal {
  /** The reason and the remedy, in the person's language. */
  readonly said: string;
  /** What else was answered. */
  readonly payload: Payload;
}

/** What came of a wish: done with what was answered, or refused for a reason in words. */
export type Outcome<Payload> = { done: Payload } | { refused: Refused<Payload> };

type Wished = { readonly input: { readonly requestId: string } };

/** The one payload of a mutation, `null` where its service was away. */
type PayloadOf<Data> = NonNullable<Data[keyof Data]>;

/**
 * A button's mutation. The request id is made when the button is pressed and kept until there is an
 * answer; offline it waits for the network. `run` rejects with TesseraError when no answer came.
 */
export function useWish<Data, V extends Wished>(document: Document<Data, V>, prefix: string) {
  const { client, language } = useApi();
  const cache = useQueryClient();
  const [wishes] = useState(() => new Wishes(prefix));
  const mutation = useMutation<Outcome<PayloadOf<Data>>, Error, Omit<V["input"], "requestId">>({
    mutationFn: async (input) => {
      const variables = { input: { ...input, requestId: wishes.idOf(input) } } as unknown as V;
      const send = client.send.bind(client) as (d: Document<Data, V>, v: V) => Promise<Answer<Data>>;
      const { data, problems } = await send(document, variables);
      const payload = Object.values(data as Record<string, unknown>)[0] as
        | (PayloadOf<Data> & { userErrors: readonly Refusal[] })
        | null;
      if (!payload) throw new TesseraError(problems as [Problem, ...Problem[]]);
      wishes.answered();
      const [refused] = payload.userErrors;
      return refused ? { refused: { ...refused, said: refused.message[language], payload } } : { done: payload };
    },
    // Whatever changed, every screen may show it.
    onSuccess: (outcome) => void ("done" in outcome && cache.invalidateQueries()),
  });
  const outcome = mutation.data;
  const refused = outcome && "refused" in outcome ? outcome.refused : undefined;
  return {
    run: mutation.mutateAsync,
    reset: mutation.reset,
    isPending: mutation.isPending,
    /** It waits for the network. */
    isPaused: mutation.isPaused,
    refused,
    /** Why it was not done, in the person's language. */
    said: refused?.said ?? "",
    error: mutation.error,
  };
}

/** Follows changes while the part that calls it is on the screen. */
export function useLive<Data, V>(
  document: Document<Data, V>,
  variables: V,
  told: { next: (data: Data) => void; gap?: () => void; live?: () => void },
): void {
  const api = useApi();
  const next = useEffectEvent(told.next);
  const gap = useEffectEvent(() => told.gap?.());
  const live = useEffectEvent(() => told.live?.());
  const key = JSON.stringify(variables);
  useEffect(() => {
    const listen = api.changes.listen.bind(api.changes) as (
      d: Document<Data, V>,
      l: { next: (data: Data) => void; gap: () => void; live: () => void },
      v: V,
    ) => () => void;
    return listen(
      document,
      { next: (data) => next(data), gap: () => gap(), live: () => live() },
      JSON.parse(key) as V,
    );
  }, [api, document, key]);
}

/** Asks now, past the cache: for what goes on step by step. */
export function useSend<Data, V>(document: Document<Data, V>): (variables: V) => Promise<Answer<Data>> {
  const { client } = useApi();
  return (client.send as (d: Document<Data, V>, v: V) => Promise<Answer<Data>>).bind(client, document);
}

/** Asks for everything on the screen again. */
export function useRefresh(): () => void {
  const cache = useQueryClient();
  return useMemo(() => () => void cache.invalidateQueries(), [cache]);
}

/** Sends any text, for the explorer: the answer as it came. */
export function useRaw(session: Session): (query: string, variables: string) => Promise<unknown> {
  const { language } = useApi();
  return async (query, variables) => {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "accept-language": language,
        authorization: `Bearer ${await session.tokens()}`,
      },
      body: JSON.stringify({ query, variables: variables.trim() ? (JSON.parse(variables) as unknown) : {} }),
    });
    return response.json();
  };
}
