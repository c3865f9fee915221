import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import styles from "./Sheet.module.css";

interface Props {
  title: string;
  onClose: () => void;
  actions: ComponentChildren;
  children: ComponentChildren;
}

/** A question at the lower edge, where a thumb reaches. The browser keeps the focus in it, and Escape closes it. */
export function Sheet({ title, onClose, actions, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={styles["sheet"]}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class={styles["content"]}>
        <h2 id={heading}>{title}</h2>
        {children}
        <div class={styles["actions"]}>{actions}</div>
      </div>
    </dialog>
  );
}
