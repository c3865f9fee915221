const WHOLE_PPM = 1_000_000;

/** The chance of one draw for any of some prizes, 0 to 1. */
export const chanceOf = (prizes: readonly { readonly oddsPpm: number }[]): number =>
  prizes.reduce((sum, { oddsPpm }) => sum + oddsPpm, 0) / WHOLE_PPM;

/**
 * How far the number of prizes given is from what so many draws give by the odds, in standard deviations;
 * undefined where so few are expected that it says nothing.
 */
export function deviation(given: number, draws: number, oddsPpm: number): number | undefined {
  const chance = oddsPpm / WHOLE_PPM;
  const [expected, spread] = [draws * chance, Math.sqrt(draws * chance * (1 - chance))];
  return expected < EXPECTED_MIN || spread === 0 ? undefined : (given - expected) / spread;
}

/** The usual least for which counts are nearly normal. */
const EXPECTED_MIN = 5;
