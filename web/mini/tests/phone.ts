import { join } from "node:path";

import { vi } from "vitest";

import { draw, read, within, words, type Seen } from "./wxml.js";

type Answered = object | "lost" | { readonly errors: readonly object[] };

interface Sent {
  readonly url: string;
  readonly query: string;
  readonly language: string;
  readonly variables: { readonly input: Readonly<Record<string, unknown>>; readonly [name: string]: unknown };
}

interface PageOptions {
  data: Record<string, unknown>;
  [method: string]: unknown;
}

/** A socket to a gateway that takes whoever comes and every subscription. */
class Socket {
  isOpen = true;
  private readonly subscriptions: string[] = [];
  private told: (message: { data: string }) => void = () => {};
  private closed: (event: object) => void = () => {};

  constructor(readonly url: string) {}

  onOpen = (told: () => void) => queueMicrotask(told);
  onMessage = (told: Socket["told"]) => void (this.told = told);
  onClose = (told: Socket["closed"]) => void (this.closed = told);
  onError = () => {};

  send({ data }: { data: string }): void {
    const { type, id } = JSON.parse(data) as { type: string; id?: string };
    if (type === "connection_init") this.answer({ type: "connection_ack" });
    if (type === "ping") this.answer({ type: "pong" });
    if (type === "subscribe" && id) this.subscriptions.push(id);
  }

  close({ code = 1000, reason = "" }: { code?: number; reason?: string }): void {
    this.isOpen = false;
    queueMicrotask(() => this.closed({ code, reason }));
  }

  /** Tells every subscription of a change. */
  change(data: object): void {
    for (const id of this.subscriptions) this.answer({ type: "next", id, payload: { data } });
  }

  private answer(message: object): void {
    queueMicrotask(() => this.told({ data: JSON.stringify(message) }));
  }
}

/** WeChat on a phone, and the gateway that it reaches: each question gets the next answer, and "lost" none. */
export class Phone {
  readonly sent: Sent[] = [];
  readonly sockets: Socket[] = [];
  readonly storage = new Map<string, unknown>();
  readonly calls: Record<string, unknown[]> = {};
  answers: Answered[] = [];
  confirms = true;
  isFull = false;
  logins = 0;
  app: { onLaunch(options: object): void } | undefined;

  constructor(readonly language = "zh_CN") {}

  /** Opens a page of src as it is after a cold start: storage stays, memory does not. */
  async open(name: string): Promise<Shown> {
    let options: PageOptions | undefined;
    vi.stubGlobal("wx", this.wx());
    vi.stubGlobal("Page", (given: PageOptions) => (options = given));
    vi.stubGlobal("App", (given: Phone["app"]) => (this.app = given));
    await load(name);
    return new Shown(name, options ?? { data: {} });
  }

  private wx(): object {
    const note = (name: string) => (options: unknown) => {
      (this.calls[name] ??= []).push(options);
      return Promise.resolve();
    };
    return {
      getAppBaseInfo: () => ({ language: this.language }),
      setNavigationBarTitle: note("setNavigationBarTitle"),
      setTabBarItem: note("setTabBarItem"),
      navigateTo: note("navigateTo"),
      stopPullDownRefresh: note("stopPullDownRefresh"),
      showModal: (options: unknown) => {
        void note("showModal")(options);
        return Promise.resolve({ confirm: this.confirms });
      },
      getStorageSync: (key: string) => this.storage.get(key) ?? "",
      setStorageSync: (key: string, value: unknown) => {
        if (this.isFull) throw new Error("setStorageSync:fail exceed storage max size");
        this.storage.set(key, structuredClone(value));
      },
      removeStorageSync: (key: string) => void this.storage.delete(key),
      login: ({ success }: { success(result: object): void }) => success({ code: `code-${++this.logins}` }),
      connectSocket: ({ url }: { url: string }) => {
        const socket = new Socket(url);
        this.sockets.push(socket);
        return socket;
      },
      request: ({ url, data, header, success, fail }: { url: string; data: string; header: Record<string, string>; success(result: object): void; fail(error: object): void }) => {
        if (url.endsWith("/login/wechat")) return success({ statusCode: 200, data: JSON.stringify({ token: "token", expiresIn: 900 }) });
        const asked = JSON.parse(data) as Pick<Sent, "query" | "variables">;
        this.sent.push({ url, language: header["accept-language"] ?? "", ...asked });
        const answer = this.answers.shift() ?? "lost";
        if (answer === "lost") return fail({ errMsg: "request:fail timeout" });
        success({ statusCode: 200, data: JSON.stringify("errors" in answer ? answer : { data: answer }) });
      },
    };
  }
}

/** Runs a file of src anew. */
export async function load(name: string): Promise<void> {
  vi.resetModules();
  const file = join(import.meta.dirname, `../src/${name}.ts`);
  await import(/* @vite-ignore */ file);
}

/** A page that is open: what a member sees and taps. */
export class Shown {
  private readonly page: PageOptions & { setData(data: object): void };

  constructor(
    private readonly name: string,
    options: PageOptions,
  ) {
    const data = structuredClone(options.data);
    this.page = Object.assign(Object.create(null) as object, options, {
      data,
      // As WeChat does: nothing but what JSON can say gets to the page.
      setData: (changed: object) => void Object.assign(data, structuredClone(changed)),
    });
  }

  get seen(): Seen[] {
    return draw(read(`${this.name}.wxml`), this.page.data);
  }

  get words(): string {
    return words(this.seen);
  }

  get data(): Readonly<Record<string, unknown>> {
    return this.page.data;
  }

  /** WeChat's own calls, such as onShow; waits until nothing is under way. */
  async call(method: string, ...given: unknown[]): Promise<void> {
    const run = this.page[method] as (...given: unknown[]) => unknown;
    const running = run.apply(this.page, given);
    // The client waits at random between tries, so time is told to it.
    await vi.advanceTimersByTimeAsync(9_000);
    await running;
  }

  /** Taps what is labelled or worded so. */
  async tap(label: string): Promise<void> {
    const found = within(this.seen).find((each) => each.attributes["bindtap"] && (each.attributes["aria-label"] ?? words([each])) === label);
    if (!found) throw new Error(`nothing to tap is called ${label}`);
    if (found.attributes["disabled"]) throw new Error(`${label} is disabled`);
    const dataset = Object.fromEntries(
      Object.entries(found.attributes).flatMap(([name, value]) => (name.startsWith("data-") ? [[name.slice(5), value]] : [])),
    );
    await this.call(String(found.attributes["bindtap"]), { currentTarget: { dataset } });
  }
}
