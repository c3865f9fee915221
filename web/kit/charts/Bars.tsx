import { scaleBand, scaleLinear } from "d3-scale";

import styles from "./Charts.module.css";
import { DataTable } from "./DataTable.js";
import { useWidth } from "./useWidth.js";

export interface Bar {
  key: string;
  name: string;
  value: number;
}

const HEIGHT = 120;

/** A figure for each of a few things in their own order: days, tiers. The last one stands out. */
export function Bars({
  bars,
  title,
  names,
  value = String,
}: {
  bars: readonly Bar[];
  title: string;
  /** Of the columns of the table: the thing, and its figure. */
  names: readonly [string, string];
  value?: (value: number) => string;
}) {
  const [ref, width] = useWidth<HTMLElement>();
  const x = scaleBand(bars.map(({ key }) => key), [0, width]).padding(0.28);
  const y = scaleLinear([0, Math.max(1, ...bars.map((bar) => bar.value))], [HEIGHT - 22, 16]);
  return (
    <figure ref={ref} className={styles.figure}>
      <svg role="img" aria-label={title} height={HEIGHT} className={styles.chart} viewBox={`0 0 ${width} ${HEIGHT}`}>
        {bars.map((bar, n) => (
          <g key={bar.key}>
            <rect
              className={n === bars.length - 1 ? styles.bar : styles.barPast}
              x={x(bar.key)}
              y={y(bar.value)}
              width={x.bandwidth()}
              height={Math.max(1, HEIGHT - 22 - y(bar.value))}
              rx={3}
            />
            <text className={styles.tick} x={(x(bar.key) ?? 0) + x.bandwidth() / 2} y={HEIGHT - 6} textAnchor="middle">
              {bar.name}
            </text>
            <text
              className={styles.tick}
              x={(x(bar.key) ?? 0) + x.bandwidth() / 2}
              y={y(bar.value) - 5}
              textAnchor="middle"
            >
              {value(bar.value)}
            </text>
          </g>
        ))}
      </svg>
      <DataTable title={title} names={names} rows={bars.map((bar) => [bar.name, value(bar.value)])} />
    </figure>
  );
}
