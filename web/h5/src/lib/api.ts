import { Changes, checkDraw, Client, memberExport, periodsUntil, statementFile, TesseraError, Wishes, type Answer, type Checked, type Document, type Problem, type Told } from "@tessera/client";
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { Answers } from "./answers.js";
import type { Config } from "./config.js";
import { saveFile } from "./saveFile.js";
import type { Language } from "./preferences.js";
import type { Session } from "./session.js";

export { checkDraw, periodsUntil, TesseraError, type Checked, type Problem, type Told };

/** The gateway in one language, for one session. */
export class Api {
  readonly client: Client;
  readonly answers = new Answers();
  private socket: Changes | undefined;

  constructor(
    readonly language: Language,
    readonly session: Session,
    private readonly config: Config,
    client?: Client,
  ) {
    this.client = client ?? new Client({ url: "/graphql", token: session.tokens, language, documents: this.documents });
  }

  private get documents(): "text" | "id" {
    return this.config.development ? "text" : "id";
  }

  /** Whether there is a store for pictures. */
  get takesPictures(): boolean {
    return this.config.uploads;
  }

  /** All subscriptions go by one socket, opened with the first of them. */
  get changes(): Changes {
    const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`;
    const { language, documents } = this;
    return (this.socket ??= new Changes({ url, token: this.session.tokens, language, documents }));
  }

  /** All that is kept of the member, as a file. Throws TesseraError. */
  copy(): Promise<{ readonly name: string; readonly content: Blob }> {
    return memberExport({ language: this.language, token: this.session.tokens });
  }

  close(): void {
    void this.socket?.close();
    this.socket = undefined;
  }
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("there is no ApiContext around this");
  return api;
}

/** What a screen has of its question. */
export interface Asked<Data> {
  readonly data: Data | undefined;
  /** Why parts of `data` are null. */
  readonly problems: readonly Problem[];
  readonly error: Error | undefined;
  readonly again: () => void;
}

/** Asks while the part that calls it is on the screen; every `everyMs` where that is given. */
export function useAsk<Data, V>(document: Document<Data, V>, variables: V, everyMs?: number): Asked<Data> {
  const { answers, client } = useApi();
  const [, draw] = useState(0);
  const given = JSON.stringify(variables);
  const key = `${String(document.__meta__?.["id"])} ${given}`;
  useEffect(() => {
    const send = client.send.bind(client) as (d: Document<Data, V>, v: V) => Promise<Answer<Data>>;
    const stop = answers.follow(key, () => send(document, JSON.parse(given) as V), () => draw((n) => n + 1));
    const timer = everyMs && setInterval(() => answers.again(key), everyMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [answers, client, document, given, key, everyMs]);
  const { answer, error } = answers.of(key);
  return { data: answer?.data as Data | undefined, problems: answer?.problems ?? [], error, again: () => answers.again(key) };
}

interface Refusal {
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
}

/** What came of a wish: done with what was answered, refused for a reason in words, or no answer. */
export type Outcome<Payload> = { done: Payload } | { refused: string; code: string } | { error: Error };

type Wished = { readonly input: { readonly requestId: string } };
type PayloadOf<Data> = NonNullable<Data[keyof Data]>;

/**
 * A button's mutation. The request id is made when the button is pressed and kept until there is an
 * answer, so that pressing again after a lost one asks for the same thing.
 */
export function useWish<Data, V extends Wished>(document: Document<Data, V>, prefix: string) {
  const { answers, client, language } = useApi();
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<PayloadOf<Data>>>();
  const [wishes] = useState(() => new Wishes(prefix));

  const sent = async (input: Omit<V["input"], "requestId">): Promise<Outcome<PayloadOf<Data>>> => {
    const requestId = wishes.idOf(input);
    const variables = { input: { ...input, requestId } } as unknown as V;
    const send = client.send.bind(client) as (d: Document<Data, V>, v: V) => Promise<Answer<Data>>;
    try {
      const { data, problems } = await send(document, variables);
      const payload = Object.values(data as Record<string, unknown>)[0] as
        | (PayloadOf<Data> & { userErrors: readonly Refusal[] })
        | null;
      if (!payload) throw new TesseraError(problems as [Problem, ...Problem[]]);
      wishes.answered();
      const [refused] = payload.userErrors;
      return refused ? { refused: refused.message[language], code: refused.code } : { done: payload };
    } catch (error) {
      return { error: error as Error };
    }
  };
  const run = async (input: Omit<V["input"], "requestId">) => {
    setPending(true);
    const came = await sent(input);
    setOutcome(came);
    setPending(false);
    // Whatever changed, every screen may show it.
    if ("done" in came) answers.refresh();
    return came;
  };
  return { run, isPending, outcome, reset: () => setOutcome(undefined) };
}

/** The member's month as a file, which the browser then keeps. */
export function useStatementFile() {
  const { language, session } = useApi();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const fetchFile = async (month: string) => {
    setPending(true);
    setError(undefined);
    try {
      const { name, content } = await statementFile({ month, form: "pdf", language, token: session.tokens });
      saveFile(name, content);
    } catch (failed) {
      setError(failed as Error);
    }
    setPending(false);
  };
  return { fetchFile, isPending, error };
}

/** Follows changes while the part that calls it is on the screen: each one asks for the screen again. */
export function useLive<Data, V extends object>(document: Document<Data, V>): void {
  const api = useApi();
  useEffect(() => {
    const refresh = () => api.answers.refresh();
    let first = true;
    const next = (data: Data) => {
      const [change] = Object.values(data as object) as { live?: boolean }[];
      // The first message only says where it begins.
      if (!(first && change?.live)) refresh();
      first = false;
    };
    const listen = api.changes.listen.bind(api.changes) as (d: Document<Data, V>, l: { next: typeof next; gap: () => void }, v: object) => () => void;
    return listen(document, { next, gap: refresh }, {});
  }, [api, document]);
}
