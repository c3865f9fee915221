import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";

import styles from "./Charts.module.css";

const WIDTH = 96;
const HEIGHT = 26;

/** The course of a figure beside it. The figure says what it is, so the line says its title only. */
export function Sparkline({ values, title }: { values: readonly number[]; title: string }) {
  if (values.length < 2) return null;
  const x = scaleLinear([0, values.length - 1], [2, WIDTH - 4]);
  const y = scaleLinear([Math.min(...values), Math.max(...values, Math.min(...values) + 1)], [HEIGHT - 4, 4]);
  const path = line<number>((_, n) => x(n), (value) => y(value))([...values]) ?? "";
  return (
    <svg role="img" aria-label={title} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <path className={styles.line} d={path} />
      <circle className={styles.dot} cx={x(values.length - 1)} cy={y(values.at(-1) ?? 0)} r={3} />
    </svg>
  );
}
