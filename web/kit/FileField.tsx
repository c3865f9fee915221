import { Button, FileTrigger, Label } from "react-aria-components";
import { useId } from "react";

import styles from "./Field.module.css";

/** One file of the person's device. `accepts` are endings, such as ".csv". */
export function FileField({
  label,
  hint,
  choose,
  file,
  accepts,
  onChange,
}: {
  label: string;
  hint?: string;
  /** What the button says while there is no file. */
  choose: string;
  file: File | undefined;
  accepts: readonly string[];
  onChange: (file: File) => void;
}) {
  const id = useId();
  return (
    <div className={styles.field}>
      <Label id={id} className={styles.label ?? ""}>
        {label}
      </Label>
      <FileTrigger
        acceptedFileTypes={accepts}
        onSelect={(files) => {
          const [first] = files ?? [];
          if (first) onChange(first);
        }}
      >
        <Button aria-labelledby={`${id} ${id}-file`} className={`${styles.input} ${styles.select}`}>
          <span id={`${id}-file`}>{file ? file.name : choose}</span>
        </Button>
      </FileTrigger>
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}
