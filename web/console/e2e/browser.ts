import chromium from "@sparticuz/chromium";

/** The browser to test with: `CHROME`, or the one that comes as a package and needs nothing installed. */
export async function browser(): Promise<{ executablePath: string; args: string[] }> {
  const chosen = process.env["CHROME"];
  if (chosen) return { executablePath: chosen, args: ["--no-sandbox"] };
  // Playwright chooses these by itself; in one process, a page that ends would take the others with it.
  const args = chromium.args.filter((arg) => !/headless|single-process/.test(arg));
  return { executablePath: await chromium.executablePath(), args };
}
