export interface Colours {
  readonly light: Readonly<Record<string, string>>;
  readonly dark: Readonly<Record<string, string>>;
}
export function hexOf(lightness: number, chroma: number, hue: number): string;
export function coloursOf(css: string, hue: number, chroma: number): Colours;
export function stylesOf(colours: Colours): string;
export function themeOf(colours: Colours): string;
