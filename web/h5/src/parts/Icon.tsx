const PATHS = {
  card: "M3 6.500A2 2 0 0 1 5 4.500h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM3 8.500h14M6 12.500h3",
  points: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6.500l1.100 2.300 2.500.3-1.800 1.700.5 2.500L10 12.100l-2.300 1.200.5-2.500-1.800-1.700 2.500-.3z",
  rewards: "M3.500 8.500h13v8h-13zM2.800 5.800h14.400v2.700H2.800zM10 5.800v10.700M10 5.800C8 5.800 6.300 5 6.300 3.900S8.500 2.500 10 5.800c1.500-3.300 3.700-3 3.700-1.900S12 5.800 10 5.800z",
  wallet: "M3 6.500A1.500 1.500 0 0 1 4.500 5h11A1.500 1.500 0 0 1 17 6.500V8a2 2 0 0 0 0 4v1.500a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 3 13.500V12a2 2 0 0 0 0-4zM12 5.500v1.200M12 9.400v1.200M12 13.300v1.200",
  me: "M10 10a3.300 3.300 0 1 0 0-6.600 3.300 3.300 0 0 0 0 6.600zM3.800 17c.5-3 3-4.700 6.200-4.700s5.700 1.700 6.200 4.700",
  medal: "M10 12.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM7 11.500 5.500 17.500 10 15.300l4.500 2.200L13 11.500",
  lottery: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 2.500v15M2.500 10h15M4.700 4.700l10.600 10.600M15.300 4.700 4.700 15.300",
  boards: "M3 16.500v-5h4.500v5M7.500 16.500v-10h5v10M12.500 16.500V9.500H17v7M2 16.500h16",
  gift: "M10 16.500S3 12.500 3 7.800A3.600 3.600 0 0 1 10 6.500 3.600 3.600 0 0 1 17 7.800C17 12.500 10 16.500 10 16.500z",
  check: "M4.500 10.500 8.500 14.500 15.500 6",
  chevron: "M7.500 4.500 13 10l-5.500 5.500",
  back: "M12.500 4.500 7 10l5.500 5.500",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture of the colour of the text beside it; it says nothing by itself. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
