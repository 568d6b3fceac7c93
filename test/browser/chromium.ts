import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium on PATH; undefined where there is none. It is optional for `npm test`, and CI installs it. */
export const chromiumPath = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .flatMap((folder) => names.map((name) => path.join(folder, name)))
  .find(isExecutable);

/** @throws Error where there is no Chromium on PATH */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(`PATH has none of ${names.join(', ')}`);
  return chromium.launch({
    executablePath: chromiumPath,
    // CI runs as root, where Chromium's sandbox does not work; pages come from this machine only.
    // WebGL is drawn by the processor: there is no GPU to rely on.
    args: [
      '--no-sandbox',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-quic',
      '--disable-background-networking',
    ],
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
