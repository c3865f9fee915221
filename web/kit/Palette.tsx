import { useEffect, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";

import { Icon, type IconName } from "./Icon.js";
import styles from "./Overlay.module.css";

export interface Command {
  id: string;
  label: string;
  icon: IconName;
  hint?: string;
  /** Other words by which it is found. */
  words?: string;
  run: () => void;
}

export interface PaletteProps {
  label: string;
  placeholder: string;
  none: string;
  isOpen: boolean;
  onClose: () => void;
  /** All that can be done; `typed` may bring more, such as a look-up of what was typed. */
  commands: (typed: string) => readonly Command[];
}

/** Finds and runs a command by the keyboard alone: type, go up and down, Enter. */
export function Palette({ label, isOpen, onClose, ...rest }: PaletteProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable
      className={styles.backdrop ?? ""}
    >
      <Modal className={`${styles.sheet} ${styles.wide}`}>
        <Dialog aria-label={label} className={styles.palette ?? ""}>
          <Finder label={label} onClose={onClose} {...rest} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Finder({ label, placeholder, none, commands, onClose }: Omit<PaletteProps, "isOpen">) {
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const found = matching(commands(typed), typed);
  const at = Math.min(place, found.length - 1);
  useEffect(() => {
    // Its answer is a promise in newer browsers, which is no clean-up.
    void list.current?.children[at]?.scrollIntoView?.({ block: "nearest" });
  }, [at]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls="palette-results"
        aria-activedescendant={found[at] && `palette-${found[at].id}`}
        className={styles.search}
        placeholder={placeholder}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          setPlace(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step && found.length) setPlace((at + step + found.length) % found.length);
          else if (event.key === "Enter") run(found[at]);
          else return;
          event.preventDefault();
        }}
      />
      <ul ref={list} id="palette-results" role="listbox" aria-label={label} className={styles.results}>
        {found.map((command, n) => (
          <li
            key={command.id}
            id={`palette-${command.id}`}
            role="option"
            aria-selected={n === at}
            data-focused={n === at || undefined}
            className={styles.result}
            onPointerMove={() => setPlace(n)}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} />
            <span>{command.label}</span>
            {command.hint && <span className={styles.resultHint}>{command.hint}</span>}
          </li>
        ))}
      </ul>
      {!found.length && <p className={styles.none}>{none}</p>}
    </>
  );
}

/** The commands that have every word that was typed. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, words: more = "" }) => {
    const text = `${label} ${more}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
