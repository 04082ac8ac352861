// SPDX-License-Identifier: GPL-3.0-or-later
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of Chromium or a browser of its family, by the names that packaging/dependencies accepts. */
export function browser() {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
        for (const directory of process.env.PATH.split(delimiter)) {
            const path = join(directory, name);
            try {
                accessSync(path, constants.X_OK);
                return path;
            } catch {
                // not in this directory
            }
        }
    }
    throw new Error('no chromium, chromium-browser or google-chrome in PATH');
}
