import { scaleLinear, scaleTime } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import { useId, useState } from "react";

import styles from "./Charts.module.css";
import { DataTable } from "./DataTable.js";
import { useWidth } from "./useWidth.js";

export interface ChartPoint {
  /** When it began to be so, in milliseconds of the epoch. */
  at: number;
  value: number;
}

export interface ChartTexts {
  /** What the chart shows, in a sentence. */
  title: string;
  atName: string;
  valueName: string;
  at: (at: number) => string;
  tick: (at: number) => string;
  value: (value: number) => string;
}

const HEIGHT = 190;
const EDGE = { top: 14, right: 12, bottom: 24, left: 46 };

/** A value that holds until the next one: a balance, a price. Points come in the order of time. */
export function StepChart({ points, texts }: { points: readonly ChartPoint[]; texts: ChartTexts }) {
  const [ref, width] = useWidth<HTMLElement>();
  const [shown, setShown] = useState<number>();
  const fill = useId();
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const values = points.map(({ value }) => value);
  const x = scaleTime()
    .domain([first.at, Math.max(last.at, first.at + 1)])
    .range([EDGE.left, width - EDGE.right]);
  const y = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(1, ...values)])
    .nice(4)
    .range([HEIGHT - EDGE.bottom, EDGE.top]);
  const path = line<ChartPoint>(({ at }) => x(at), ({ value }) => y(value)).curve(curveStepAfter);
  const below = area<ChartPoint>(({ at }) => x(at), y(y.domain()[0] ?? 0), ({ value }) => y(value)).curve(curveStepAfter);
  const point = shown === undefined ? undefined : points[shown];
  const move = (step: number) =>
    setShown((now) => Math.max(0, Math.min(points.length - 1, (now ?? points.length - 1) + step)));
  return (
    <figure ref={ref} className={styles.figure}>
      <svg
        role="img"
        aria-label={point ? `${texts.at(point.at)}: ${texts.value(point.value)}` : texts.title}
        tabIndex={0}
        height={HEIGHT}
        className={styles.chart}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (!step) return;
          event.preventDefault();
          move(step);
        }}
        onBlur={() => setShown(undefined)}
        onPointerLeave={() => setShown(undefined)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setShown(lastBefore(points, x.invert(((event.clientX - box.left) / box.width) * width).getTime()));
        }}
      >
        <linearGradient id={fill} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" className={styles.areaFrom} />
          <stop offset="1" className={styles.areaTo} />
        </linearGradient>
        <g className={styles.grid}>
          {y.ticks(4).map((value) => (
            <g key={value}>
              <line x1={EDGE.left} x2={width - EDGE.right} y1={y(value)} y2={y(value)} />
              <text className={styles.tick} x={EDGE.left - 8} y={y(value)} dy="0.34em" textAnchor="end">
                {texts.value(value)}
              </text>
            </g>
          ))}
          {x.ticks(Math.max(2, Math.min(6, Math.floor(width / 110)))).map((at) => (
            <text key={at.getTime()} className={styles.tick} x={x(at)} y={HEIGHT - 6} textAnchor="middle">
              {texts.tick(at.getTime())}
            </text>
          ))}
        </g>
        <path d={below([...points]) ?? ""} fill={`url(#${fill})`} />
        <path d={path([...points]) ?? ""} className={styles.line} />
        {point && <line className={styles.cross} x1={x(point.at)} x2={x(point.at)} y1={EDGE.top} y2={HEIGHT - EDGE.bottom} />}
        <circle className={styles.dot} cx={x((point ?? last).at)} cy={y((point ?? last).value)} r={4.5} />
      </svg>
      {point && (
        <div
          className={styles.told}
          style={x(point.at) > width / 2 ? { right: width - x(point.at) + 10 } : { left: x(point.at) + 10 }}
        >
          {texts.at(point.at)}
          <strong>{texts.value(point.value)}</strong>
        </div>
      )}
      <DataTable
        title={texts.title}
        names={[texts.atName, texts.valueName]}
        rows={points.map(({ at, value }) => [texts.at(at), texts.value(value)])}
      />
    </figure>
  );
}

/** The place of the last point that is not after `at`; the first when all are. Points are sorted. */
export function lastBefore(points: readonly ChartPoint[], at: number): number {
  const next = points.findIndex((point) => point.at > at);
  return next < 0 ? points.length - 1 : Math.max(0, next - 1);
}
