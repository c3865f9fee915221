import styles from "./Meter.module.css";

interface Props {
  label: string;
  value: number;
  of: number;
  /** The state in words, such as 2 of 5. */
  text: string;
}

/** How far something is, as a bar. */
export function Meter({ label, value, of, text }: Props) {
  const share = of <= 0 ? 0 : Math.min(100, Math.max(0, Math.round((value / of) * 100)));
  return (
    <div class={styles["meter"]} role="progressbar" aria-label={label} aria-valuenow={share} aria-valuemin={0} aria-valuemax={100} aria-valuetext={text}>
      {/* An attribute, since the policy of the page takes no style from a script. */}
      <svg width="100%" height="6" aria-hidden="true">
        <rect width={`${share}%`} height="6" rx="3" />
      </svg>
    </div>
  );
}
