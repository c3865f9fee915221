import { scaleLinear } from "d3-scale";

import styles from "./Charts.module.css";
import { DataTable } from "./DataTable.js";
import { useWidth } from "./useWidth.js";

export interface Interval {
  key: string;
  name: string;
  low: number;
  estimate: number;
  high: number;
}

const ROW = 44;
const FOOT = 20;

/** Differences with their intervals about 0: whose line crosses 0 shows nothing. */
export function Intervals({
  intervals,
  title,
  names,
  value = String,
}: {
  intervals: readonly Interval[];
  title: string;
  /** Of the columns of the table: the thing, and its difference with the interval. */
  names: readonly [string, string];
  value?: (value: number) => string;
}) {
  const [ref, width] = useWidth<HTMLElement>();
  const ends = intervals.flatMap(({ low, high }) => [low, high]);
  const x = scaleLinear([Math.min(0, ...ends), Math.max(0, ...ends)], [12, Math.max(24, width - 12)]).nice();
  const height = intervals.length * ROW + FOOT;
  const told = ({ low, estimate, high }: Interval) => `${value(estimate)} [${value(low)}, ${value(high)}]`;
  return (
    <figure ref={ref} className={styles.figure}>
      <svg role="img" aria-label={title} height={height} className={styles.chart} viewBox={`0 0 ${width} ${height}`}>
        <line className={styles.cross} x1={x(0)} x2={x(0)} y1={0} y2={height - FOOT} />
        <text className={styles.tick} x={x(0)} y={height - 5} textAnchor="middle">
          0
        </text>
        {intervals.map((each, n) => {
          const y = n * ROW + 30;
          return (
            <g key={each.key}>
              <text className={styles.tick} x={0} y={y - 16}>
                {`${each.name}: ${told(each)}`}
              </text>
              <line className={styles.line} x1={x(each.low)} x2={x(each.high)} y1={y} y2={y} />
              <circle className={styles.dot} cx={x(each.estimate)} cy={y} r={5} />
            </g>
          );
        })}
      </svg>
      <DataTable title={title} names={names} rows={intervals.map((each) => [each.name, told(each)])} />
    </figure>
  );
}
