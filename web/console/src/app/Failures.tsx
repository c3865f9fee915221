import { Link } from "@tanstack/react-router";
import { Button, Empty } from "@tessera/kit";

import { useMessages } from "../lib/messages.js";

/** A screen that failed in the browser. */
export function Broken({ error }: { error: Error }) {
  const { states } = useMessages().app;
  return (
    <Empty
      icon="alert"
      title={states.broken}
      action={
        <Button icon="refresh" onPress={() => location.reload()}>
          {states.reload}
        </Button>
      }
    >
      {states.brokenText} <code>{error.message}</code>
    </Empty>
  );
}

/** An address that is no screen. */
export function NotFound() {
  const { states } = useMessages().app;
  return (
    <Empty icon="search" title={states.notFound} action={<Link to="/">{states.home}</Link>}>
      {states.notFoundText}
    </Empty>
  );
}
