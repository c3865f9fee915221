import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import styles from "./Overlay.module.css";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the one that does it last. */
  actions?: ReactNode;
  /** Nothing but its buttons closes it. */
  stays?: boolean;
}

/** A sheet over the page, which keeps the focus until it is closed. */
export function Dialog({ title, isOpen, onClose, children, actions, stays }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={!stays}
      isKeyboardDismissDisabled={Boolean(stays)}
      className={styles.backdrop ?? ""}
    >
      <Modal className={styles.sheet ?? ""}>
        <AriaDialog className={styles.dialog ?? ""}>
          <Heading slot="title" className={styles.heading ?? ""}>
            {title}
          </Heading>
          {children}
          {actions && <div className={styles.actions}>{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
