import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
} from "react-aria-components";

import styles from "./Field.module.css";
import { Icon } from "./Icon.js";
import overlay from "./Overlay.module.css";

export interface Choice<Key extends string> {
  key: Key;
  label: string;
}

export interface ChoiceProps<Key extends string> {
  label: string;
  value: Key;
  onChange: (key: Key) => void;
  choices: readonly Choice<Key>[];
  hideLabel?: boolean;
}

/** One of several, in a list that opens. */
export function SelectField<Key extends string>({ label, value, onChange, choices, hideLabel }: ChoiceProps<Key>) {
  return (
    <Select className={styles.field ?? ""} value={value} onChange={(key) => onChange(key as Key)}>
      <Label className={hideLabel ? "visually-hidden" : (styles.label ?? "")}>{label}</Label>
      <Button className={`${styles.input} ${styles.select}`}>
        <SelectValue />
        <Icon name="down" size={14} />
      </Button>
      <Popover className={overlay.popover ?? ""}>
        <ListBox className={styles.listbox ?? ""} items={choices.map((choice) => ({ id: choice.key, ...choice }))}>
          {(choice) => (
            <ListBoxItem id={choice.key} textValue={choice.label} className={styles.option ?? ""}>
              {({ isSelected }) => (
                <>
                  <span>{choice.label}</span>
                  {isSelected && <Icon name="check" size={15} />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** One of a few, all in sight. */
export function Segments<Key extends string>({ label, value, onChange, choices }: ChoiceProps<Key>) {
  return (
    <RadioGroup className={styles.choices ?? ""} aria-label={label} value={value} orientation="horizontal" onChange={(key) => onChange(key as Key)}>
      <div className={styles.segments}>
        {choices.map(({ key, label: text }) => (
          <Radio key={key} value={key} className={styles.segment ?? ""}>
            {text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
