import type { ComponentChildren } from "preact";

import { addressOf, go } from "../lib/route.js";

interface Props {
  to: string;
  children: ComponentChildren;
  class?: string | undefined;
  current?: boolean;
  label?: string;
}

/** Leads to another screen; a long press or another button opens it as any address. */
export function Link({ to, children, current, label, ...rest }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={addressOf(to)} onClick={follow} aria-current={current ? "page" : undefined} aria-label={label} {...rest}>
      {children}
    </a>
  );
}
