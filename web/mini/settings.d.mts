export interface Settings {
  readonly gateway: string;
  readonly token: string;
  readonly hue: number;
  readonly chroma: number;
  readonly appId: string;
}
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings;
