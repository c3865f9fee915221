/** The mark of Tessera: three tiles and the one to come. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8.500" fill="var(--accent)" />
      <path d="M8 8.500h7v7H8zM17 8.500h7v7h-7zM8 17.500h7v7H8z" fill="var(--on-accent)" />
      <path d="M17 17.500h7v7h-7z" fill="var(--on-accent)" opacity="0.450" />
    </svg>
  );
}
