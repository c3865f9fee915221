import { useState } from "react";
import { Label, Slider, SliderThumb, SliderTrack } from "react-aria-components";

import styles from "./Scale.module.css";

export interface ScaleMark {
  name: string;
  value: number;
}

/** A step that people count in, about a hundredth of the scale: 1, 2 or 5, and noughts. */
export function stepOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 100)));
  return [5, 2, 1].map((digit) => digit * power).find((step) => step <= Math.max(1, most / 100)) ?? 1;
}

/**
 * Marks on a drawn scale, each to be moved by hand or by the arrow keys, and none past another.
 * `onMove` tells the mark that was moved, once it was let go.
 */
export function Scale({
  label,
  start,
  marks,
  most,
  format,
  isDisabled,
  onMove,
}: {
  label: string;
  /** What stands at 0. */
  start: string;
  marks: readonly ScaleMark[];
  most: number;
  format: (value: number) => string;
  isDisabled?: boolean;
  onMove: (index: number, value: number) => void;
}) {
  const step = stepOf(most);
  // A mark may stand between two steps: it is drawn at the next one, and stays where it is until it is moved.
  const drawn = marks.map(({ value }) => Math.min(Math.round(value / step) * step, most));
  const [moving, setMoving] = useState<readonly number[]>();
  const values = [...(moving ?? drawn)];
  const end = (after: number[]) => {
    setMoving(undefined);
    const index = after.findIndex((value, n) => value !== drawn[n]);
    const value = after[index];
    if (value !== undefined) onMove(index, value);
  };
  return (
    <Slider
      className={styles.scale ?? ""}
      value={values}
      minValue={0}
      maxValue={most}
      step={step}
      isDisabled={isDisabled ?? false}
      onChange={setMoving}
      onChangeEnd={end}
    >
      <Label className="visually-hidden">{label}</Label>
      <SliderTrack className={styles.track ?? ""}>
        <span className={styles.line} />
        <span className={styles.start}>{start}</span>
        {marks.map(({ name, value }, n) => (
          <SliderThumb key={n} index={n} aria-label={name} className={styles.thumb ?? ""}>
            <span className={styles.name} data-row={n % 2}>
              {name}
              <b>{format(moving?.[n] ?? value)}</b>
            </span>
          </SliderThumb>
        ))}
      </SliderTrack>
    </Slider>
  );
}
