import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";

import { fakeApi, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { LazyScreen, type Load } from "./LazyScreen.js";

const GIVEN = { rest: "spring", brandName: "", onLeave: () => undefined };
const settled = () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 10)));

async function opened(load: Load): Promise<void> {
  shown(fakeApi([]).api, <LazyScreen {...GIVEN} load={load} />);
  await settled();
}

afterEach(unmount);

test("a screen is fetched when it is opened, and shown at once when it is opened again", async () => {
  let fetched = 0;
  const load: Load = async () => {
    fetched++;
    return ({ rest }) => <p role="note">{rest}</p>;
  };
  await opened(load);
  expect(textOf("note")).toBe("spring");
  unmount();
  shown(fakeApi([]).api, <LazyScreen {...GIVEN} load={load} />);
  expect(textOf("note")).toBe("spring");
  expect(fetched).toBe(1);
});

test("a screen whose script does not come says so, and offers a reload", async () => {
  await opened(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module")));
  expect(document.querySelector("h1")?.textContent).toBe("暂时无法连接");
  expect(document.querySelector("button")?.textContent).toBe("重试");
});
