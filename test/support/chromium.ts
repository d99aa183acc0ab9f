import { existsSync } from 'node:fs';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Where a machine has one of its own. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const isBundled = process.platform === 'linux' && process.arch === 'x64';

const installed = process.env['CHROMIUM'] ?? INSTALLED.find((path) => existsSync(path));

/** Why there is no browser to try something in; undefined where there is one. */
export const noChromium =
  isBundled || installed !== undefined
    ? undefined
    : ': not tried, because this machine has no Chromium. Install one, or name it with CHROMIUM=<path>.';

/** Starts a headless Chromium: that of npm's package on Linux, so that nothing has to be installed; elsewhere the machine's. */
export async function startChromium(): Promise<Browser> {
  const executablePath = installed ?? (await bundled.executablePath());
  // Not the package's own arguments: they switch off what keeps sites apart, which is what is tried.
  return chromium.launch({ executablePath, args: ['--no-sandbox'], headless: true });
}
