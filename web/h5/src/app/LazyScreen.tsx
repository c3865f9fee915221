import { h, type FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";

import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Page, Waiting } from "../parts/Page.js";

/** What every screen is given. */
export interface ScreenProps {
  /** The address behind the screen's own name, such as the code of a lottery; "" without one. */
  rest: string;
  brandName: string;
  onLeave: () => void;
}

/** Fetches the script of a screen. */
export type Load = () => Promise<FunctionComponent<ScreenProps>>;

const loaded = new Map<Load, FunctionComponent<ScreenProps>>();

/** A screen whose script comes when the screen is opened for the first time. */
export function LazyScreen({ load, ...props }: ScreenProps & { load: Load }) {
  const [, draw] = useState(0);
  const [lost, setLost] = useState<Load>();
  useEffect(() => {
    if (loaded.has(load)) return;
    load().then(
      (screen) => {
        loaded.set(load, screen);
        draw((n) => n + 1);
      },
      () => setLost(() => load),
    );
  }, [load]);
  const screen = loaded.get(load);
  if (screen) return h(screen, props);
  if (lost === load) return <Lost />;
  return <Waiting />;
}

/** Browsers remember a script that did not come, and a newer release has others: only a reload helps. */
function Lost() {
  const { app } = useMessages();
  return (
    <Page title={app.away}>
      <p>{app.awayText}</p>
      <Button onPress={() => location.reload()}>{app.retry}</Button>
    </Page>
  );
}
